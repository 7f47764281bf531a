//! Names in several scripts, with accents and signs that a search must fold.

use serde_json::{Value, json};

use super::sign_in_name;
use crate::random::Random;
use crate::scale::Scale;

const GIVEN: &[&str] = &[
    "Amara",
    "Åse",
    "Björn",
    "Chloé",
    "Dagný",
    "Élodie",
    "Fatma",
    "Gökçe",
    "Hanna",
    "İpek",
    "José",
    "Katarzyna",
    "Łukasz",
    "María",
    "Ngozi",
    "Øyvind",
    "Priya",
    "Rúna",
    "Søren",
    "Tuấn",
    "Ulrike",
    "Zoë",
    "Αλέξης",
    "Ελένη",
    "Иван",
    "Ольга",
    "أمينة",
    "يوسف",
    "דוד",
    "נועה",
    "花子",
    "太郎",
    "伟",
    "丽",
    "민준",
    "서연",
    "आरव",
    "अनन्या",
    "สมชาย",
    "Ashraf",
];
const FAMILY: &[&str] = &[
    "Aasen",
    "Bäcker",
    "Çelik",
    "D’Angelo",
    "Eriksson",
    "Fernández",
    "Grønvold",
    "Håkansson",
    "Ibáñez",
    "Jónsdóttir",
    "Kovács",
    "Lefèvre",
    "Müller",
    "Nowak",
    "O’Brien",
    "Păun",
    "Quispe",
    "Řezníček",
    "Straße",
    "Türk",
    "Vũ",
    "Żak",
    "Παπαδόπουλος",
    "Иванова",
    "Шевченко",
    "الخطيب",
    "כהן",
    "佐藤",
    "鈴木",
    "王",
    "李",
    "김",
    "박",
    "शर्मा",
    "वर्मा",
    "สุขใจ",
    "Okafor",
    "Diallo",
];
const KINDS: &[&str] = &[
    "Reading room",
    "Workshop",
    "Archive",
    "Données",
    "Schlüssel",
    "Telescope",
    "Entrepôt",
    "Bibliothèque",
    "Verktøy",
    "Lager",
    "Αρχείο",
    "Библиотека",
    "資料室",
    "数据",
    "연구실",
    "مختبر",
    "Laboratório",
    "Årsrapport",
    "Naïve Bayes",
    "Žurnál",
];
const PLACES: &[&str] = &[
    "Ålesund",
    "Köln",
    "São Paulo",
    "Kraków",
    "Zürich",
    "Reykjavík",
    "Αθήνα",
    "Москва",
    "東京",
    "北京",
    "서울",
    "دبي",
    "Nairobi",
    "Montréal",
    "Göteborg",
    "Málaga",
    "Łódź",
    "Besançon",
    "İzmir",
    "Chișinău",
];
const PURPOSES: &[&str] = &[
    "Read what was measured.",
    "Change what is published.",
    "For people who keep the machines running.",
    "Für alle, die Berichte schreiben.",
    "Pour lire et écrire les résultats.",
    "Для сотрудников лаборатории.",
    "測定結果を読む。",
];
/// As a person types them: without accents, in any case, parts of words.
const SEARCHED: &[&str] = &[
    "workshop",
    "alesund",
    "koln",
    "reading",
    "зурнал",
    "資料室",
    "montreal",
    "bibliotheque",
    "москва",
    "donnees",
    "izmir",
    "arsrapport",
];

/// Where names come from.
pub const fn source(seed: u64) -> Random {
    Random::new(seed)
}

/// A person with a manager; the first has none.
pub fn person(scale: &Scale, index: usize, random: &mut Random) -> Value {
    let (given, family) = (random.one_of(GIVEN), random.one_of(FAMILY));
    let mut person = json!({
        "key": format!("p{index}"),
        "id": super::person_id(index),
        "userPrincipalName": sign_in_name(index),
        "displayName": format!("{given} {family}"),
        "givenName": given,
        "surname": family,
        "mail": sign_in_name(index),
        "userType": "Member",
        "department": format!("Department {}", scale.department_of(index)),
        "jobTitle": "Engineer",
    });
    if index > 0 {
        person["manager"] = json!(format!("p{}", index / 8));
    }
    person
}

/// The name of a package, different from all others.
pub fn package(random: &mut Random, index: usize) -> String {
    format!("{} {} {index}", random.one_of(KINDS), random.one_of(PLACES))
}

/// What a package is for.
pub fn description(random: &mut Random) -> &'static str {
    random.one_of(PURPOSES)
}

/// Something to search for.
pub fn search_word(call: usize) -> &'static str {
    SEARCHED
        .get(call % SEARCHED.len())
        .copied()
        .unwrap_or("workshop")
}
