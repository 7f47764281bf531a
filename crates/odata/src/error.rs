//! What is wrong with a query option, and where.

use thiserror::Error;

/// A query option that cannot be honoured; the message fits the `BadRequest` of Graph.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("Invalid query option '{option}' at position {position}: {problem}.")]
pub struct OptionError {
    /// The option, with its dollar sign.
    pub option: String,
    /// Characters of the decoded value in front of the problem.
    pub position: usize,
    /// What it is.
    pub problem: Problem,
}

/// The kinds of problem.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// Not an option of this API.
    #[error("this option is not supported")]
    UnknownOption,
    /// The option is known, but has no meaning here.
    #[error("this option is not supported for this address")]
    NotHere,
    /// The option has no meaning inside `$expand` of that navigation property.
    #[error("'{option}' is not supported inside $expand of '{navigation}'")]
    NotInside {
        /// The nested option, as sent.
        option: String,
        /// The navigation property.
        navigation: &'static str,
    },
    /// `any` or `all` over a collection.
    #[error("'any' and 'all' are not supported; filter the expanded collection instead")]
    Lambda,
    /// An option stands twice.
    #[error("the option is given more than once")]
    Repeated,
    /// Percent escapes that are no UTF-8, or U+0000.
    #[error("the text is not valid UTF-8 or holds a null character")]
    Encoding,
    /// Larger than [`crate::limits`] allows.
    #[error("the query is too large or too deep ({0})")]
    TooMuch(&'static str),
    /// A character that starts nothing.
    #[error("unexpected character '{0}'")]
    Character(char),
    /// A text literal without its end.
    #[error("the text literal has no closing quote")]
    OpenText,
    /// Something else was needed.
    #[error("expected {0}")]
    Expected(&'static str),
    /// The type has no such property.
    #[error("'{entity}' has no property '{name}'")]
    UnknownProperty {
        /// The type.
        entity: &'static str,
        /// The name, as sent.
        name: String,
    },
    /// The property exists, but not for this use.
    #[error("'{name}' cannot be used in {usage}")]
    NotUsable {
        /// The property.
        name: String,
        /// `$filter`, `$orderby`, a function's name, …
        usage: &'static str,
    },
    /// The literal does not fit the property.
    #[error("'{found}' is not a value of type {wanted}")]
    Literal {
        /// The literal, as sent.
        found: String,
        /// The type.
        wanted: &'static str,
    },
    /// A number out of its range.
    #[error("expected a whole number from {0} to {1}")]
    Number(u32, u32),
    /// A `$skiptoken` that this server did not make for this query.
    #[error("the token does not belong to this query")]
    Token,
}

/// The option that is being read, and where its text starts in the value that was sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub option: &'a str,
    pub base: usize,
}

impl Place<'_> {
    pub fn fail(self, position: usize, problem: Problem) -> OptionError {
        OptionError {
            option: self.option.to_owned(),
            position: self.base + position,
            problem,
        }
    }
}
