//! The life of an assignment: the access that a request leads to (Graph contract: accessPackageAssignment). Its id is reserved while the
//! request is decided; it becomes visible when delivery begins.

use portico_graph::{AssignmentState, time::Instant};

use crate::{
    effect::{Effect, Happening, Job, Notice},
    refusal::Refusal,
    request::DeliveryOutcome,
};

/// Where an assignment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Only an id, held by an undecided request.
    Reserved,
    /// The request ended without access; the id is never used.
    Released,
    /// Being given.
    Delivering,
    /// Given.
    Delivered {
        /// When it will end, if ever.
        ends: Option<Instant>,
    },
    /// Given in part.
    PartiallyDelivered {
        /// When it will end, if ever.
        ends: Option<Instant>,
    },
    /// Not given.
    DeliveryFailed,
    /// Over.
    Expired {
        /// Since when.
        at: Instant,
    },
}

/// What can be done to an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Its request was approved: delivery begins.
    Begin,
    /// Its request ended before.
    Release,
    /// What the delivery achieved, and when the access ends by its window.
    Report {
        /// What was achieved.
        outcome: DeliveryOutcome,
        /// When it ends, if ever.
        ends: Option<Instant>,
    },
    /// Its request is tried again.
    Retry,
    /// It ends at another time from now on.
    Change {
        /// When, if ever.
        ends: Option<Instant>,
    },
    /// Put right what was given.
    Repair,
    /// Its end has come.
    Expire,
    /// Somebody with the right to ends it before.
    Remove,
}

impl State {
    /// The word for logic; `None` while there is no assignment to show.
    pub fn word(&self) -> Option<AssignmentState> {
        match self {
            Self::Reserved | Self::Released => None,
            Self::Delivering => Some(AssignmentState::Delivering),
            Self::Delivered { .. } => Some(AssignmentState::Delivered),
            Self::PartiallyDelivered { .. } => Some(AssignmentState::PartiallyDelivered),
            Self::DeliveryFailed => Some(AssignmentState::DeliveryFailed),
            Self::Expired { .. } => Some(AssignmentState::Expired),
        }
    }

    /// The word for display.
    pub fn status(&self) -> Option<&'static str> {
        match self {
            Self::Reserved | Self::Released => None,
            Self::Delivering => Some("Delivering"),
            Self::Delivered { .. } => Some("Delivered"),
            Self::PartiallyDelivered { .. } => Some("PartiallyDelivered"),
            Self::DeliveryFailed => Some("DeliveryFailed"),
            Self::Expired { .. } => Some("Expired"),
        }
    }

    /// Whether a person holds something through it, or is about to.
    pub fn is_live(&self) -> bool {
        matches!(
            self,
            Self::Delivering | Self::Delivered { .. } | Self::PartiallyDelivered { .. }
        )
    }
}

/// Carries out one command.
///
/// # Errors
/// [`Refusal::NotPossible`] when no transition leads from this state by this command, [`Refusal::TooEarly`] for an end before its time.
pub fn step(state: State, command: Command, now: Instant) -> Result<(State, Vec<Effect>), Refusal> {
    match (state, command) {
        (State::Reserved, Command::Begin) => Ok((State::Delivering, Vec::new())),
        (State::Reserved, Command::Release) => Ok((State::Released, Vec::new())),
        (State::Delivering, Command::Report { outcome, ends }) => Ok(report(outcome, ends)),
        (State::PartiallyDelivered { .. } | State::DeliveryFailed, Command::Retry) => {
            Ok((State::Delivering, Vec::new()))
        }
        (State::Delivered { .. }, Command::Change { ends }) => {
            Ok((State::Delivered { ends }, expiry(ends)))
        }
        (State::PartiallyDelivered { .. }, Command::Change { ends }) => {
            Ok((State::PartiallyDelivered { ends }, expiry(ends)))
        }
        (State::Delivered { ends }, Command::Repair) => {
            Ok((State::Delivered { ends }, vec![Effect::Deliver]))
        }
        (State::Delivered { ends } | State::PartiallyDelivered { ends }, Command::Expire) => {
            match ends {
                None => Err(Refusal::NotPossible),
                Some(due) if now < due => Err(Refusal::TooEarly { due }),
                Some(_) => Ok(end(now)),
            }
        }
        (State::Delivered { .. } | State::PartiallyDelivered { .. }, Command::Remove) => {
            Ok(end(now))
        }
        _ => Err(Refusal::NotPossible),
    }
}

fn report(outcome: DeliveryOutcome, ends: Option<Instant>) -> (State, Vec<Effect>) {
    match outcome {
        DeliveryOutcome::All => (State::Delivered { ends }, expiry(ends)),
        DeliveryOutcome::Some => (State::PartiallyDelivered { ends }, expiry(ends)),
        DeliveryOutcome::Nothing => (State::DeliveryFailed, Vec::new()),
    }
}

fn expiry(ends: Option<Instant>) -> Vec<Effect> {
    let job = Job::Expire;
    ends.map(|due| Effect::Schedule { job, due })
        .into_iter()
        .collect()
}

fn end(now: Instant) -> (State, Vec<Effect>) {
    let effects = vec![
        Effect::Withdraw,
        Effect::Record(Happening::Ended),
        Effect::Notify(Notice::Ended),
    ];
    (State::Expired { at: now }, effects)
}
