//! The organisation file: people, groups, partners, catalogs, packages and policies as JSON in Graph's own shapes, where
//! objects carry a `key` and name each other by it; and what happened before: assignments and finished requests.
//!
//! An import is all or nothing. The file is read and checked as a whole first, and every problem is reported with its
//! path; then everything is written in one transaction. Ids are derived from keys, so that importing a file twice changes
//! nothing. Nothing is ever deleted.

use std::sync::Arc;

use portico_graph::time::Instant;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::audit;
use crate::ids::Ids;
use crate::store::{Sql, Store, StoreError, Tx, hex, meta};

mod catalogs;
mod history;
mod keys;
mod node;
mod organizations;
mod people;
mod plan;
mod policies;
mod report;
pub mod role;
mod services;
mod write;

pub use report::{ImportError, Imported, Problem, Progress};

use plan::Plan;

/// The namespace of the demo's ids: the same keys have the same ids in every demo.
pub const DEMO_NAMESPACE: Uuid = Uuid::from_u128(0x6f1f_8b52_0c9d_5b1e_9d0a_41c6_7a2e_8d33);

/// Reads an organisation file into the database. `namespace_if_new` becomes the namespace of ids when the database has
/// none yet; `progress` hears from time to time how far the writing is.
pub async fn import(
    store: &Store,
    ids: &Arc<Ids>,
    text: String,
    at: Instant,
    namespace_if_new: Uuid,
    progress: impl Fn(Progress) + Clone + Send + Sync + 'static,
) -> Result<Imported, ImportError> {
    let file = json(&text)?;
    let namespace = namespace(store, namespace_if_new).await?;
    let plan = Arc::new(Plan::read(&file, namespace)?);
    let imported = plan.imported();
    let (ids, digest) = (ids.clone(), hex(&Sha256::digest(text.as_bytes())));
    store
        .write(move |tx| {
            let (plan, progress) = (plan.clone(), progress.clone());
            let (ids, digest) = (ids.clone(), digest.clone());
            Box::pin(async move {
                write::everything(tx, &plan, &ids, at, &progress).await?;
                log(tx, &ids, &plan.imported(), &digest, at).await?;
                Ok::<_, ImportError>(())
            })
        })
        .await?;
    Ok(imported)
}

/// What a file holds, or everything that is wrong with it by itself. Nothing is written, and references to what only a database knows
/// are not looked up.
///
/// # Errors
/// The problems, never [`ImportError::Store`].
pub fn check(text: &str, namespace: Uuid) -> Result<Imported, ImportError> {
    Ok(Plan::read(&json(text)?, namespace)?.imported())
}

fn json(text: &str) -> Result<serde_json::Value, ImportError> {
    serde_json::from_str(text).map_err(|problem| ImportError::NotJson(problem.to_string()))
}

/// What was read, by the digest of the file, and how much it held; who is in it stands in the tables.
async fn log(
    tx: &mut Tx,
    ids: &Ids,
    imported: &Imported,
    digest: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let tenant = meta::get(tx, meta::name::TENANT).await?;
    let counts: serde_json::Map<_, _> = imported
        .counts
        .iter()
        .map(|(what, count)| ((*what).to_owned(), (*count).into()))
        .collect();
    let entry = audit::Entry {
        at,
        actor: "import",
        action: "organizationImported",
        object_kind: "organization",
        object_id: tenant.as_deref().unwrap_or_default(),
        details: json!({ "sha256": digest, "counts": counts }),
        personal: None,
    };
    audit::append(tx, ids, &entry).await
}

/// Whether the database knows nobody yet.
pub async fn is_empty(tx: &mut Tx) -> Result<bool, StoreError> {
    let somebody = Sql::new("SELECT id FROM users LIMIT 1")
        .fetch_optional(tx)
        .await?;
    Ok(somebody.is_none())
}

async fn namespace(store: &Store, if_new: Uuid) -> Result<Uuid, StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                meta::set_if_absent(tx, meta::name::NAMESPACE, &if_new.to_string()).await?;
                meta::namespace(tx).await
            })
        })
        .await
}

#[cfg(test)]
mod tests;
