//! Brings a database to the newest table definitions. Each file runs once, in order, all in one transaction.

use sha2::{Digest, Sha256};

use super::dialect::Engine;
use super::error::StoreError;
use super::sql::Sql;
use super::tx::Tx;

struct Migration {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! shared {
    ($name:literal) => {
        Migration {
            name: $name,
            sqlite: include_str!(concat!("migrations/shared/", $name, ".sql")),
            postgres: include_str!(concat!("migrations/shared/", $name, ".sql")),
        }
    };
}

macro_rules! each {
    ($name:literal) => {
        Migration {
            name: $name,
            sqlite: include_str!(concat!("migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("migrations/postgres/", $name, ".sql")),
        }
    };
}

const MIGRATIONS: &[Migration] = &[
    shared!("0001_directory"),
    shared!("0002_catalogs"),
    shared!("0003_requests"),
    shared!("0004_work"),
    each!("0005_search"),
    shared!("0006_mail_sending"),
    shared!("0007_asked"),
    shared!("0008_rules"),
    shared!("0009_approvals"),
    shared!("0010_folding"),
    shared!("0011_settled"),
    shared!("0012_browsing"),
    shared!("0013_administration"),
    shared!("0014_automatic"),
    shared!("0015_levels"),
    shared!("0016_extensions"),
    shared!("0017_scim"),
    shared!("0018_photos"),
    shared!("0019_endings"),
];

/// The table definitions as SQLite reads them.
#[cfg(test)]
pub(super) fn texts() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().map(|migration| migration.sqlite)
}

/// Any number, the same in every process: two servers that start together migrate one after the other.
const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(7067160242)";

/// Runs what has not run yet. Fails when a file that ran before reads differently now, or the database is newer than the program.
pub(super) async fn migrate(tx: &mut Tx) -> Result<(), StoreError> {
    let engine = tx.engine();
    if engine == Engine::Postgres {
        tx.run_script(POSTGRES_LOCK).await?;
    }
    tx.run_script(&engine.tables(
        "CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL)",
    ))
    .await?;
    let mut known = Vec::new();
    for row in Sql::new("SELECT name, hash FROM migrations ORDER BY name")
        .fetch_all(tx)
        .await?
    {
        known.push((row.text("name")?, row.text("hash")?));
    }
    if let Some((name, _)) = known
        .iter()
        .find(|(name, _)| !MIGRATIONS.iter().any(|migration| migration.name == name))
    {
        return Err(StoreError::Broken(format!(
            "this database was made by a newer version (it knows {name})"
        )));
    }
    for migration in MIGRATIONS {
        let script = match engine {
            Engine::Sqlite => migration.sqlite,
            Engine::Postgres => migration.postgres,
        };
        let hash = crate::store::hex(&Sha256::digest(script.as_bytes()));
        match known.iter().find(|(name, _)| name == migration.name) {
            Some((_, before)) if *before == hash => {}
            Some(_) => {
                return Err(StoreError::Broken(format!(
                    "table definition {} has changed since this database was made",
                    migration.name
                )));
            }
            None => {
                tx.run_script(&engine.tables(script)).await?;
                Sql::new("INSERT INTO migrations (name, hash) VALUES ($1, $2)")
                    .text(migration.name)
                    .text(hash)
                    .execute(tx)
                    .await?;
            }
        }
    }
    Ok(())
}
