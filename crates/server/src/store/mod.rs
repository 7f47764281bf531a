//! The database: one transaction type and one text of SQL over SQLite and PostgreSQL.
//!
//! Reads see one unchanging state. Writes behave as if they ran one after the other: on SQLite they do (one writer, group
//! commit), on PostgreSQL transactions are serializable and are run again when the server asks for it. So the work of a write is
//! `FnMut`: it may run more than once, and must do nothing but use the transaction. A single statement that stands for itself is run
//! by [`Store::execute`], which is cheaper where many write at once. Repositories are modules of free async
//! functions on `&mut Tx`.

mod again;
pub mod catalogs;
#[cfg(test)]
pub mod cluster;
#[cfg(test)]
mod conformance;
pub mod dialect;
mod error;
mod file;
pub mod fold;
pub mod groups;
pub mod meta;
mod migrate;
mod open;
pub mod organizations;
pub mod packages;
pub mod photos;
pub mod principal;
pub mod provisioned;
mod refold;
pub mod roles;
mod row;
pub mod rules;
pub mod service_principals;
pub mod sites;
pub mod sql;
pub mod subjects;
mod tx;
pub mod user_fields;
pub mod users;
mod writer;

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt;
use sqlx::PgPool;

pub use dialect::Engine;
pub use error::StoreError;
pub use open::Database;
pub use row::Row;
pub use sql::{Sql, Value};
pub use tx::Tx;

use again::Again;
use file::File;
use tx::Connection;
use writer::Writer;

use crate::clock::Stopwatch;
use crate::measures;

/// What a unit of work gives back: `Box::pin(async move { … })`.
pub type Work<'a, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// A handle of the database; cloning it is cheap.
#[derive(Clone)]
pub struct Store(Arc<Pools>);

enum Pools {
    Sqlite { readers: File, writer: Writer },
    Postgres(PgPool),
}

impl Store {
    /// Which engine runs below.
    pub fn engine(&self) -> Engine {
        match *self.0 {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// A read transaction in hand; ends when it is dropped.
    pub async fn begin_read(&self) -> Result<Tx, StoreError> {
        let how = self.engine().begin_read();
        let since = Stopwatch::start();
        let begun = match &*self.0 {
            Pools::Sqlite { readers, .. } => readers.take().await.and_then(|lease| {
                lease.script(how)?;
                Ok(Connection::Sqlite(lease))
            }),
            Pools::Postgres(pool) => {
                let begun = pool.begin_with(how).await;
                begun.map(Connection::Postgres).map_err(StoreError::from)
            }
        };
        measures::begun("read", since.elapsed());
        Ok(Tx::new(begun?))
    }

    /// Runs `work` in a read transaction.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a mut Tx) -> Work<'a, T, E>,
        E: From<StoreError>,
    {
        let mut tx = self.begin_read().await?;
        let result = work(&mut tx).await;
        tx.rollback().await?;
        result
    }

    /// The first row of one statement that is whole by itself, without a transaction around it.
    pub async fn look_up(&self, statement: Sql) -> Result<Option<Row>, StoreError> {
        let since = Stopwatch::start();
        let rows = match &*self.0 {
            Pools::Sqlite { readers, .. } => {
                let lease = readers.take().await?;
                measures::begun("read", since.elapsed());
                statement.fetch_from_file(&lease)?
            }
            Pools::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                measures::begun("read", since.elapsed());
                statement.fetch_from_server(&mut connection).await?
            }
        };
        Ok(rows.into_iter().next())
    }

    /// Runs `work` in a write transaction and answers when everything is durable. An error takes everything back. The work may
    /// run several times (see the module), and on SQLite it is finished even when the caller goes away. A panic in it is an error of
    /// this call and nothing more.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'a> FnMut(&'a mut Tx) -> Work<'a, T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &*self.0 {
            Pools::Sqlite { writer, .. } => writer.write(work).await,
            Pools::Postgres(pool) => repeat(pool, Engine::Postgres.begin_write(), work).await,
        }
    }

    /// Runs one statement that is whole by itself, durable when this answers; how many rows it changed.
    ///
    /// PostgreSQL keeps serializable transactions from each other by what they have read, and what it notes down is coarse: a statement
    /// that looks through a table is in the way of everybody who adds to it. One statement needs none of that, since nothing comes
    /// between its reading and its writing.
    pub async fn execute(&self, statement: Sql) -> Result<u64, StoreError> {
        match &*self.0 {
            Pools::Sqlite { writer, .. } => {
                writer
                    .write(move |tx| Box::pin(statement.clone().execute(tx)))
                    .await
            }
            Pools::Postgres(pool) => {
                repeat(pool, Engine::Postgres.begin_lone(), move |tx| {
                    Box::pin(statement.clone().execute(tx))
                })
                .await
            }
        }
    }

    /// How many connections are idle and busy: readers of SQLite, all of PostgreSQL.
    pub fn connections(&self) -> (usize, usize) {
        match &*self.0 {
            Pools::Sqlite { readers, .. } => readers.count(),
            Pools::Postgres(pool) => {
                let open = usize::try_from(pool.size()).unwrap_or(usize::MAX);
                let idle = pool.num_idle();
                (idle, open.saturating_sub(idle))
            }
        }
    }

    /// How many instructions SQLite has carried out for this process; `None` on PostgreSQL, which does not tell.
    pub fn steps(&self) -> Option<u64> {
        match &*self.0 {
            Pools::Sqlite { .. } => Some(file::steps()),
            Pools::Postgres(_) => None,
        }
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.look_up(Sql::new("SELECT 1 AS one")).await.map(drop)
    }
}

/// Runs `work` in a transaction of PostgreSQL begun by `how`, as often as the server asks for it.
async fn repeat<T, E, F>(pool: &PgPool, how: &'static str, mut work: F) -> Result<T, E>
where
    F: for<'a> FnMut(&'a mut Tx) -> Work<'a, T, E>,
    E: From<StoreError>,
{
    let mut attempts = Again::start();
    loop {
        let since = Stopwatch::start();
        let begun = pool.begin_with(how).await;
        measures::begun("write", since.elapsed());
        let mut tx = Tx::new(Connection::Postgres(begun.map_err(StoreError::from)?));
        // Whoever wrote goes on, as with the writer of SQLite; the transaction is taken back like one that was refused.
        let result = AssertUnwindSafe(async { work(&mut tx).await })
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(writer::PANICKED.into()));
        match result {
            _ if tx.wants_again() => drop(tx.rollback().await),
            Ok(value) => {
                if tx.commit().await? {
                    return Ok(value);
                }
            }
            Err(refusal) => {
                // The refusal is the news, not how the connection ended.
                drop(tx.rollback().await);
                return Err(refusal);
            }
        }
        if !attempts.pause().await {
            return Err(StoreError::Abandoned("too many others wrote the same rows").into());
        }
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing into a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
