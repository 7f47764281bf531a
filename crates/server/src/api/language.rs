//! Texts in the reader's language: the best match of `Accept-Language` among the localizations, else the default text
//! (Graph contract: questions and answers).

use axum::http::{HeaderMap, header};
use portico_graph::LocalizedText;

/// Language tags a caller accepts, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Languages(Vec<String>);

/// More than anybody speaks; the rest of a longer header is not looked at.
const MOST: usize = 16;

impl Languages {
    /// What the request's header asks for; nothing when it asks for nothing.
    pub fn of(headers: &HeaderMap) -> Self {
        let text = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        Self::read(text.unwrap_or_default())
    }

    /// Reads `de-AT, de;q=0.8, en;q=0.5`. Languages that are refused (`q=0`) and `*` say nothing about order.
    fn read(text: &str) -> Self {
        let mut weighed: Vec<(u32, String)> = text
            .split(',')
            .take(MOST)
            .filter_map(|item| {
                let mut parts = item.split(';');
                let tag = parts.next()?.trim();
                let weight = parts
                    .find_map(|part| part.trim().strip_prefix("q="))
                    .map_or(Some(1000), thousandths)?;
                (weight > 0 && !tag.is_empty() && tag != "*")
                    .then(|| (weight, tag.to_ascii_lowercase()))
            })
            .collect();
        weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        Self(weighed.into_iter().map(|(_, tag)| tag).collect())
    }

    /// The text to show. A tag fits exactly, or by its language alone (`fr-CA` finds `fr`).
    pub fn best<'t>(
        &self,
        default: Option<&'t str>,
        localizations: &'t [LocalizedText],
    ) -> Option<&'t str> {
        let find = |tag: &str| {
            localizations
                .iter()
                .find(|one| one.language_code.eq_ignore_ascii_case(tag))
                .and_then(|one| one.text.as_deref())
        };
        self.0
            .iter()
            .find_map(|tag| find(tag).or_else(|| find(tag.split('-').next().unwrap_or_default())))
            .or(default)
    }
}

/// Weights have at most three digits behind the point.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let part = format!("{part:0<3}");
    let thousandths = format!("{whole}{part}").parse().ok()?;
    (part.len() == 3 && thousandths <= 1000).then_some(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> Vec<LocalizedText> {
        pairs
            .iter()
            .map(|(code, text)| LocalizedText {
                language_code: (*code).to_owned(),
                text: Some((*text).to_owned()),
            })
            .collect()
    }

    #[test]
    fn the_heaviest_language_that_is_there() {
        let known = texts(&[
            ("de", "Warum?"),
            ("fr-CA", "Pourquoi ?"),
            ("FR", "Pour quoi ?"),
        ]);
        let best = |header: &str| {
            Languages::read(header)
                .best(Some("Why?"), &known)
                .unwrap()
                .to_owned()
        };
        assert_eq!(best(""), "Why?");
        assert_eq!(best("da, de;q=0.5, fr;q=0.7"), "Pour quoi ?");
        assert_eq!(best("fr-ca"), "Pourquoi ?");
        assert_eq!(best("de-AT,en"), "Warum?");
        assert_eq!(best("de;q=0, *"), "Why?");
        assert_eq!(best("de;q=x"), "Why?");
    }
}
