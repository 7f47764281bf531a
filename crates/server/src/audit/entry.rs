//! One entry of the log.

use portico_graph::time::Instant;
use serde_json::{Value, json};

use super::canonical;
use crate::ids::Ids;
use crate::store::{Row, Sql, StoreError, Tx, hex};

/// Who did what to which thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// When.
    pub at: Instant,
    /// A subject's id, `system`, `import` or `scim`.
    pub actor: &'a str,
    /// What was done.
    pub action: &'a str,
    /// The type of the thing, such as `accessPackageAssignmentRequest`.
    pub object_kind: &'a str,
    /// Its id.
    pub object_id: &'a str,
    /// Facts without personal text.
    pub details: Value,
    /// Personal text, erasable.
    pub personal: Option<Value>,
}

/// Writes an entry beside its change.
pub async fn append(tx: &mut Tx, ids: &Ids, entry: &Entry<'_>) -> Result<(), StoreError> {
    let details = canonical::text(&entry.details);
    let personal = entry.personal.as_ref().map(canonical::text);
    let salt = personal.as_ref().map(|_| hex(&ids.secret()));
    let personal_hash = personal_hash(personal.as_deref(), salt.as_deref());
    let id = ids.guid();
    let payload = Payload {
        id: &id,
        at: &entry.at.to_string(),
        actor: entry.actor,
        action: entry.action,
        object_kind: entry.object_kind,
        object_id: entry.object_id,
        details: &details,
        personal_hash: personal_hash.as_deref(),
    };
    Sql::new(
        "INSERT INTO audit (id, at, actor, action, object_kind, object_id, details, personal, personal_salt, \
           personal_hash, payload_hash, seq, prev_hash, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL, NULL)",
    )
    .text(&id)
    .instant(entry.at)
    .text(entry.actor)
    .text(entry.action)
    .text(entry.object_kind)
    .text(entry.object_id)
    .text(&details)
    .opt_text(personal.as_deref())
    .opt_text(salt.as_deref())
    .opt_text(personal_hash.as_deref())
    .text(payload.hash())
    .execute(tx)
    .await
    .map(drop)
}

/// What a link of the chain covers.
pub(super) struct Payload<'a> {
    pub id: &'a str,
    pub at: &'a str,
    pub actor: &'a str,
    pub action: &'a str,
    pub object_kind: &'a str,
    pub object_id: &'a str,
    pub details: &'a str,
    pub personal_hash: Option<&'a str>,
}

impl Payload<'_> {
    pub(super) fn hash(&self) -> String {
        let json = json!({
            "id": self.id,
            "at": self.at,
            "actor": self.actor,
            "action": self.action,
            "objectKind": self.object_kind,
            "objectId": self.object_id,
            "details": self.details,
            "personalHash": self.personal_hash,
        });
        canonical::hash(&[&canonical::text(&json)])
    }
}

/// The hash of personal text; nothing when there is none.
pub(super) fn personal_hash(personal: Option<&str>, salt: Option<&str>) -> Option<String> {
    Some(canonical::hash(&[salt?, personal?]))
}

/// What is wrong with a row by itself; `None`: nothing.
pub(super) fn fault(row: &Row) -> Result<Option<&'static str>, StoreError> {
    let stored = row.opt_text("personal_hash")?;
    let payload = Payload {
        id: &row.text("id")?,
        at: &row.text("at")?,
        actor: &row.text("actor")?,
        action: &row.text("action")?,
        object_kind: &row.text("object_kind")?,
        object_id: &row.text("object_id")?,
        details: &row.text("details")?,
        personal_hash: stored.as_deref(),
    };
    if payload.hash() != row.text("payload_hash")? {
        return Ok(Some("the entry was changed"));
    }
    let personal = row.opt_text("personal")?;
    let salt = row.opt_text("personal_salt")?;
    // Erased text is no fault; text that is there must be the text that was written.
    if personal.is_some() && personal_hash(personal.as_deref(), salt.as_deref()) != stored {
        return Ok(Some("its personal text was changed"));
    }
    Ok(None)
}
