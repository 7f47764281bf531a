//! Who does something, and when.

use std::sync::Arc;

use portico_graph::time::Instant;

use crate::http::caller::{Caller, Manager};
use crate::ids::Ids;
use crate::signin::person::Person;

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
            Caller::Application(_) => Self {
                now,
                ids,
                actor: Some(Actor {
                    subject_id: "application".to_owned(),
                    name: String::new(),
                }),
            },
        }
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
