//! What can go wrong below the repositories.

use std::sync::Arc;

/// A failure of the store. Cheap to clone: one failed commit answers every command of its batch.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique index refused the row: somebody else was first, or the key exists. The text is the engine's.
    #[error("already taken: {0}")]
    Taken(String),
    /// A row that something else points to cannot go, or a row points to nothing. The text is the engine's.
    #[error("dangling reference: {0}")]
    Dangling(String),
    /// The database said no or could not be reached.
    #[error("database: {0}")]
    Database(#[source] Arc<sqlx::Error>),
    /// A statement has another number of placeholders than arguments. A fault of the program.
    #[error("statement wants {wanted} arguments and was given {given}: {sql}")]
    Arguments {
        /// Highest `$n` in the text.
        wanted: usize,
        /// Arguments bound.
        given: usize,
        /// The text.
        sql: String,
    },
    /// A column is missing or holds what its reader does not understand.
    #[error("column {column}: {problem}")]
    Column {
        /// Name of the column.
        column: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The stored data breaks a rule that the program keeps.
    #[error("stored data is broken: {0}")]
    Broken(String),
    /// The command ended without an answer; nothing of it was kept.
    #[error("the command was abandoned: {0}")]
    Abandoned(&'static str),
}

impl StoreError {
    /// Whether a unique index refused the row.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Taken(_))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(told) if told.is_unique_violation() => {
                Self::Taken(told.message().to_owned())
            }
            sqlx::Error::Database(told) if told.is_foreign_key_violation() => {
                Self::Dangling(told.message().to_owned())
            }
            _ => Self::Database(Arc::new(error)),
        }
    }
}

/// Whether PostgreSQL asks to run the transaction again: serialization failure or deadlock.
pub(super) fn asks_again(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| code == "40001" || code == "40P01")
}
