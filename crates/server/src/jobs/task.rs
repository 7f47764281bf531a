//! What a job does: its kind and what it needs to know, in words that stay the same between versions.

use portico_governance::effect::{Job, Notice};
use serde::{Deserialize, Serialize};

/// One piece of work about one request; for [`Task::Expire`] and [`Task::Repair`] about one assignment, for [`Task::Reshape`] about a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Task {
    /// Give what was approved.
    Deliver,
    /// Write letters.
    Notify {
        /// Which ones.
        letter: LetterKind,
        /// The stage they are about.
        stage: Option<usize>,
    },
    /// A stage expires.
    StageTimeout {
        /// Its place.
        stage: usize,
    },
    /// Further approvers join a stage.
    Escalation {
        /// Its place.
        stage: usize,
    },
    /// The first day of an approved request has come.
    ScheduledStart,
    /// An extension has not answered in time. Its subject is the call's id.
    CallbackTimeout,
    /// The assignment ends, or ends soon.
    Expire,
    /// Take away what somebody no longer wants or may have.
    Withdraw,
    /// Put right what an assignment gives.
    Repair,
    /// Put right what some assignments of a package give, and leave the others to the next job. Its subject is the package's id and, behind
    /// a blank, the assignment up to which it was done.
    Reshape,
    /// Delete somebody from outside who has no access any more. Its subject is theirs.
    DeleteGuest,
    /// Give and take what an automatic policy gives and takes. Its subject is the policy's id and, behind a blank, the person up to whom it was
    /// done.
    Automatic,
}

/// The letters by name, with the stage apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LetterKind {
    /// Approvers of a stage: please decide.
    Asked,
    /// Those who joined: you may decide too.
    Joined,
    /// Approved.
    Approved,
    /// Refused.
    Denied,
    /// Nobody answered.
    TimedOut,
    /// The rules are no longer met.
    TurnedAway,
    /// Open.
    Delivered,
    /// Open in part.
    PartiallyDelivered,
    /// Could not be opened.
    DeliveryFailed,
    /// Taken back.
    Canceled,
    /// Another period.
    Changed,
    /// Ends soon.
    EndsSoon,
    /// Ended.
    Ended,
}

impl Task {
    /// Every word that [`Task::kind`] can say.
    pub const KINDS: [&str; 12] = [
        "deliver",
        "notify",
        "stageTimeout",
        "escalation",
        "scheduledStart",
        "callbackTimeout",
        "expire",
        "withdraw",
        "repair",
        "reshape",
        "deleteGuest",
        "automatic",
    ];

    /// The kind's word, for the column that people and indexes read.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Deliver => "deliver",
            Self::Notify { .. } => "notify",
            Self::StageTimeout { .. } => "stageTimeout",
            Self::Escalation { .. } => "escalation",
            Self::ScheduledStart => "scheduledStart",
            Self::CallbackTimeout => "callbackTimeout",
            Self::Expire => "expire",
            Self::Withdraw => "withdraw",
            Self::Repair => "repair",
            Self::Reshape => "reshape",
            Self::DeleteGuest => "deleteGuest",
            Self::Automatic => "automatic",
        }
    }

    /// Whether it must happen whatever comes between: what time takes away or decides is tried again until it is done, since access that
    /// is not ended stays open.
    pub const fn is_owed(self) -> bool {
        match self {
            Self::StageTimeout { .. }
            | Self::Escalation { .. }
            | Self::ScheduledStart
            | Self::CallbackTimeout
            | Self::Expire
            | Self::Withdraw
            | Self::Repair
            | Self::Reshape
            | Self::DeleteGuest
            | Self::Automatic => true,
            Self::Deliver | Self::Notify { .. } => false,
        }
    }

    /// The letters of a notice.
    pub const fn letter(notice: Notice) -> Self {
        let (letter, stage) = match notice {
            Notice::ApproversAsked { stage } => (LetterKind::Asked, Some(stage)),
            Notice::ApproversJoined { stage } => (LetterKind::Joined, Some(stage)),
            Notice::Approved => (LetterKind::Approved, None),
            Notice::Denied { stage } => (LetterKind::Denied, Some(stage)),
            Notice::TimedOut { stage } => (LetterKind::TimedOut, Some(stage)),
            Notice::TurnedAway => (LetterKind::TurnedAway, None),
            Notice::Delivered => (LetterKind::Delivered, None),
            Notice::PartiallyDelivered => (LetterKind::PartiallyDelivered, None),
            Notice::DeliveryFailed => (LetterKind::DeliveryFailed, None),
            Notice::Canceled => (LetterKind::Canceled, None),
            Notice::Changed => (LetterKind::Changed, None),
            Notice::EndsSoon => (LetterKind::EndsSoon, None),
            Notice::Ended => (LetterKind::Ended, None),
        };
        Self::Notify { letter, stage }
    }
}

impl LetterKind {
    /// The notice it was made from.
    pub fn notice(self, stage: Option<usize>) -> Notice {
        let stage = stage.unwrap_or_default();
        match self {
            Self::Asked => Notice::ApproversAsked { stage },
            Self::Joined => Notice::ApproversJoined { stage },
            Self::Approved => Notice::Approved,
            Self::Denied => Notice::Denied { stage },
            Self::TimedOut => Notice::TimedOut { stage },
            Self::TurnedAway => Notice::TurnedAway,
            Self::Delivered => Notice::Delivered,
            Self::PartiallyDelivered => Notice::PartiallyDelivered,
            Self::DeliveryFailed => Notice::DeliveryFailed,
            Self::Canceled => Notice::Canceled,
            Self::Changed => Notice::Changed,
            Self::EndsSoon => Notice::EndsSoon,
            Self::Ended => Notice::Ended,
        }
    }
}

impl From<Job> for Task {
    fn from(job: Job) -> Self {
        match job {
            Job::StageTimeout { stage } => Self::StageTimeout { stage },
            Job::Escalation { stage } => Self::Escalation { stage },
            Job::ScheduledStart => Self::ScheduledStart,
            Job::Expire => Self::Expire,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_go_there_and_back() {
        let notices = [
            Notice::ApproversAsked { stage: 2 },
            Notice::ApproversJoined { stage: 1 },
            Notice::Approved,
            Notice::Denied { stage: 0 },
            Notice::TimedOut { stage: 1 },
            Notice::TurnedAway,
            Notice::Delivered,
            Notice::PartiallyDelivered,
            Notice::DeliveryFailed,
            Notice::Canceled,
            Notice::Changed,
            Notice::EndsSoon,
            Notice::Ended,
        ];
        for notice in notices {
            let task = Task::letter(notice);
            let text = serde_json::to_string(&task).unwrap();
            assert_eq!(serde_json::from_str::<Task>(&text).unwrap(), task);
            let Task::Notify { letter, stage } = task else {
                panic!("{task:?}");
            };
            assert_eq!(letter.notice(stage), notice);
            assert!(Task::KINDS.contains(&task.kind()), "{task:?}");
        }
        for task in [
            Task::Deliver,
            Task::StageTimeout { stage: 0 },
            Task::Escalation { stage: 0 },
            Task::ScheduledStart,
            Task::CallbackTimeout,
            Task::Expire,
            Task::Withdraw,
            Task::Repair,
            Task::Reshape,
            Task::DeleteGuest,
            Task::Automatic,
        ] {
            assert!(Task::KINDS.contains(&task.kind()), "{task:?}");
        }
        let timeout = serde_json::to_value(Task::StageTimeout { stage: 1 }).unwrap();
        assert_eq!(timeout["kind"], Task::StageTimeout { stage: 1 }.kind());
        assert_eq!(timeout["stage"], 1);
    }
}
