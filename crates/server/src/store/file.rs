//! Connections to a SQLite file.
//!
//! Whoever wants a statement run runs it on their own thread: most take less time than it would take to wake another thread and to be
//! woken by it, and none waits for anything but the file. The thread is lost to others meanwhile, so the program has more of them than
//! cores (`main.rs`), and the writer has one of its own.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Error, Statement, StatementStatus, ToSql};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::StoreError;
use super::sql::Value;

/// How long to wait for another process that writes the same file, or for a free connection to it.
const PATIENCE: Duration = Duration::from_secs(15);
/// Statements that a connection keeps prepared.
const PREPARED: usize = 256;

/// What connections of a kind are told when they are opened.
pub(super) const READING: &str = "PRAGMA journal_mode = WAL; PRAGMA temp_store = memory; PRAGMA cache_size = -8192; \
    PRAGMA query_only = on";
/// Everything is on the disk before anybody is answered.
pub(super) const WRITING: &str = "PRAGMA journal_mode = WAL; PRAGMA temp_store = memory; PRAGMA cache_size = -16384; \
    PRAGMA synchronous = full; PRAGMA foreign_keys = on";

/// What SQLite has done for this process, in instructions of its own machine.
static STEPS: AtomicU64 = AtomicU64::new(0);

/// How many instructions SQLite has carried out for this process. Unlike time, they are the same on every machine and at every hour.
pub(super) fn steps() -> u64 {
    STEPS.load(Ordering::Relaxed)
}

fn count(statement: &Statement<'_>) {
    let steps = statement.reset_status(StatementStatus::VmStep);
    STEPS.fetch_add(steps.unsigned_abs().into(), Ordering::Relaxed);
}

/// Connections of one kind, opened when they are needed and kept.
pub(super) struct File {
    path: PathBuf,
    told: &'static str,
    free: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
    most: usize,
}

impl File {
    /// Up to `most` connections.
    pub(super) fn new(path: PathBuf, told: &'static str, most: usize) -> Self {
        Self {
            path,
            told,
            free: Arc::new(Semaphore::new(most)),
            idle: Arc::default(),
            most,
        }
    }

    /// Waits for a connection that nobody uses.
    pub(super) async fn take(&self) -> Result<Lease, StoreError> {
        let free = Arc::clone(&self.free).acquire_owned();
        let permit = tokio::time::timeout(PATIENCE, free)
            .await
            .map_err(|_| StoreError::unavailable("no connection became free"))?
            .map_err(|_| StoreError::unavailable("the file was closed"))?;
        let idle = kept(&self.idle).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open()?,
        };
        Ok(Lease {
            connection: Some(connection),
            idle: Arc::clone(&self.idle),
            _permit: permit,
        })
    }

    fn open(&self) -> Result<Connection, Error> {
        // Readers come second: a file that is gone by then was taken away, and an empty one in its place would hide that.
        let mut flags = OpenFlags::default();
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, self.told == WRITING);
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch(self.told)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        // A statement is planned once, not again for every other argument: that took a quarter of the time.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(connection)
    }

    /// How many are idle and in use.
    pub(super) fn count(&self) -> (usize, usize) {
        let used = self.most - self.free.available_permits();
        (kept(&self.idle).len(), used)
    }
}

/// A connection in use. Dropped, it takes back its transaction and is free for others.
pub(super) struct Lease {
    /// There until it is dropped.
    connection: Option<Connection>,
    idle: Arc<Mutex<Vec<Connection>>>,
    // Given back after everything above.
    _permit: OwnedSemaphorePermit,
}

impl Lease {
    fn connection(&self) -> Result<&Connection, StoreError> {
        let gone = || StoreError::unavailable("the connection was closed");
        self.connection.as_ref().ok_or_else(gone)
    }

    /// All rows of a statement.
    pub(super) fn fetch(&self, text: &str, values: &[Value]) -> Result<Vec<FileRow>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(text)?;
        let names: Arc<[Box<str>]> = statement.column_names().map(Box::from).collect();
        bind(&mut statement, values)?;
        let mut rows = statement.raw_query();
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = (0..names.len()).map(|place| row.get_ref(place).map(Cell::from));
            all.push(FileRow {
                cells: cells.collect::<Result<_, _>>()?,
                names: Arc::clone(&names),
            });
        }
        drop(rows);
        count(&statement);
        Ok(all)
    }

    /// Runs a statement; how many rows it changed.
    pub(super) fn execute(&self, text: &str, values: &[Value]) -> Result<u64, StoreError> {
        let mut statement = self.connection()?.prepare_cached(text)?;
        bind(&mut statement, values)?;
        let changed = statement.raw_execute()?;
        count(&statement);
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    /// Runs statements without arguments.
    pub(super) fn script(&self, text: &str) -> Result<(), StoreError> {
        Ok(self.connection()?.execute_batch(text)?)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        // SQLite may have taken the transaction back by itself: a full disk does that.
        if !connection.is_autocommit()
            && let Err(problem) = connection.execute_batch("ROLLBACK")
        {
            tracing::warn!(%problem, "a connection is given up");
            return;
        }
        kept(&self.idle).push(connection);
    }
}

/// Nobody panics while they hold it, and a list of connections could not be spoiled by it.
fn kept(idle: &Mutex<Vec<Connection>>) -> MutexGuard<'_, Vec<Connection>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

/// To SQLite, `$3` is the name of an argument and not its place.
fn bind(statement: &mut Statement<'_>, values: &[Value]) -> Result<(), Error> {
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|name| {
            let number: usize = name.strip_prefix('$')?.parse().ok()?;
            number.checked_sub(1)
        });
        let value = number.and_then(|number| values.get(number));
        let value = value.ok_or(Error::InvalidParameterCount(place, values.len()))?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Self::Int(Some(number)) => ValueRef::Integer(*number),
            Self::Text(None) | Self::Int(None) => ValueRef::Null,
        }))
    }
}

/// A row, taken out of the file.
#[derive(Debug)]
pub struct FileRow {
    names: Arc<[Box<str>]>,
    cells: Vec<Cell>,
}

/// What stands in a column.
#[derive(Debug)]
pub enum Cell {
    /// NULL.
    Null,
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
    /// What no table of ours holds.
    Other,
}

impl FileRow {
    /// The cell of the column with that name.
    pub fn named(&self, name: &str) -> Option<&Cell> {
        self.at(self.names.iter().position(|one| **one == *name)?)
    }

    /// The cell in that place.
    pub fn at(&self, place: usize) -> Option<&Cell> {
        self.cells.get(place)
    }
}

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Int(number),
            ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Self::Text(text.to_owned()),
                Err(_) => Self::Other,
            },
            ValueRef::Real(_) | ValueRef::Blob(_) => Self::Other,
        }
    }
}
