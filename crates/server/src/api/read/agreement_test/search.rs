//! A search finds what holds every word, folded; whether an index of trigrams or a pattern looked for it cannot be told.

use proptest::prelude::*;
use serde_json::Value as Json;

use super::texts::text;
use super::{GROUPS, PACKAGES, Tries, USERS, encoded, fold, id, wait, with, world};
use crate::api::read::Source;
use crate::api::test_yard::EM;
use portico_odata::{Address, Options, RawQuery};

const RESOURCES: &str = "$expand=resourceRoleScopes($expand=role($expand=resource))";

/// The set, its address, and what is expanded to see all that a search looks into.
static SEARCHED: [(&Source, &str, &str); 3] = [
    (&PACKAGES, "accessPackages", RESOURCES),
    (&USERS, "users", ""),
    (&GROUPS, "groups", ""),
];

/// The texts that a search looks into, each for itself.
fn texts_of(entity: &Json) -> Vec<&str> {
    let mut found = vec![&entity["displayName"]];
    if let Some(given) = entity["resourceRoleScopes"].as_array() {
        found.push(&entity["description"]);
        for role in given.iter().map(|one| &one["role"]) {
            found.extend([&role["displayName"], &role["resource"]["displayName"]]);
        }
    }
    found.into_iter().filter_map(Json::as_str).collect()
}

/// Words as somebody types them: whole, cut short, in another case.
fn words(world: &[Json]) -> BoxedStrategy<Vec<String>> {
    let there: Vec<String> = world.iter().flat_map(texts_of).map(str::to_owned).collect();
    let there = prop::sample::select(there);
    let phrase = (
        prop_oneof![3 => there, 1 => text()],
        0..3_usize,
        1..8_usize,
        any::<bool>(),
    );
    let phrase = phrase.prop_map(|(text, from, length, upper)| {
        let part: String = text.chars().skip(from).take(length).collect();
        if upper { part.to_uppercase() } else { part }
    });
    let words = prop::collection::vec(phrase, 1..3).prop_map(|phrases| {
        let words = phrases.iter().flat_map(|phrase| phrase.split_whitespace());
        // A colon names a property, and quotes at the ends of a word are typed for emphasis.
        let words = words.map(|word| word.replace(':', "").trim_matches('"').to_owned());
        let words = words.filter(|word| !word.is_empty());
        words
            .take(portico_odata::limits::SEARCH_WORDS)
            .collect::<Vec<_>>()
    });
    words
        .prop_filter("a word", |words| !words.is_empty())
        .boxed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_what_holds_every_word() {
    let mut tries = Tries::new(200);
    let app = world(&mut tries).await;
    let dina = app.as_person("dina@harbour.example").await;
    let dina = dina.with("consistencylevel", "eventual");
    let mut worlds = Vec::new();
    for (source, _, expand) in SEARCHED {
        let raw = RawQuery::parse(expand).unwrap();
        let options = Options::parse(&raw, source.entity, Address::Entity).unwrap();
        let mut tx = app.app.store.begin_read().await.unwrap();
        worlds.push(with(&mut tx, source, &options).await);
    }
    let cases = (0..SEARCHED.len()).prop_flat_map(|which| (Just(which), words(&worlds[which])));
    tries.run(&cases, |(which, words)| {
        let (_, set, _) = SEARCHED[which];
        let phrase = words.join(" ").replace('\\', "\\\\").replace('"', "\\\"");
        let root = if set == "accessPackages" { EM } else { "/v1.0" };
        let query = encoded(&format!("\"{phrase}\""));
        let path = format!("{root}/{set}?$top=999&$select=id&$count=true&$search={query}");
        let answer = wait(dina.get(&path));
        let found = answer.json["value"].as_array();
        prop_assert!(found.is_some(), "{:?}: {}", &words, &answer.text);
        let mut found: Vec<&str> = found.into_iter().flatten().map(id).collect();
        let mut expected: Vec<&str> = worlds[which]
            .iter()
            .filter(|entity| {
                let texts: Vec<String> = texts_of(entity).into_iter().map(fold).collect();
                let mut folded = words.iter().map(|word| fold(word));
                folded.all(|word| texts.iter().any(|text| text.contains(&word)))
            })
            .map(id)
            .collect();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(&found, &expected, "{}: {:?}", set, words);
        let count = wait(dina.get(&path.replacen(set, &format!("{set}/$count"), 1)));
        prop_assert_eq!(count.text, expected.len().to_string());
        Ok(())
    });
}
