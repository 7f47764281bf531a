//! What a transition asks of the world. The engine only names it; the server writes it down in the same transaction as the
//! new state, and the worker carries it out afterwards.

use portico_graph::time::Instant;

use crate::{approval::Verdict, approvers::Seat, request::Moment};

/// One consequence of a transition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A stage begins to wait for its approvers.
    OpenStage {
        /// Place of the stage in the policy, from 0.
        stage: usize,
        /// When it began.
        started: Instant,
        /// When it expires if nobody decides.
        deadline: Instant,
        /// When further approvers join, if they ever do.
        escalates: Option<Instant>,
    },
    /// A stage was decided.
    SettleStage {
        /// Place of the stage.
        stage: usize,
        /// Who decided, and why they could.
        by: Seat,
        /// What they decided.
        verdict: Verdict,
        /// Their words; may be empty.
        justification: String,
    },
    /// Further approvers may decide the stage from now on.
    EscalateStage {
        /// Place of the stage.
        stage: usize,
    },
    /// The deadline of the stage passed without a decision.
    ExpireStage {
        /// Place of the stage.
        stage: usize,
    },
    /// The stage will never be decided because the request ended before.
    AbandonStage {
        /// Place of the stage.
        stage: usize,
    },
    /// The reserved assignment becomes a real one that is being delivered.
    BeginAssignment,
    /// The reserved assignment will never exist.
    ReleaseAssignment,
    /// Extensions are told of this moment, and asked where the policy says so.
    CallOut(Moment),
    /// Give what the package contains.
    Deliver,
    /// Take away what the package contained.
    Withdraw,
    /// Look at this again at a given time. A job that finds nothing to do any more does nothing.
    Schedule {
        /// What to do then.
        job: Job,
        /// When.
        due: Instant,
    },
    /// Tell people.
    Notify(Notice),
    /// Write a line of the request's history.
    Record(Happening),
}

/// Clockwork the engine asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// The stage expires.
    StageTimeout {
        /// Place of the stage.
        stage: usize,
    },
    /// Further approvers join the stage.
    Escalation {
        /// Place of the stage.
        stage: usize,
    },
    /// The chosen first day of an approved request.
    ScheduledStart,
    /// The assignment ends.
    Expire,
}

/// A message to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// To the approvers of a stage: please decide.
    ApproversAsked {
        /// Place of the stage.
        stage: usize,
    },
    /// To those who joined a stage: you may decide now too.
    ApproversJoined {
        /// Place of the stage.
        stage: usize,
    },
    /// To requestor and target: every stage said yes.
    Approved,
    /// To requestor and target: refused.
    Denied {
        /// Place of the stage.
        stage: usize,
    },
    /// To requestor and target: nobody decided in time.
    TimedOut {
        /// Place of the stage.
        stage: usize,
    },
    /// To requestor and target: the rules are no longer met.
    TurnedAway,
    /// To the target: access is open.
    Delivered,
    /// To the target: access is open in part.
    PartiallyDelivered,
    /// To the target: approved, but it could not be opened.
    DeliveryFailed,
    /// To the approvers who were asked: nothing left to decide.
    Canceled,
    /// To the target: access has another period or other answers.
    Changed,
    /// To the target: access ends soon.
    EndsSoon,
    /// To the target: access ended.
    Ended,
}

/// A line of the history that requestor and approvers may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// The request was sent.
    Submitted,
    /// A stage began.
    StageOpened {
        /// Place of the stage.
        stage: usize,
    },
    /// A stage said yes.
    StageApproved {
        /// Place of the stage.
        stage: usize,
    },
    /// A stage said no; the request ended.
    StageDenied {
        /// Place of the stage.
        stage: usize,
    },
    /// Further approvers joined a stage.
    StageEscalated {
        /// Place of the stage.
        stage: usize,
    },
    /// A stage expired; the request ended.
    StageExpired {
        /// Place of the stage.
        stage: usize,
    },
    /// The rules were no longer met when the request was taken up.
    TurnedAway,
    /// Approved, waiting for its first day.
    Scheduled {
        /// The first instant of the access.
        start: Instant,
    },
    /// Delivery began.
    DeliveryStarted,
    /// Everything was given.
    Delivered,
    /// Something could not be given.
    PartiallyDelivered,
    /// Nothing could be given.
    DeliveryFailed,
    /// Taken back by the requestor or by somebody with the right to.
    Canceled,
    /// The access has another period or other answers.
    Changed,
    /// The access ended.
    Ended,
}
