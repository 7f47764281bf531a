//! Every transition there is, as data (Graph contract: life cycle of a request, accessPackageAssignment). The test walks the tables both
//! ways: each line happens, and nothing happens that is no line.

use portico_graph::{AssignmentState, RequestState};

/// The kinds of command of a request, with the two verdicts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestCommand {
    /// Take it up.
    Start,
    /// End it because the rules are no longer met.
    TurnAway,
    /// An approver says yes.
    Approve,
    /// An approver says no.
    Deny,
    /// Further approvers join.
    Escalate,
    /// A stage expires.
    TimeOut,
    /// An extension says go on.
    GoOn,
    /// An extension says no.
    Stop,
    /// An extension takes it back.
    CallOff,
    /// An extension does not answer.
    CallbackTimeOut,
    /// The first instant has come.
    Open,
    /// The delivery reports.
    Report,
    /// Try again.
    Reprocess,
    /// Take it back.
    Cancel,
}

/// The kinds of command of an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AssignmentCommand {
    /// Delivery begins.
    Begin,
    /// The request ended before.
    Release,
    /// The delivery reports.
    Report,
    /// The request is tried again.
    Retry,
    /// Another end.
    Change,
    /// Put right what was given.
    Repair,
    /// The end has come.
    Expire,
    /// Ended before its time.
    Remove,
}

use AssignmentCommand as A;
use AssignmentState as S;
use RequestCommand as C;
use RequestState as R;

/// From, by, to.
pub const REQUEST: &[(R, C, R)] = &[
    (R::Submitted, C::Start, R::PendingApproval),
    (R::Submitted, C::Start, R::Scheduled),
    (R::Submitted, C::Start, R::Delivering),
    (R::Submitted, C::Start, R::Submitted),
    (R::Submitted, C::TurnAway, R::Denied),
    (R::Submitted, C::GoOn, R::Submitted),
    (R::Submitted, C::GoOn, R::PendingApproval),
    (R::Submitted, C::GoOn, R::Scheduled),
    (R::Submitted, C::GoOn, R::Delivering),
    (R::Submitted, C::Stop, R::Denied),
    (R::Submitted, C::CallOff, R::Canceled),
    (R::Submitted, C::CallbackTimeOut, R::Denied),
    (R::Submitted, C::Cancel, R::Canceled),
    (R::PendingApproval, C::Approve, R::PendingApproval),
    (R::PendingApproval, C::Approve, R::Scheduled),
    (R::PendingApproval, C::Approve, R::Delivering),
    (R::PendingApproval, C::Deny, R::Denied),
    (R::PendingApproval, C::Escalate, R::PendingApproval),
    (R::PendingApproval, C::TimeOut, R::Denied),
    (R::PendingApproval, C::Cancel, R::Canceled),
    (R::PendingApproval, C::GoOn, R::Scheduled),
    (R::PendingApproval, C::GoOn, R::Delivering),
    (R::PendingApproval, C::Stop, R::Denied),
    (R::PendingApproval, C::CallOff, R::Canceled),
    (R::PendingApproval, C::CallbackTimeOut, R::Denied),
    (R::Scheduled, C::Open, R::Delivering),
    (R::Scheduled, C::Cancel, R::Canceled),
    (R::Delivering, C::Report, R::Delivered),
    (R::Delivering, C::Report, R::PartiallyDelivered),
    (R::Delivering, C::Report, R::DeliveryFailed),
    (R::PartiallyDelivered, C::Reprocess, R::Delivering),
    (R::DeliveryFailed, C::Reprocess, R::Delivering),
];

/// From, by, to. `None` is the reserved id at the start and the released one at the end. A half delivered assignment ends too:
/// otherwise what it did give would outlast the policy.
pub const ASSIGNMENT: &[(Option<S>, A, Option<S>)] = &[
    (None, A::Begin, Some(S::Delivering)),
    (None, A::Release, None),
    (Some(S::Delivering), A::Report, Some(S::Delivered)),
    (Some(S::Delivering), A::Report, Some(S::PartiallyDelivered)),
    (Some(S::Delivering), A::Report, Some(S::DeliveryFailed)),
    (Some(S::Delivered), A::Change, Some(S::Delivered)),
    (
        Some(S::PartiallyDelivered),
        A::Change,
        Some(S::PartiallyDelivered),
    ),
    (Some(S::Delivered), A::Repair, Some(S::Delivered)),
    (Some(S::Delivered), A::Expire, Some(S::Expired)),
    (Some(S::Delivered), A::Remove, Some(S::Expired)),
    (Some(S::PartiallyDelivered), A::Retry, Some(S::Delivering)),
    (Some(S::PartiallyDelivered), A::Expire, Some(S::Expired)),
    (Some(S::PartiallyDelivered), A::Remove, Some(S::Expired)),
    (Some(S::DeliveryFailed), A::Retry, Some(S::Delivering)),
];

#[cfg(test)]
mod tests;
