//! Folding: the one form in which text is searched, sorted and compared (case, accents and width do not count).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` in lower case, without accents, with full-width and other compatibility forms made plain. Idempotent.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text
        .nfkd()
        .filter(|sign| !is_combining_mark(*sign))
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|sign| !is_combining_mark(*sign))
    {
        match plain(sign) {
            Some(letters) => out.push_str(letters),
            None => out.push(sign),
        }
    }
    out
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
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
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
