//! Where a database is, and opening it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool};

use super::dialect::Engine;
use super::error::StoreError;
use super::file::{File, READING, WRITING};
use super::migrate::migrate;
use super::refold::refold;
use super::tx::{Connection, Tx};
use super::writer::Writer;
use super::{Pools, Store};

/// Connections that read a SQLite file.
const READERS: usize = 6;
/// Connections to PostgreSQL of one process.
const CONNECTIONS: u32 = 16;
/// How long to wait for a connection to PostgreSQL: less, because while the server is away everybody waits for as long to hear so.
const CONNECT: Duration = Duration::from_secs(5);

/// Where the data is.
#[derive(Clone)]
pub enum Database {
    /// The SQLite file.
    File(PathBuf),
    /// The address of a PostgreSQL database, `postgres://…`; may hold a password.
    Server(String),
}

impl Database {
    /// The database in a data folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self::File(folder.join("portico.sqlite"))
    }
}

impl Store {
    /// Opens a database and brings its tables to the newest form. A missing SQLite file and its folder are made; a PostgreSQL
    /// database must exist.
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        match database {
            Database::File(path) => open_file(path).await,
            Database::Server(address) => open_server(address).await,
        }
    }
}

async fn open_file(path: &Path) -> Result<Store, StoreError> {
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder)
            .await
            .map_err(sqlx::Error::Io)?;
    }
    let writing = File::new(path.to_owned(), WRITING, 1);
    let lease = writing.take().await?;
    lease.script(Engine::Sqlite.begin_write())?;
    let mut tx = Tx::new(Connection::Sqlite(lease));
    migrate(&mut tx).await?;
    refold(&mut tx).await?;
    tx.commit().await?;
    let readers = File::new(path.to_owned(), READING, READERS);
    let writer = Writer::start(writing)?;
    Ok(Store(Arc::new(Pools::Sqlite { readers, writer })))
}

async fn open_server(address: &str) -> Result<Store, StoreError> {
    let options = address
        .parse::<PgConnectOptions>()?
        .application_name("portico")
        .disable_statement_logging();
    let pool: PgPool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(CONNECT)
        .connect_with(options)
        .await?;
    // Read committed: behind the lock, the second of two starting servers must see what the first one made.
    let mut tx = Tx::new(Connection::Postgres(pool.begin().await?));
    migrate(&mut tx).await?;
    refold(&mut tx).await?;
    tx.commit().await?;
    Ok(Store(Arc::new(Pools::Postgres(pool))))
}
