//! Which language is spoken: the address, then what was chosen, then what the browser prefers.

use crate::browser::{document, storage};
use crate::percent;
use crate::words::locale::{self, Locale};

const KEY: &str = "portico-language";

/// Chooses the language of this page, before anything is drawn.
pub fn begin() {
    let chosen = asked(&document::search())
        .or_else(|| storage::read(KEY).and_then(|tag| Locale::from_tag(&tag)));
    let locale = chosen.unwrap_or(Locale::English);
    locale::speak(locale);
    document::set_root_attribute("lang", Some(locale.document_tag()));
    document::set_root_attribute("dir", Some(locale.direction()));
}

/// Keeps a language and draws everything in it.
pub fn choose(locale: Locale) {
    storage::write(KEY, locale.tag());
    document::reload();
}

/// `?locale=` of a query.
fn asked(search: &str) -> Option<Locale> {
    let pairs = search.trim_start_matches('?').split('&');
    pairs
        .filter_map(|pair| pair.strip_prefix("locale="))
        .find_map(|tag| Locale::from_tag(&percent::decode(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_ask_for_a_language() {
        assert_eq!(asked("?q=1&locale=qps-plocm"), Some(Locale::Mirrored));
        assert_eq!(asked("?locale=xx"), None);
        assert_eq!(asked(""), None);
    }
}
