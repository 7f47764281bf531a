//! The organisation file: people, groups, partners, catalogs, packages and policies as JSON in Graph's own shapes, where
//! objects carry a `key` and name each other by it; and what happened before: assignments and finished requests.
//!
//! A large one may be a folder of pieces. An import is all or nothing. Everything is read and checked as a whole first, and every
//! problem is reported with its path; then everything is written in one transaction. Ids are derived from keys, so that importing
//! a file twice changes nothing. Nothing is ever deleted.

use std::sync::Arc;

use portico_graph::time::Instant;
use serde_json::json;
use uuid::Uuid;

use crate::audit;
use crate::ids::Ids;
use crate::store::{Sql, Store, StoreError, Tx, meta};

mod attributes;
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
mod sets;
mod source;
mod stages;
mod write;

pub use attributes::{Attribute, read as read_attributes};
pub use policies::Draft;
pub use report::{ImportError, Imported, Problem, Progress};
pub use source::Source;

use plan::Plan;
use source::Places;

/// The namespace of the demo's ids: the same keys have the same ids in every demo.
pub const DEMO_NAMESPACE: Uuid = Uuid::from_u128(0x6f1f_8b52_0c9d_5b1e_9d0a_41c6_7a2e_8d33);

/// An organisation that was read and checked, ready to be written.
pub struct Import {
    plan: Plan,
    places: Places,
    digest: String,
}

impl Import {
    /// Reads an organisation; ids are derived from keys in `namespace`.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(source: &Source, namespace: Uuid) -> Result<Self, ImportError> {
        let (whole, places) = source.whole()?;
        match Plan::read(&whole, namespace) {
            Ok(plan) => Ok(Self {
                plan,
                places,
                digest: source.digest(),
            }),
            Err(error) => Err(located(&places, error)),
        }
    }

    /// What writing it will have done.
    pub fn imported(&self) -> Imported {
        self.plan.imported()
    }

    /// The id of the person with this key.
    pub fn person(&self, key: &str) -> Option<&str> {
        let mut people = self.plan.people.iter();
        let found = people.find(|one| one.user.import_key.as_deref() == Some(key))?;
        Some(&found.user.id)
    }

    /// The id of the package with this key, and of its policy with the other one, when that is given.
    pub fn package(&self, key: &str, policy: Option<&str>) -> Option<(&str, Option<&str>)> {
        let mut packages = self.plan.shelves.iter().flat_map(|shelf| &shelf.packages);
        let package = packages.find(|one| one.key.as_deref() == Some(key))?;
        let id = package.package.id.as_str();
        let Some(policy) = policy else {
            return Some((id, None));
        };
        let mut policies = package.policies.iter();
        let found = policies.find(|one| one.key.as_deref() == Some(policy))?;
        Some((id, Some(&found.policy.id)))
    }

    /// The organisation's zone, when it names one.
    pub fn time_zone(&self) -> Option<&str> {
        let mut facts = self.plan.facts.iter();
        let found = facts.find(|(name, _)| *name == meta::name::TIME_ZONE)?;
        Some(&found.1)
    }

    /// Writes everything and the log's entry in the caller's transaction. On `Err` the transaction must be given up.
    pub async fn write(
        &self,
        tx: &mut Tx,
        ids: &Arc<Ids>,
        at: Instant,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<(), ImportError> {
        write::everything(tx, &self.plan, ids, at, progress)
            .await
            .map_err(|error| located(&self.places, error))?;
        log(tx, ids, &self.imported(), &self.digest, at).await?;
        Ok(())
    }
}

/// The same error, with every problem where its piece has it.
fn located(places: &Places, error: ImportError) -> ImportError {
    match error {
        ImportError::Problems(problems) => {
            ImportError::Problems(problems.into_iter().map(|one| places.of(one)).collect())
        }
        other => other,
    }
}

/// Reads an organisation into the database. `namespace_if_new` becomes the namespace of ids when the database has none yet;
/// `progress` hears from time to time how far the writing is.
pub async fn import(
    store: &Store,
    ids: &Arc<Ids>,
    source: impl Into<Source>,
    at: Instant,
    namespace_if_new: Uuid,
    progress: impl Fn(Progress) + Clone + Send + Sync + 'static,
) -> Result<Imported, ImportError> {
    let source = source.into();
    let namespace = namespace(store, namespace_if_new).await?;
    let import = Arc::new(Import::read(&source, namespace)?);
    let imported = import.imported();
    let ids = ids.clone();
    store
        .write(move |tx| {
            let (import, ids, progress) = (import.clone(), ids.clone(), progress.clone());
            Box::pin(async move { import.write(tx, &ids, at, &progress).await })
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
    Ok(Import::read(&text.to_owned().into(), namespace)?.imported())
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

/// The namespace of ids; `if_new` becomes it when there is none yet.
pub async fn namespace(store: &Store, if_new: Uuid) -> Result<Uuid, StoreError> {
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
