//! Folding: the one form in which text is searched, sorted and compared (case, accents and width do not count).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// `text` in lower case, without accents, with full-width and other compatibility forms made plain. Idempotent.
///
/// Databases hold what this made: whoever changes it raises [`super::refold::FOLDING`] and adds a migration, so that every twin
/// is made anew and older programs stay away.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text
        .nfkd()
        .filter(|sign| !is_left_out(*sign))
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|sign| !is_left_out(*sign))
    {
        match plain(sign) {
            Some(letters) => out.push_str(letters),
            None => out.push(sign),
        }
    }
    out
}

/// Accents and points, which people leave out when they type. Marks that are letters stay: the vowels and tones of Devanagari
/// and Thai, the voice of kana. So do all other signs but two that SQLite takes for one and the same.
fn is_left_out(sign: char) -> bool {
    if !is_combining_mark(sign) {
        return matches!(sign, '\u{fffe}' | '\u{ffff}');
    }
    match canonical_combining_class(sign) {
        // What chooses a form, joins or encloses; the others without a place of their own are vowels.
        0 => matches!(
            sign,
            '\u{34f}' | '\u{488}' | '\u{489}' | '\u{1abe}' | '\u{20dd}'..='\u{20e4}' | '\u{a670}'..='\u{a672}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
        ),
        // Nukta, voice, virama; vowels and tones of Telugu, Thai, Lao and Tibetan.
        7..=9 | 84..=199 => false,
        _ => true,
    }
}

/// Letters that Unicode does not take apart but people do when they type.
const fn plain(sign: char) -> Option<&'static str> {
    Some(match sign {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

/// The folded domain of an address, or nothing when there is no `@` with a domain behind it.
pub fn domain(address: &str) -> Option<String> {
    let (_, domain) = address.rsplit_once('@')?;
    (!domain.is_empty()).then(|| fold(domain))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_and_width_do_not_count() {
        for (text, folded) in [
            ("José ÁLVAREZ", "jose alvarez"),
            ("Søren Straße", "soren strasse"),
            ("ＦＩＮＡＮＣＥ", "finance"),
            ("İstanbul", "istanbul"),
            ("Łukasz", "lukasz"),
            ("أحمد", "احمد"),
            ("مُحمَد", "محمد"),
            ("אָבוֹת", "אבות"),
            ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
            ("Йога", "иога"),
            ("x\u{fffe}\u{ffff}y", "xy"),
            ("a\u{20dd}\u{fe0f}b", "ab"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn marks_that_are_letters_count() {
        for (one, other) in [
            ("मीना", "मन"),
            ("कि", "की"),
            ("ปี", "ปู"),
            ("ガ", "カ"),
            ("ば", "は"),
        ] {
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
        assert_eq!(fold("ｶﾞ"), fold("ガ"));
        assert_eq!(fold("हिन्दी"), "हिन्दी");
        assert_eq!(fold("ภาษาไทย"), "ภาษาไทย");
    }

    #[test]
    fn domains_are_behind_the_last_at_sign() {
        assert_eq!(
            domain("Ana@Harbour.Example"),
            Some("harbour.example".into())
        );
        assert_eq!(domain("a@b@c.example"), Some("c.example".into()));
        assert_eq!(domain("nobody"), None);
        assert_eq!(domain("a@"), None);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
