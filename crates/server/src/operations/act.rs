//! Who does something, and when.

use std::sync::Arc;

use portico_graph::time::Instant;
use serde_json::{Value, json};

use crate::audit;
use crate::http::caller::{Caller, Manager};
use crate::ids::Ids;
use crate::signin::person::Person;
use crate::store::{StoreError, Tx};

/// The circumstances of one change. Cheap to clone, because the work of a write may run more than once.
#[derive(Clone)]
pub struct Act {
    /// The organisation's time.
    pub now: Instant,
    /// Fresh ids.
    pub ids: Arc<Ids>,
    /// Who does it; `None`: the service itself.
    pub actor: Option<Actor>,
}

/// Somebody who does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The subject.
    pub subject_id: String,
    /// The name shown with it from now on.
    pub name: String,
}

impl Act {
    /// By a person.
    pub fn by(person: &Person, now: Instant, ids: Arc<Ids>) -> Self {
        Self {
            now,
            ids,
            actor: Some(Actor {
                subject_id: person.subject_id.clone(),
                name: person.display_name.clone(),
            }),
        }
    }

    /// By whoever administers: a person, or an application, which has no name of its own here.
    pub fn by_manager(manager: &Manager, now: Instant, ids: Arc<Ids>) -> Self {
        match manager.caller() {
            Caller::Person(person, _) => Self::by(person, now, ids),
            Caller::Application(id, _) => Self {
                now,
                ids,
                actor: Some(Actor {
                    subject_id: id.to_string(),
                    name: String::new(),
                }),
            },
        }
    }

    /// Writes down in the log who did what to a thing: kind and id. `details` without personal text, which goes into `words`.
    pub async fn log(
        &self,
        tx: &mut Tx,
        action: &str,
        (object_kind, object_id): (&str, &str),
        details: Value,
        words: Option<&str>,
    ) -> Result<(), StoreError> {
        let actor = self.actor.as_ref();
        let name = actor.map(|actor| actor.name.as_str());
        let name = name.filter(|name| !name.is_empty());
        let personal = (name.is_some() || words.is_some())
            .then(|| json!({ "actorName": name, "words": words }));
        let entry = audit::Entry {
            at: self.now,
            actor: actor.map_or("system", |actor| actor.subject_id.as_str()),
            action,
            object_kind,
            object_id,
            details,
            personal,
        };
        audit::append(tx, &self.ids, &entry).await
    }

    /// By the service.
    pub fn by_service(now: Instant, ids: Arc<Ids>) -> Self {
        Self {
            now,
            ids,
            actor: None,
        }
    }
}
