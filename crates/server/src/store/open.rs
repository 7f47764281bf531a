//! Where a database is, and opening it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, PgPool, SqlitePool};

use super::dialect::Engine;
use super::error::StoreError;
use super::migrate::migrate;
use super::refold::refold;
use super::tx::{Connection, Tx};
use super::writer::Writer;
use super::{Pools, Store};

/// Readers of a SQLite file. Each costs a thread and a page cache.
const READERS: u32 = 6;
/// How much of a SQLite file is read in place, in bytes: pages that all readers share with the system instead of a copy and a call for
/// each of them.
const MAPPED: &str = "268435456";
/// Connections to PostgreSQL of one process.
const CONNECTIONS: u32 = 16;
/// How long to wait for another process that writes the same file, or for a free reader of it.
const PATIENCE: Duration = Duration::from_secs(15);
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
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-4096")
        .statement_cache_capacity(256)
        .disable_statement_logging();
    let write: SqlitePool = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.clone().create_if_missing(true))
        .await?;
    let begun = write.begin_with(Engine::Sqlite.begin_write()).await?;
    let mut tx = Tx::new(Connection::Sqlite(begun));
    migrate(&mut tx).await?;
    refold(&mut tx).await?;
    tx.commit().await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        // A file does not hang up.
        .test_before_acquire(false)
        .connect_with(
            options
                .pragma("query_only", "on")
                .pragma("mmap_size", MAPPED),
        )
        .await?;
    let writer = Writer::start(write)?;
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
