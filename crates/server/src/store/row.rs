//! A row of either engine, read by column name, or by place where there are many rows.

use portico_graph::time::Instant;
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::{ColumnIndex, Row as _};

use super::error::StoreError;
use super::file::{Cell, FileRow};

/// Which column of a row: its name or its place.
pub trait Which: ColumnIndex<PgRow> + std::fmt::Display + Copy {
    /// The cell in a row of SQLite.
    #[doc(hidden)]
    fn cell(self, row: &FileRow) -> Option<&Cell>;
}

impl Which for &str {
    fn cell(self, row: &FileRow) -> Option<&Cell> {
        row.named(self)
    }
}

impl Which for usize {
    fn cell(self, row: &FileRow) -> Option<&Cell> {
        row.at(self)
    }
}

/// One row of an answer.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(FileRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// A text or NULL.
    pub fn opt_text(&self, column: impl Which) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite(row) => match column.cell(row) {
                Some(Cell::Text(text)) => Ok(Some(text.clone())),
                Some(Cell::Null) => Ok(None),
                Some(Cell::Int(_) | Cell::Other) => Err(wrong(column, "is not a text")),
                None => Err(wrong(column, "is missing")),
            },
            Self::Postgres(row) => row
                .try_get(column)
                .map_err(|problem| wrong(column, problem)),
        }
    }

    /// A text.
    pub fn text(&self, column: impl Which) -> Result<String, StoreError> {
        self.opt_text(column)?.ok_or_else(|| null(column))
    }

    /// A number or NULL.
    pub fn opt_int(&self, column: impl Which) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Sqlite(row) => match column.cell(row) {
                Some(Cell::Int(number)) => Ok(Some(*number)),
                Some(Cell::Null) => Ok(None),
                Some(Cell::Text(_) | Cell::Other) => Err(wrong(column, "is not a number")),
                None => Err(wrong(column, "is missing")),
            },
            // A literal or a CASE is a 32-bit integer there.
            Self::Postgres(row) => row
                .try_get::<Option<i64>, _>(column)
                .or_else(|_| {
                    row.try_get::<Option<i32>, _>(column)
                        .map(|number| number.map(i64::from))
                })
                .map_err(|problem| wrong(column, problem)),
        }
    }

    /// A number.
    pub fn int(&self, column: impl Which) -> Result<i64, StoreError> {
        self.opt_int(column)?.ok_or_else(|| null(column))
    }

    /// A Boolean kept as 0 or 1.
    pub fn flag(&self, column: impl Which) -> Result<bool, StoreError> {
        match self.int(column)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(wrong(column, format!("{other} is neither 0 nor 1"))),
        }
    }

    /// An instant.
    pub fn instant(&self, column: impl Which) -> Result<Instant, StoreError> {
        let text = self.text(column)?;
        text.parse().map_err(|problem| wrong(column, problem))
    }

    /// An instant or NULL.
    pub fn opt_instant(&self, column: impl Which) -> Result<Option<Instant>, StoreError> {
        self.opt_text(column)?
            .map(|text| text.parse().map_err(|problem| wrong(column, problem)))
            .transpose()
    }

    /// A value object kept as JSON.
    pub fn json<T: DeserializeOwned>(&self, column: impl Which) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(|problem| wrong(column, problem))
    }

    /// A value object kept as JSON, or NULL.
    pub fn opt_json<T: DeserializeOwned>(
        &self,
        column: impl Which,
    ) -> Result<Option<T>, StoreError> {
        self.opt_text(column)?
            .map(|text| serde_json::from_str(&text).map_err(|problem| wrong(column, problem)))
            .transpose()
    }

    /// A word of an enumeration kept as its wire text.
    pub fn word<T: DeserializeOwned>(&self, column: impl Which) -> Result<T, StoreError> {
        serde_json::from_value(serde_json::Value::String(self.text(column)?))
            .map_err(|problem| wrong(column, problem))
    }
}

fn wrong(column: impl Which, problem: impl std::fmt::Display) -> StoreError {
    StoreError::Column {
        column: column.to_string(),
        problem: problem.to_string(),
    }
}

fn null(column: impl Which) -> StoreError {
    wrong(column, "is null")
}
