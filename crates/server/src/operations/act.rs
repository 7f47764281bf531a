//! Who does something, and when.

use std::sync::Arc;

use portico_graph::time::Instant;

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

    /// By the service.
    pub fn by_service(now: Instant, ids: Arc<Ids>) -> Self {
        Self {
            now,
            ids,
            actor: None,
        }
    }
}
