//! One transaction of either engine. Repositories take it as `&mut Tx` and never begin or end one.

use sqlx::{AssertSqlSafe, Postgres, Transaction};

use super::dialect::Engine;
use super::error::{StoreError, asks_again};
use super::file::Lease;

/// An open transaction. Dropped without [`Tx::commit`], it is rolled back.
pub struct Tx {
    connection: Connection,
    again: bool,
    #[cfg(test)]
    statements: usize,
    broken: Option<StoreError>,
}

pub(super) enum Connection {
    Sqlite(Lease),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            again: false,
            #[cfg(test)]
            statements: 0,
            broken: None,
        }
    }

    /// How many statements ran, for tests of how many it takes.
    #[cfg(test)]
    pub fn statements(&self) -> usize {
        self.statements
    }

    pub(super) fn connection(&mut self) -> &mut Connection {
        #[cfg(test)]
        {
            self.statements += 1;
        }
        &mut self.connection
    }

    /// Which engine runs below; for the few callers of `store::dialect`.
    pub fn engine(&self) -> Engine {
        match self.connection {
            Connection::Sqlite(_) => Engine::Sqlite,
            Connection::Postgres(_) => Engine::Postgres,
        }
    }

    /// Says that the engine wants the whole transaction run again.
    pub(super) fn again(&mut self) {
        self.again = true;
    }

    pub(super) fn wants_again(&self) -> bool {
        self.again
    }

    /// Remembers a failure that leaves nothing to go on with: a disk that is full or fails takes back the whole transaction of SQLite,
    /// savepoints and all.
    pub(super) fn note_broken(&mut self, failure: &StoreError) {
        if failure.is_unavailable() {
            self.broken.get_or_insert_with(|| failure.clone());
        }
    }

    /// What broke the transaction.
    pub(super) fn broken(&self) -> Option<StoreError> {
        self.broken.clone()
    }

    /// Runs statements without arguments, separated by semicolons.
    pub(super) async fn run_script(&mut self, script: &str) -> Result<(), StoreError> {
        match &mut self.connection {
            Connection::Sqlite(lease) => lease.script(script),
            Connection::Postgres(connection) => {
                let script = AssertSqlSafe(script.to_owned());
                sqlx::raw_sql(script).execute(&mut **connection).await?;
                Ok(())
            }
        }
    }

    /// Keeps everything. `Ok(false)`: nothing was kept and the engine wants the transaction run again.
    pub(super) async fn commit(self) -> Result<bool, StoreError> {
        match self.connection {
            Connection::Sqlite(lease) => lease.script("COMMIT")?,
            Connection::Postgres(connection) => {
                if let Err(error) = connection.commit().await {
                    return if asks_again(&error) {
                        Ok(false)
                    } else {
                        Err(error.into())
                    };
                }
            }
        }
        Ok(true)
    }

    /// Drops everything, waiting until it is dropped.
    pub(super) async fn rollback(self) -> Result<(), StoreError> {
        match self.connection {
            Connection::Sqlite(lease) => drop(lease),
            Connection::Postgres(connection) => connection.rollback().await?,
        }
        Ok(())
    }
}
