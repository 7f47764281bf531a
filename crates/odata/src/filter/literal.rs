//! Literals, read for the type of the property they meet.

use portico_graph::model::{Kind, Property};
use portico_graph::time::Instant;

use super::Value;
use crate::error::Problem;
use crate::guid::is_guid;

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
        Kind::DateTimeOffset => instant(text),
        Kind::Enum(set) if !bare => set.member(text).map(Value::Member),
        _ => None,
    };
    found.ok_or_else(|| Problem::Literal {
        found: text.to_owned(),
        wanted: wanted(property.kind),
    })
}

fn instant(text: &str) -> Option<Value> {
    let midnight = (text.len() == 10).then(|| format!("{text}T00:00:00Z"));
    let second: Instant = midnight.as_deref().unwrap_or(text).parse().ok()?;
    let fraction = text.get(19..).and_then(|rest| rest.strip_prefix('.'));
    let mut digits = fraction
        .unwrap_or_default()
        .bytes()
        .take_while(u8::is_ascii_digit);
    Some(if digits.any(|digit| digit != b'0') {
        Value::Within(second)
    } else {
        Value::Instant(second)
    })
}

fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "Edm.String",
        Kind::Boolean => "Edm.Boolean",
        Kind::Int32 => "Edm.Int32",
        Kind::DateTimeOffset => "Edm.DateTimeOffset",
        Kind::Duration => "Edm.Duration",
        Kind::Date => "Edm.Date",
        Kind::Enum(set) => set.name,
        Kind::Complex(name) => name,
        Kind::Collection(_) => "Collection",
    }
}
