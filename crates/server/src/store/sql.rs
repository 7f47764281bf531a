//! A statement with its arguments, for either engine.

use std::borrow::Cow;

use portico_graph::time::Instant;
use serde::Serialize;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, PgConnection, Postgres};

use super::error::StoreError;
use super::file::Lease;
use super::row::Row;
use super::tx::{Connection, Tx};

/// One argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A TEXT column's value.
    Text(Option<String>),
    /// A BIGINT column's value.
    Int(Option<i64>),
}

/// A statement: text with `$1`, `$2`, … and the arguments in that order.
///
/// The text comes from the program, never from a person; whatever a person typed goes in as an argument. One placeholder may be
/// used several times; all must be used.
#[derive(Clone, Debug)]
#[must_use = "a statement does nothing until it is fetched or executed"]
pub struct Sql {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

impl Sql {
    /// A statement without arguments yet.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            text: text.into(),
            values: Vec::new(),
        }
    }

    /// Binds a text.
    pub fn text(self, value: impl Into<String>) -> Self {
        self.value(Value::Text(Some(value.into())))
    }

    /// Binds a text or NULL.
    pub fn opt_text<T: Into<String>>(self, value: Option<T>) -> Self {
        self.value(Value::Text(value.map(Into::into)))
    }

    /// Binds a number.
    pub fn int(self, value: i64) -> Self {
        self.value(Value::Int(Some(value)))
    }

    /// Binds a number or NULL.
    pub fn opt_int(self, value: Option<i64>) -> Self {
        self.value(Value::Int(value))
    }

    /// Binds a Boolean as 0 or 1.
    pub fn flag(self, value: bool) -> Self {
        self.int(i64::from(value))
    }

    /// Binds an instant.
    pub fn instant(self, value: Instant) -> Self {
        self.text(value.to_string())
    }

    /// Binds an instant or NULL.
    pub fn opt_instant(self, value: Option<Instant>) -> Self {
        self.opt_text(value.map(|instant| instant.to_string()))
    }

    /// Binds a value object as JSON.
    pub fn json<T: Serialize>(self, value: &T) -> Result<Self, StoreError> {
        let text = serde_json::to_string(value).map_err(|problem| {
            StoreError::Broken(format!("cannot be written as JSON: {problem}"))
        })?;
        Ok(self.text(text))
    }

    /// Binds a value object as JSON, or NULL.
    pub fn opt_json<T: Serialize>(self, value: Option<&T>) -> Result<Self, StoreError> {
        match value {
            Some(value) => self.json(value),
            None => Ok(self.opt_text(None::<String>)),
        }
    }

    /// Binds any value.
    pub fn value(mut self, value: Value) -> Self {
        self.values.push(value);
        self
    }

    /// Binds all values in order.
    pub fn values(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        self.values.extend(values);
        self
    }

    /// The next free placeholder number, for statements that are put together.
    pub fn next_placeholder(&self) -> usize {
        self.values.len() + 1
    }

    /// Appends text to the statement.
    pub fn push(mut self, text: &str) -> Self {
        self.text.to_mut().push_str(text);
        self
    }

    /// All rows.
    pub async fn fetch_all(self, tx: &mut Tx) -> Result<Vec<Row>, StoreError> {
        let rows = match tx.connection() {
            Connection::Sqlite(lease) => self.fetch_from_file(lease),
            Connection::Postgres(connection) => self.fetch_from_server(connection).await,
        };
        rows.map_err(|failure| tx.note(failure))
    }

    /// All rows, from SQLite.
    pub(super) fn fetch_from_file(self, lease: &Lease) -> Result<Vec<Row>, StoreError> {
        self.check()?;
        let rows = lease.fetch(&self.text, &self.values)?;
        Ok(rows.into_iter().map(Row::Sqlite).collect())
    }

    /// All rows, from PostgreSQL.
    pub(super) async fn fetch_from_server(
        self,
        connection: &mut PgConnection,
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.query()?.fetch_all(connection).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    /// The first row, if any.
    pub async fn fetch_optional(self, tx: &mut Tx) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch_all(tx).await?.into_iter().next())
    }

    /// The first row; none is an error.
    pub async fn fetch_one(self, tx: &mut Tx) -> Result<Row, StoreError> {
        let text = self.text.clone();
        self.fetch_optional(tx)
            .await?
            .ok_or_else(|| StoreError::Broken(format!("no row from: {text}")))
    }

    /// Runs the statement; answers the number of rows it changed.
    pub async fn execute(self, tx: &mut Tx) -> Result<u64, StoreError> {
        self.check()?;
        let changed = match tx.connection() {
            Connection::Sqlite(lease) => lease.execute(&self.text, &self.values),
            Connection::Postgres(connection) => {
                let done = self.query()?.execute(&mut **connection).await;
                done.map(|done| done.rows_affected())
                    .map_err(StoreError::from)
            }
        };
        changed.map_err(|failure| tx.note(failure))
    }

    /// The statement as PostgreSQL's driver wants it.
    fn query(self) -> Result<Query<'static, Postgres, PgArguments>, StoreError> {
        self.check()?;
        let query = sqlx::query(AssertSqlSafe(self.text.into_owned()));
        Ok(self
            .values
            .into_iter()
            .fold(query, |query, value| match value {
                Value::Text(value) => query.bind(value),
                Value::Int(value) => query.bind(value),
            }))
    }

    /// SQLite binds a missing argument as NULL without a word, so they are counted here.
    fn check(&self) -> Result<(), StoreError> {
        let wanted = placeholders(&self.text);
        if wanted == self.values.len() {
            Ok(())
        } else {
            Err(StoreError::Arguments {
                wanted,
                given: self.values.len(),
                sql: self.text.to_string(),
            })
        }
    }
}

impl Tx {
    /// Remembers what the engine said about the whole transaction: that it wants it run again, or that there is none any more.
    fn note(&mut self, failure: StoreError) -> StoreError {
        if failure.asks_again() {
            self.again();
        }
        self.note_broken(&failure);
        failure
    }
}

/// `$first, $first+1, …`: a list of `count` placeholders.
pub fn placeholders_from(first: usize, count: usize) -> String {
    (first..first + count)
        .map(|number| format!("${number}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The highest `$n` outside of quotes.
fn placeholders(text: &str) -> usize {
    // Every other part stands outside; a quote that is doubled inside of quotes makes an empty part.
    let outside = text.split('\'').step_by(2);
    let numbers = outside.flat_map(|part| part.split('$').skip(1));
    numbers.map(leading_number).max().unwrap_or(0)
}

fn leading_number(text: &str) -> usize {
    let digits = text.bytes().map_while(|byte| char::from(byte).to_digit(10));
    digits.fold(0, |number, digit| number * 10 + digit as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_counted_outside_of_quotes() {
        assert_eq!(placeholders("SELECT 1"), 0);
        assert_eq!(placeholders("a = $1 AND b = $2 OR a = $1"), 2);
        assert_eq!(placeholders("a = '$9' AND b = $10"), 10);
        assert_eq!(placeholders("a = 'it''s $3' AND b = $1"), 1);
    }

    #[test]
    fn a_missing_argument_is_an_error() {
        let refused = Sql::new("SELECT $1, $2").text("one").check().unwrap_err();
        assert!(matches!(
            refused,
            StoreError::Arguments {
                wanted: 2,
                given: 1,
                ..
            }
        ));
        assert!(Sql::new("SELECT $1").int(1).check().is_ok());
    }
}
