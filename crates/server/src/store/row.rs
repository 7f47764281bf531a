//! A row of either engine, read by column name.

use portico_graph::time::Instant;
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use super::error::StoreError;

/// One row of an answer.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// A text or NULL.
    pub fn opt_text(&self, column: &str) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
        .map_err(|problem| wrong(column, problem))
    }

    /// A text.
    pub fn text(&self, column: &str) -> Result<String, StoreError> {
        self.opt_text(column)?.ok_or_else(|| null(column))
    }

    /// A number or NULL.
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            // A literal or a CASE is a 32-bit integer there.
            Self::Postgres(row) => row.try_get::<Option<i64>, _>(column).or_else(|_| {
                row.try_get::<Option<i32>, _>(column)
                    .map(|number| number.map(i64::from))
            }),
        }
        .map_err(|problem| wrong(column, problem))
    }

    /// A number.
    pub fn int(&self, column: &str) -> Result<i64, StoreError> {
        self.opt_int(column)?.ok_or_else(|| null(column))
    }

    /// A Boolean kept as 0 or 1.
    pub fn flag(&self, column: &str) -> Result<bool, StoreError> {
        match self.int(column)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(wrong(column, format!("{other} is neither 0 nor 1"))),
        }
    }

    /// An instant.
    pub fn instant(&self, column: &str) -> Result<Instant, StoreError> {
        let text = self.text(column)?;
        text.parse().map_err(|problem| wrong(column, problem))
    }

    /// An instant or NULL.
    pub fn opt_instant(&self, column: &str) -> Result<Option<Instant>, StoreError> {
        self.opt_text(column)?
            .map(|text| text.parse().map_err(|problem| wrong(column, problem)))
            .transpose()
    }

    /// A value object kept as JSON.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(|problem| wrong(column, problem))
    }

    /// A value object kept as JSON, or NULL.
    pub fn opt_json<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>, StoreError> {
        self.opt_text(column)?
            .map(|text| serde_json::from_str(&text).map_err(|problem| wrong(column, problem)))
            .transpose()
    }

    /// A word of an enumeration kept as its wire text.
    pub fn word<T: DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        serde_json::from_value(serde_json::Value::String(self.text(column)?))
            .map_err(|problem| wrong(column, problem))
    }
}

fn wrong(column: &str, problem: impl std::fmt::Display) -> StoreError {
    StoreError::Column {
        column: column.to_owned(),
        problem: problem.to_string(),
    }
}

fn null(column: &str) -> StoreError {
    wrong(column, "is null")
}
