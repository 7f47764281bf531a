//! Filters (RFC 7644, section 3.4.2.2): which resources of a list, or which values of an attribute, are meant.

use super::attribute::AttributePath;

mod meets;
mod read;
pub mod sql;
#[cfg(test)]
mod tests;

pub use meets::meets;
pub use read::{Problem, read, read_in_brackets};

/// A filter.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All of these.
    All(Vec<Filter>),
    /// Any of these.
    Any(Vec<Filter>),
    /// The opposite.
    Not(Box<Filter>),
    /// The attribute has a value.
    Present(AttributePath),
    /// The attribute compares so.
    Compare(AttributePath, Operator, Literal),
    /// One value of the attribute meets the filter.
    Within(AttributePath, Box<Filter>),
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// equal
    Eq,
    /// not equal
    Ne,
    /// contains
    Co,
    /// starts with
    Sw,
    /// ends with
    Ew,
    /// greater than
    Gt,
    /// greater than or equal to
    Ge,
    /// less than
    Lt,
    /// less than or equal to
    Le,
}

impl Operator {
    const ALL: [(&'static str, Self); 9] = [
        ("eq", Self::Eq),
        ("ne", Self::Ne),
        ("co", Self::Co),
        ("sw", Self::Sw),
        ("ew", Self::Ew),
        ("gt", Self::Gt),
        ("ge", Self::Ge),
        ("lt", Self::Lt),
        ("le", Self::Le),
    ];

    /// By its word, in any case.
    fn read(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find_map(|(known, operator)| word.eq_ignore_ascii_case(known).then_some(*operator))
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, operator)| *operator == self)
            .map_or("", |(word, _)| word)
    }
}

/// What an attribute is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A text.
    Text(String),
    /// true or false
    Flag(bool),
    /// A number, as it was written.
    Number(String),
    /// Nothing.
    Null,
}

impl std::fmt::Display for Filter {
    /// As it is read: every filter inside another one stands in parentheses.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |out: &mut std::fmt::Formatter<'_>, filters: &[Self], word: &str| {
            for (place, filter) in filters.iter().enumerate() {
                let before = if place == 0 { "" } else { word };
                write!(out, "{before}({filter})")?;
            }
            Ok(())
        };
        match self {
            Self::All(filters) => list(out, filters, " and "),
            Self::Any(filters) => list(out, filters, " or "),
            Self::Not(filter) => write!(out, "not ({filter})"),
            Self::Present(path) => write!(out, "{} pr", written(path)),
            Self::Compare(path, operator, literal) => {
                write!(out, "{} {} {literal}", written(path), operator.word())
            }
            Self::Within(path, filter) => write!(out, "{}[{filter}]", written(path)),
        }
    }
}

impl std::fmt::Display for Literal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write!(out, "{}", serde_json::Value::from(text.as_str())),
            Self::Flag(flag) => write!(out, "{flag}"),
            Self::Number(number) => out.write_str(number),
            Self::Null => out.write_str("null"),
        }
    }
}

/// A path with a colon behind the URN of an extension.
fn written(path: &AttributePath) -> String {
    match path.names() {
        [urn, rest @ ..] if urn.contains(':') && !rest.is_empty() => {
            format!("{urn}:{}", rest.join("."))
        }
        names => names.join("."),
    }
}
