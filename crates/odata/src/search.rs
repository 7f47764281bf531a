//! `$search`.

use crate::error::{OptionError, Place, Problem};
use crate::limits;

/// Words that must all be found, wherever; quotes group nothing, as people type words in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The property named in front, as directory objects want it: `"displayName:ann"`.
    pub property: Option<String>,
    /// The words; at least one.
    pub words: Vec<String>,
}

/// Reads `$search`.
pub(crate) fn parse(text: &str, place: Place<'_>) -> Result<Search, OptionError> {
    let text = text.trim();
    let inner = match text.strip_prefix('"') {
        Some(rest) => rest
            .strip_suffix('"')
            .ok_or_else(|| place.fail(text.chars().count(), Problem::OpenText))?,
        None => text,
    };
    let inner = unescaped(inner)
        .ok_or_else(|| place.fail(0, Problem::Expected("one text in double quotes")))?;
    let (property, inner) = match inner.split_once(':') {
        Some((name, rest))
            if !name.is_empty()
                && !rest.trim().is_empty()
                && name.chars().all(|c| c.is_ascii_alphabetic()) =>
        {
            (Some(name.to_owned()), rest)
        }
        _ => (None, inner.as_str()),
    };
    let words = inner.split_whitespace().map(|word| word.trim_matches('"'));
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        return Err(place.fail(0, Problem::Expected("a word to search for")));
    }
    if words.len() > limits::SEARCH_WORDS {
        return Err(place.fail(0, Problem::TooMuch("words")));
    }
    Ok(Search { property, words })
}

/// A quote inside is written `\"`, a backslash `\\`; a quote that is not would end the text.
fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => return None,
            '\\' => out.push(signs.next()?),
            other => out.push(other),
        }
    }
    Some(out)
}
