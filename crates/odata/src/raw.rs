//! The query string before its options mean anything, and the query string of the next page.

use crate::error::{OptionError, Place, Problem};
use crate::limits;
use crate::percent::decode;

/// A query string cut into options.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawQuery {
    /// Name in lower case and decoded value of each option with a dollar sign.
    options: Vec<(String, String)>,
    /// Every part as it was sent, with the option it is; empty for foreign parameters.
    parts: Vec<(String, String)>,
}

impl RawQuery {
    /// Cuts a query string, without its question mark. `+` means a space.
    pub fn parse(query: &str) -> Result<Self, OptionError> {
        let whole = Place {
            option: "query",
            base: 0,
        };
        if query.len() > limits::QUERY_BYTES {
            return Err(whole.fail(0, Problem::TooMuch("characters")));
        }
        let mut raw = Self::default();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = decode(name, true).ok_or_else(|| whole.fail(0, Problem::Encoding))?;
            let name = name.trim();
            if !name.starts_with('$') {
                raw.parts.push((String::new(), part.to_owned()));
                continue;
            }
            let name = name.to_ascii_lowercase();
            let place = Place {
                option: &name,
                base: 0,
            };
            let value = decode(value, true).ok_or_else(|| place.fail(0, Problem::Encoding))?;
            if value.len() > limits::OPTION_BYTES {
                return Err(place.fail(limits::OPTION_BYTES, Problem::TooMuch("characters")));
            }
            if raw.options.iter().any(|(other, _)| *other == name) {
                return Err(place.fail(0, Problem::Repeated));
            }
            raw.parts.push((name.clone(), part.to_owned()));
            raw.options.push((name, value));
        }
        Ok(raw)
    }

    /// Options with their decoded values, in the order they were sent.
    pub fn options(&self) -> impl Iterator<Item = (&str, &str)> {
        self.options
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The query string of the next page: everything that was sent, but the new token in place of
    /// the old place in the list.
    pub fn next_page(&self, token: &str) -> String {
        let kept = self
            .parts
            .iter()
            .filter(|(name, _)| !is_place(name))
            .map(|(_, part)| part.as_str());
        let mut query: String = kept.flat_map(|part| [part, "&"]).collect();
        query.push_str("$skiptoken=");
        query.push_str(token);
        query
    }

    /// What a page token must be bound to: every option but the place in the list, in one order.
    pub fn binding(&self) -> String {
        let mut lines: Vec<String> = self
            .options
            .iter()
            .filter(|(name, _)| !is_place(name))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        lines.sort_unstable();
        lines.join("\n")
    }
}

fn is_place(name: &str) -> bool {
    matches!(name, "$skiptoken" | "$skip")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_names_and_values() {
        let raw = RawQuery::parse("%24Filter=a+eq+%27b%26c%27&x=1&$top=5").unwrap();
        let options: Vec<_> = raw.options().collect();
        assert_eq!(options, vec![("$filter", "a eq 'b&c'"), ("$top", "5")]);
    }

    #[test]
    fn refuses_repetition_size_and_bytes_that_are_no_text() {
        let problem = |query: &str| RawQuery::parse(query).unwrap_err().problem;
        assert_eq!(problem("$top=1&%24top=2"), Problem::Repeated);
        assert_eq!(problem("$filter=%00"), Problem::Encoding);
        assert_eq!(problem("$filter=%FF"), Problem::Encoding);
        assert!(matches!(
            problem(&format!("$filter={}", "a".repeat(limits::OPTION_BYTES + 1))),
            Problem::TooMuch(_)
        ));
        assert!(matches!(
            problem(&"a".repeat(limits::QUERY_BYTES + 1)),
            Problem::TooMuch(_)
        ));
    }

    #[test]
    fn the_next_page_keeps_what_was_sent() {
        let raw = RawQuery::parse("$top=2&$skip=4&lang=de&$skiptoken=old").unwrap();
        assert_eq!(raw.next_page("new"), "$top=2&lang=de&$skiptoken=new");
        assert_eq!(RawQuery::parse("").unwrap().next_page("t"), "$skiptoken=t");
    }

    #[test]
    fn the_binding_ignores_order_and_place() {
        let one = RawQuery::parse("$top=2&$filter=a+eq+1&$skiptoken=x").unwrap();
        let two = RawQuery::parse("$filter=a%20eq%201&$top=2").unwrap();
        assert_eq!(one.binding(), two.binding());
        assert_ne!(
            one.binding(),
            RawQuery::parse("$top=3&$filter=a eq 1").unwrap().binding()
        );
    }
}
