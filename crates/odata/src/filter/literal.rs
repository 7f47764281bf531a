//! Literals, read for the type of the property they meet.

use portico_graph::model::{Kind, Property};
use portico_graph::time::Instant;

use super::Value;
use crate::error::Problem;

/// A literal as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal<'i> {
    /// In quotes.
    Quoted(String),
    /// Without quotes: `null`, `true`, `7`, a date, a GUID.
    Bare(&'i str),
}

/// The value of a literal for a property. Quoted numbers, flags and dates are accepted, as the
/// documentation sends them; so are GUIDs without quotes.
pub(super) fn value(literal: &Literal<'_>, property: &Property) -> Result<Value, Problem> {
    let (text, bare) = match literal {
        Literal::Bare("null") => return Ok(Value::Null),
        Literal::Bare(text) => (*text, true),
        Literal::Quoted(text) => (text.as_str(), false),
    };
    let found = match property.kind {
        Kind::String if is_guid(text) => Some(Value::Text(text.to_ascii_lowercase())),
        Kind::String if bare => None,
        Kind::String => Some(Value::Text(text.to_owned())),
        Kind::Boolean if text.eq_ignore_ascii_case("true") => Some(Value::Boolean(true)),
        Kind::Boolean if text.eq_ignore_ascii_case("false") => Some(Value::Boolean(false)),
        Kind::Int32 => text
            .parse::<i32>()
            .ok()
            .map(|number| Value::Int(number.into())),
        Kind::DateTimeOffset => instant(text).map(Value::Instant),
        Kind::Enum(set) if !bare => set.member(text).map(Value::Member),
        _ => None,
    };
    found.ok_or_else(|| Problem::Literal {
        found: text.to_owned(),
        wanted: wanted(property.kind),
    })
}

fn instant(text: &str) -> Option<Instant> {
    let midnight = (text.len() == 10).then(|| format!("{text}T00:00:00Z"));
    midnight.as_deref().unwrap_or(text).parse().ok()
}

fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "Edm.String",
        Kind::Boolean => "Edm.Boolean",
        Kind::Int32 => "Edm.Int32",
        Kind::DateTimeOffset => "Edm.DateTimeOffset",
        Kind::Duration => "Edm.Duration",
        Kind::Enum(set) => set.name,
        Kind::Complex(name) => name,
        Kind::Collection(_) => "Collection",
    }
}

/// 8-4-4-4-12 hexadecimal digits.
pub(super) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
