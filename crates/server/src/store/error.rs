//! What can go wrong below the repositories.

use std::sync::Arc;

/// What a driver said.
type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// A failure of the store. Cheap to clone: one failed commit answers every command of its batch.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique index refused the row: somebody else was first, or the key exists. The text is the engine's.
    #[error("already taken: {0}")]
    Taken(String),
    /// A row that something else points to cannot go, or a row points to nothing. The text is the engine's.
    #[error("dangling reference: {0}")]
    Dangling(String),
    /// The database said no.
    #[error("database: {0}")]
    Database(#[source] Cause),
    /// The database cannot do its work now: it is away, in somebody else's hands, a standby, or its disk is full. Nothing was kept, unless
    /// the connection broke in the moment of keeping it; a call with the same idempotency key finds that out.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] Cause),
    /// PostgreSQL wants the whole transaction run again.
    #[error("to be run again: {0}")]
    Again(#[source] Cause),
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

    /// Whether the engine wants the whole transaction run again.
    pub(super) fn asks_again(&self) -> bool {
        matches!(self, Self::Again(_))
    }

    /// The file or the server cannot be used now.
    pub(super) fn unavailable(why: &'static str) -> Self {
        Self::Unavailable(Arc::new(std::io::Error::other(why)))
    }

    /// Whether it may pass without anybody changing the call or the program.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
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
            _ if asks_again(&error) => Self::Again(Arc::new(error)),
            _ if passes(&error) => Self::Unavailable(Arc::new(error)),
            _ => Self::Database(Arc::new(error)),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error().map(|told| told.extended_code) {
            Some(UNIQUE | PRIMARY_KEY) => Self::Taken(text),
            Some(FOREIGN_KEY) => Self::Dangling(text),
            Some(code) if sqlite_passes(code) => Self::Unavailable(Arc::new(error)),
            _ => Self::Database(Arc::new(error)),
        }
    }
}

/// Extended result codes of a constraint that refused a row (SQLite: Result and Error Codes).
const UNIQUE: i32 = 2067;
const PRIMARY_KEY: i32 = 1555;
const FOREIGN_KEY: i32 = 787;

/// Whether a failure is of the moment: the same work may be done later, as it is.
fn passes(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(told) => postgres_passes(&told.code().unwrap_or_default()),
        _ => false,
    }
}

/// By the primary result code, the low byte of the extended one (SQLite: Result and Error Codes).
fn sqlite_passes(code: i32) -> bool {
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const OUT_OF_MEMORY: i32 = 7;
    const READ_ONLY: i32 = 8;
    const IO: i32 = 10;
    const FULL: i32 = 13;
    const CANNOT_OPEN: i32 = 14;
    matches!(
        code & 0xff,
        BUSY | LOCKED | OUT_OF_MEMORY | READ_ONLY | IO | FULL | CANNOT_OPEN
    )
}

/// By SQLSTATE (PostgreSQL, appendix A): connections, resources, shutting down or starting, a disk that fails, a standby. The last says
/// that it does not support what is asked (0A000), which servers say of tested statements in no other lasting case.
fn postgres_passes(code: &str) -> bool {
    ["08", "53", "57P", "58"]
        .iter()
        .any(|class| code.starts_with(class))
        || matches!(code, "0A000" | "25006" | "40003" | "55P03" | "57014")
}

/// Whether PostgreSQL asks to run the transaction again: serialization failure or deadlock.
pub(super) fn asks_again(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| code == "40001" || code == "40P01")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_from_what_does_not() {
        // SQLITE_BUSY_SNAPSHOT, SQLITE_FULL, SQLITE_IOERR_WRITE
        for code in [517, 13, 778] {
            assert!(sqlite_passes(code), "{code}");
        }
        // SQLITE_ERROR, SQLITE_CONSTRAINT_CHECK, SQLITE_CORRUPT
        for code in [1, 275, 11, 0] {
            assert!(!sqlite_passes(code), "{code}");
        }
        for code in ["08006", "53100", "53300", "57P01", "57P03", "0A000"] {
            assert!(postgres_passes(code), "{code}");
        }
        for code in ["42P01", "23514", "22001", "XX000", ""] {
            assert!(!postgres_passes(code), "{code}");
        }
        assert!(StoreError::from(sqlx::Error::PoolTimedOut).is_unavailable());
        assert!(!StoreError::from(sqlx::Error::RowNotFound).is_unavailable());
    }
}
