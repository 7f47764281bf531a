//! What an import tells: how far it is, what it did, or everything that is wrong.

use std::fmt;

use crate::store::StoreError;

/// Something wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where, as a JSON path: `$.users[3].manager`.
    pub path: String,
    /// What.
    pub message: String,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no JSON; the text says where.
    #[error("the file is no JSON: {0}")]
    NotJson(String),
    /// The file is JSON but wrong; every problem.
    #[error("{}", lines(.0))]
    Problems(Vec<Problem>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn lines(problems: &[Problem]) -> String {
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path, self.message)
    }
}

/// How far the writing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Objects written.
    pub written: usize,
    /// Objects to write.
    pub total: usize,
}

/// What an import held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// How many of what, in the order of writing.
    pub counts: Vec<(&'static str, usize)>,
    /// Properties that the API declares and this product does not keep, and `@odata` annotations.
    pub unused: usize,
}

impl fmt::Display for Imported {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: Vec<_> = self
            .counts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(what, count)| format!("{count} {what}"))
            .collect();
        write!(out, "imported {}", counts.join(", "))?;
        if self.unused > 0 {
            write!(
                out,
                "; {} declared but unused properties passed over",
                self.unused
            )?;
        }
        Ok(())
    }
}
