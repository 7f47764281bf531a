//! Changes of the organisation's own things by whoever administers them (Graph contract: catalogs, packages, policies): one file a thing.
//! Each is one transaction of the change and its entry in the log; who may do it is asked of a [`Mandate`](super::mandate::Mandate) first.

use serde_json::{Value, json};

use super::act::Act;
use crate::audit;
use crate::store::{StoreError, Tx};

pub mod catalogs;
pub mod packages;
pub mod policies;

/// Writes down who did what to a thing; `details` without personal text.
async fn log(
    tx: &mut Tx,
    act: &Act,
    action: &str,
    (object_kind, object_id): (&str, &str),
    details: Value,
) -> Result<(), StoreError> {
    let actor = act.actor.as_ref();
    let name = actor.map(|actor| actor.name.as_str());
    let entry = audit::Entry {
        at: act.now,
        actor: actor.map_or("system", |actor| actor.subject_id.as_str()),
        action,
        object_kind,
        object_id,
        details,
        personal: name
            .filter(|name| !name.is_empty())
            .map(|name| json!({ "actorName": name })),
    };
    audit::append(tx, &act.ids, &entry).await
}
