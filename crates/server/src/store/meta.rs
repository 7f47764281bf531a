//! Single facts of this database.

use portico_graph::time::Instant;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{Sql, StoreError, Tx};

/// Names of the facts. A fact is a line here, so that two parts of the program never share a name by accident.
pub mod name {
    /// UUID: the namespace of derived ids.
    pub const NAMESPACE: &str = "namespace";
    /// Name of the organisation.
    pub const ORGANIZATION: &str = "organization";
    /// IANA zone of the organisation.
    pub const TIME_ZONE: &str = "timeZone";
    /// Tenant id shown to clients.
    pub const TENANT: &str = "tenant";
    /// Private key of the demo, PEM.
    pub const DEMO_KEY: &str = "demoKey";
    /// Seconds that the demo clock is ahead of the real one.
    pub const CLOCK_OFFSET: &str = "clockOffset";
    /// Key of signed page tokens and cookies, hex.
    pub const SECRET: &str = "secret";
    /// Which folding wrote the folded twins.
    pub const FOLDING: &str = "folding";
    /// The newest link of the audit chain: `{seq} {hash}`.
    pub const AUDIT_HEAD: &str = "auditHead";
}

/// A fact, if it is known.
pub async fn get(tx: &mut Tx, name: &str) -> Result<Option<String>, StoreError> {
    Sql::new("SELECT value FROM meta WHERE name = $1")
        .text(name)
        .fetch_optional(tx)
        .await?
        .map(|row| row.text("value"))
        .transpose()
}

/// Writes a fact over what was known.
pub async fn set(tx: &mut Tx, name: &str, value: &str) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO meta (name, value) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .text(name)
    .text(value)
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes a fact unless one is known, and answers what is known now.
pub async fn set_if_absent(tx: &mut Tx, name: &str, value: &str) -> Result<String, StoreError> {
    Sql::new("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
        .text(name)
        .text(value)
        .execute(tx)
        .await?;
    get(tx, name)
        .await?
        .ok_or_else(|| StoreError::Broken(format!("{name} was not kept")))
}

/// The namespace of derived ids; an error when the database has none yet.
pub async fn namespace(tx: &mut Tx) -> Result<Uuid, StoreError> {
    let text = get(tx, name::NAMESPACE)
        .await?
        .ok_or_else(|| StoreError::Broken("the database has no namespace yet".into()))?;
    Uuid::parse_str(&text).map_err(|problem| StoreError::Broken(format!("namespace: {problem}")))
}

/// A settings object of the API by its type's name, if it was ever written.
pub async fn settings<T: DeserializeOwned>(
    tx: &mut Tx,
    name: &str,
) -> Result<Option<T>, StoreError> {
    Sql::new("SELECT value FROM settings WHERE name = $1")
        .text(name)
        .fetch_optional(tx)
        .await?
        .map(|row| row.json("value"))
        .transpose()
}

/// Writes a settings object.
pub async fn set_settings<T: Serialize + Sync>(
    tx: &mut Tx,
    name: &str,
    value: &T,
    at: Instant,
) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO settings (name, value, modified_at) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, modified_at = excluded.modified_at",
    )
    .text(name)
    .json(value)?
    .instant(at)
    .execute(tx)
    .await?;
    Ok(())
}
