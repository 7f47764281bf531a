//! `$filter`: the tree, and its text.
//!
//! The tree is typed: every path exists in the entity model and every value has the type of its
//! property. It is two-valued, unlike SQL: a comparison with a missing value is false (`ne`: true),
//! and `not` turns that around.

mod holds;
mod literal;
mod parse;
mod path;
mod reader;
mod sql;

#[cfg(test)]
mod parse_test;
#[cfg(test)]
mod sql_test;

use std::fmt;

use portico_graph::model::{Navigation, Property};
use portico_graph::time::Instant;

pub(crate) use parse::parse;
pub use sql::{Bind, Condition, like_pattern};

/// A condition on an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Every part holds. At least two parts, none of them `All`.
    All(Vec<Filter>),
    /// Some part holds. At least two parts, none of them `Any`.
    Any(Vec<Filter>),
    /// The part does not hold.
    Not(Box<Filter>),
    /// A property compared with a value.
    Compare {
        /// Left side.
        path: Path,
        /// Operator.
        operator: Comparison,
        /// Right side.
        value: Value,
    },
    /// A property equal to one of the values.
    In {
        /// The property.
        path: Path,
        /// The values; at least one.
        values: Vec<Value>,
    },
    /// A test on the characters of a text, without regard to case.
    Text {
        /// The property.
        path: Path,
        /// The test.
        test: TextTest,
        /// The characters to find.
        part: String,
    },
}

/// A property, perhaps of an entity that this one leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The way there; each leads to at most one entity.
    pub navigations: Vec<&'static Navigation>,
    /// The property at its end.
    pub property: &'static Property,
}

/// A comparison operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `eq`
    Equal,
    /// `ne`
    NotEqual,
    /// `gt`
    Greater,
    /// `ge`
    GreaterOrEqual,
    /// `lt`
    Less,
    /// `le`
    LessOrEqual,
}

/// A test on characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextTest {
    /// `startswith`
    StartsWith,
    /// `endswith`
    EndsWith,
    /// `contains`
    Contains,
}

/// A literal with the type of the property it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// A text. GUIDs are texts, in lower case.
    Text(String),
    /// `true` or `false`
    Boolean(bool),
    /// A whole number.
    Int(i64),
    /// A moment.
    Instant(Instant),
    /// A moment within the second that begins then, but not its start. Stored moments are whole seconds, so none is the same.
    Within(Instant),
    /// A member of an enumeration, as the metadata spells it.
    Member(&'static str),
}

impl Filter {
    /// Both hold; chains are kept flat.
    pub(crate) fn all(left: Self, right: Self) -> Self {
        let mut parts = Vec::new();
        for part in [left, right] {
            match part {
                Self::All(inner) => parts.extend(inner),
                other => parts.push(other),
            }
        }
        Self::All(parts)
    }

    /// One of the two holds; chains are kept flat.
    pub(crate) fn any(left: Self, right: Self) -> Self {
        let mut parts = Vec::new();
        for part in [left, right] {
            match part {
                Self::Any(inner) => parts.extend(inner),
                other => parts.push(other),
            }
        }
        Self::Any(parts)
    }
}

impl Path {
    /// Names joined by slashes, as the model spells them: the key of a column map.
    pub fn text(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for navigation in &self.navigations {
            write!(f, "{}/", navigation.name)?;
        }
        f.write_str(self.property.name)
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => join(f, parts, " and "),
            Self::Any(parts) => join(f, parts, " or "),
            Self::Not(part) => write!(f, "not ({part})"),
            Self::Compare {
                path,
                operator,
                value,
            } => write!(f, "{path} {} {value}", operator.text()),
            Self::In { path, values } => {
                write!(f, "{path} in (")?;
                for (index, value) in values.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{value}")?;
                }
                f.write_str(")")
            }
            Self::Text { path, test, part } => {
                write!(f, "{}({path},{})", test.text(), Quoted(part))
            }
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, parts: &[Filter], word: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(word)?;
        }
        match part {
            Filter::All(_) | Filter::Any(_) => write!(f, "({part})")?,
            _ => write!(f, "{part}")?,
        }
    }
    Ok(())
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Text(text) => write!(f, "{}", Quoted(text)),
            Self::Boolean(flag) => write!(f, "{flag}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Instant(instant) => write!(f, "{instant}"),
            Self::Within(second) => {
                let text = second.to_string();
                write!(f, "{}.5Z", text.trim_end_matches('Z'))
            }
            Self::Member(member) => write!(f, "{}", Quoted(member)),
        }
    }
}

struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}'", self.0.replace('\'', "''"))
    }
}

impl Comparison {
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let all = [
            Self::Equal,
            Self::NotEqual,
            Self::Greater,
            Self::GreaterOrEqual,
            Self::Less,
            Self::LessOrEqual,
        ];
        all.into_iter().find(|operator| operator.text() == text)
    }

    fn text(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::NotEqual => "ne",
            Self::Greater => "gt",
            Self::GreaterOrEqual => "ge",
            Self::Less => "lt",
            Self::LessOrEqual => "le",
        }
    }

    /// The operator that holds when this one does not.
    fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
        }
    }

    /// The operator that holds with its sides exchanged.
    pub(crate) fn mirrored(self) -> Self {
        match self {
            Self::Equal | Self::NotEqual => self,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
        }
    }

    /// Whether it asks for order, not only for sameness.
    pub(crate) fn orders(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }
}

impl TextTest {
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        [Self::StartsWith, Self::EndsWith, Self::Contains]
            .into_iter()
            .find(|test| test.text().eq_ignore_ascii_case(text))
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::StartsWith => "startswith",
            Self::EndsWith => "endswith",
            Self::Contains => "contains",
        }
    }
}
