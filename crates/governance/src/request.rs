//! The life of a request for access (Graph contract: life cycle of a request). A transition takes a state and a command and gives the
//! next state with its effects, or a refusal that changes nothing. Which transitions exist is written down in `transitions`.

use portico_graph::{
    RequestState,
    time::{Duration, Instant},
};

use crate::{
    approval::{Approval, Decision, Outcome, StageRule},
    effect::{Effect, Happening, Job, Notice},
    refusal::Refusal,
};

/// How long after its end a failed request can be tried again.
pub const REPROCESS_WITHIN: Duration = Duration::from_days(14);

/// What was frozen when the request was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The stages that must say yes, in order; none: nobody needs to decide.
    pub stages: Vec<StageRule>,
    /// The chosen first instant of the access.
    pub start: Option<Instant>,
    /// When an extension's answer is waited for.
    pub pauses: Pauses,
}

/// When an extension is asked before it goes on (Graph contract: customExtensionStageSettings with a callback).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pauses {
    /// Before the first stage begins.
    pub created: bool,
    /// After the last said yes, before anything is given.
    pub approved: bool,
}

impl Pauses {
    const fn at(self, moment: Moment) -> bool {
        match moment {
            Moment::Created => self.created,
            Moment::Approved => self.approved,
        }
    }
}

/// A moment at which an extension may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The request was sent.
    Created,
    /// Nothing is left to decide.
    Approved,
}

/// What an extension answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// Go on.
    GoOn,
    /// End it as refused.
    Deny,
    /// End it as taken back.
    Cancel,
}

/// Where a request stands, with what it needs there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Taken in, not yet taken up.
    Submitted(Plan),
    /// Waits for people.
    PendingApproval {
        /// How far the decision is.
        approval: Approval,
        /// The chosen first instant of the access.
        start: Option<Instant>,
        /// An extension is asked afterwards.
        pauses: bool,
    },
    /// Waits for an extension's answer.
    AwaitingCallback {
        /// At which moment.
        at: Moment,
        /// What was frozen.
        plan: Plan,
    },
    /// Approved, waits for its first instant.
    Scheduled {
        /// That instant.
        start: Instant,
    },
    /// Being given.
    Delivering,
    /// Given.
    Delivered,
    /// Given in part.
    PartiallyDelivered {
        /// When that was found.
        ended: Instant,
    },
    /// Not given.
    DeliveryFailed {
        /// When that was found.
        ended: Instant,
    },
    /// Refused.
    Denied(Denial),
    /// Taken back.
    Canceled,
}

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// By an approver.
    ByApprover,
    /// Nobody decided in time.
    Expired,
    /// The rules were no longer met when it was taken up, or an extension said no or nothing.
    TurnedAway,
}

/// What can be done to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Take it up after it was sent.
    Start,
    /// End it because the rules are no longer met.
    TurnAway,
    /// An approver decides.
    Decide(Decision),
    /// Further approvers join a stage.
    Escalate {
        /// Place of the stage.
        stage: usize,
    },
    /// A stage expires.
    TimeOut {
        /// Place of the stage.
        stage: usize,
    },
    /// An extension answers.
    Resume(Reply),
    /// It did not answer in time, or could not be reached.
    CallbackTimeOut(Moment),
    /// The chosen first instant has come.
    Open,
    /// What the delivery achieved.
    Report(DeliveryOutcome),
    /// Try a failed delivery again.
    Reprocess,
    /// Take it back.
    Cancel,
}

/// What a delivery achieved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// Everything.
    All,
    /// Something.
    Some,
    /// Nothing.
    Nothing,
}

impl State {
    /// The word for logic.
    pub fn word(&self) -> RequestState {
        match self {
            Self::AwaitingCallback {
                at: Moment::Approved,
                plan,
            } if !plan.stages.is_empty() => RequestState::PendingApproval,
            Self::Submitted(_) | Self::AwaitingCallback { .. } => RequestState::Submitted,
            Self::PendingApproval { .. } => RequestState::PendingApproval,
            Self::Scheduled { .. } => RequestState::Scheduled,
            Self::Delivering => RequestState::Delivering,
            Self::Delivered => RequestState::Delivered,
            Self::PartiallyDelivered { .. } => RequestState::PartiallyDelivered,
            Self::DeliveryFailed { .. } => RequestState::DeliveryFailed,
            Self::Denied(_) => RequestState::Denied,
            Self::Canceled => RequestState::Canceled,
        }
    }

    /// The word for display.
    pub fn status(&self) -> &'static str {
        match self {
            Self::Submitted(_) => "Accepted",
            Self::PendingApproval { approval, .. } if approval.open.escalated => {
                "PendingApprovalEscalated"
            }
            Self::PendingApproval { .. } => "PendingApproval",
            Self::AwaitingCallback { .. } => WAITING_FOR_CALLBACK,
            Self::Scheduled { .. } => "PendingNotBefore",
            Self::Delivering => "Delivering",
            Self::Delivered => "Delivered",
            Self::PartiallyDelivered { .. } => "PartiallyDelivered",
            Self::DeliveryFailed { .. } => "DeliveryFailed",
            Self::Denied(Denial::Expired) => "Expired",
            Self::Denied(_) => "Denied",
            Self::Canceled => "Canceled",
        }
    }

    /// Whether processing has ended, good or bad. A failed delivery can still be tried again.
    pub fn has_ended(&self) -> bool {
        !self.word().is_open()
    }
}

/// The status of a request that waits for an extension.
pub const WAITING_FOR_CALLBACK: &str = "WaitingForCallback";

/// A new request.
pub fn submit(plan: Plan) -> (State, Vec<Effect>) {
    (
        State::Submitted(plan),
        vec![Effect::Record(Happening::Submitted)],
    )
}

/// Carries out one command.
///
/// # Errors
/// [`Refusal::NotPossible`] when no transition leads from this state by this command; otherwise what the approval says, or
/// [`Refusal::TooEarly`] and [`Refusal::TooLate`].
pub fn step(state: State, command: Command, now: Instant) -> Result<(State, Vec<Effect>), Refusal> {
    match (state, command) {
        (State::Submitted(plan), Command::Start) => Ok(start(plan, now)),
        (State::Submitted(_), Command::TurnAway)
        | (State::AwaitingCallback { .. }, Command::Resume(Reply::Deny)) => Ok(turned_away()),
        (
            State::PendingApproval {
                approval,
                start,
                pauses,
            },
            Command::Decide(decision),
        ) => decide(approval, decision, (start, pauses), now),
        (
            State::PendingApproval {
                approval,
                start,
                pauses,
            },
            Command::Escalate { stage },
        ) => {
            let (approval, effects) = approval.escalate(stage, now)?;
            let state = State::PendingApproval {
                approval,
                start,
                pauses,
            };
            Ok((state, effects))
        }
        (State::AwaitingCallback { at, plan }, Command::Resume(Reply::GoOn)) => {
            Ok(go_on(at, plan, now))
        }
        (State::AwaitingCallback { at, .. }, Command::CallbackTimeOut(asked)) if at == asked => {
            Ok(turned_away())
        }
        (State::PendingApproval { approval, .. }, Command::TimeOut { stage }) => {
            let mut effects = approval.time_out(stage, now)?;
            effects.push(Effect::ReleaseAssignment);
            Ok((State::Denied(Denial::Expired), effects))
        }
        (State::Scheduled { start }, Command::Open) if now < start => {
            Err(Refusal::TooEarly { due: start })
        }
        (State::Scheduled { .. }, Command::Open) => Ok(deliver()),
        (State::Delivering, Command::Report(outcome)) => Ok(report(outcome, now)),
        (
            State::PartiallyDelivered { ended } | State::DeliveryFailed { ended },
            Command::Reprocess,
        ) => {
            if now - ended >= REPROCESS_WITHIN {
                return Err(Refusal::TooLate);
            }
            Ok((
                State::Delivering,
                vec![Effect::Deliver, Effect::Record(Happening::DeliveryStarted)],
            ))
        }
        (
            State::Submitted(_) | State::Scheduled { .. } | State::AwaitingCallback { .. },
            Command::Cancel,
        )
        | (State::AwaitingCallback { .. }, Command::Resume(Reply::Cancel)) => Ok(cancel(None)),
        (State::PendingApproval { approval, .. }, Command::Cancel) => {
            Ok(cancel(Some(approval.open.stage)))
        }
        _ => Err(Refusal::NotPossible),
    }
}

fn start(plan: Plan, now: Instant) -> (State, Vec<Effect>) {
    call_out(Moment::Created, plan, now)
}

/// Extensions are called at a moment; whether their answer is waited for, the plan says.
fn call_out(at: Moment, plan: Plan, now: Instant) -> (State, Vec<Effect>) {
    let mut effects = vec![Effect::CallOut(at)];
    if plan.pauses.at(at) {
        return (State::AwaitingCallback { at, plan }, effects);
    }
    let (state, more) = go_on(at, plan, now);
    effects.extend(more);
    (state, effects)
}

fn go_on(at: Moment, plan: Plan, now: Instant) -> (State, Vec<Effect>) {
    if at == Moment::Approved {
        return proceed(plan.start, now);
    }
    let (start, pauses) = (plan.start, plan.pauses.approved);
    match Approval::begin(plan.stages, now) {
        Some((approval, effects)) => {
            let state = State::PendingApproval {
                approval,
                start,
                pauses,
            };
            (state, effects)
        }
        None => approved(Vec::new(), (start, pauses), now),
    }
}

/// Nothing is left to decide.
fn approved(
    stages: Vec<StageRule>,
    (start, asks): (Option<Instant>, bool),
    now: Instant,
) -> (State, Vec<Effect>) {
    let pauses = Pauses {
        approved: asks,
        ..Pauses::default()
    };
    let plan = Plan {
        stages,
        start,
        pauses,
    };
    call_out(Moment::Approved, plan, now)
}

fn turned_away() -> (State, Vec<Effect>) {
    let effects = vec![
        Effect::ReleaseAssignment,
        Effect::Record(Happening::TurnedAway),
        Effect::Notify(Notice::TurnedAway),
    ];
    (State::Denied(Denial::TurnedAway), effects)
}

fn decide(
    approval: Approval,
    decision: Decision,
    (start, pauses): (Option<Instant>, bool),
    now: Instant,
) -> Result<(State, Vec<Effect>), Refusal> {
    let stages = approval.rules.clone();
    let (outcome, mut effects) = approval.decide(decision, now)?;
    let state = match outcome {
        Outcome::Waits(approval) => State::PendingApproval {
            approval,
            start,
            pauses,
        },
        Outcome::Denied => {
            effects.push(Effect::ReleaseAssignment);
            State::Denied(Denial::ByApprover)
        }
        Outcome::Approved => {
            effects.push(Effect::Notify(Notice::Approved));
            let (state, more) = approved(stages, (start, pauses), now);
            effects.extend(more);
            state
        }
    };
    Ok((state, effects))
}

/// Nothing is left to decide: deliver, or wait for the chosen first instant.
fn proceed(start: Option<Instant>, now: Instant) -> (State, Vec<Effect>) {
    match start.filter(|start| *start > now) {
        None => deliver(),
        Some(start) => {
            let effects = vec![
                Effect::Schedule {
                    job: Job::ScheduledStart,
                    due: start,
                },
                Effect::Record(Happening::Scheduled { start }),
            ];
            (State::Scheduled { start }, effects)
        }
    }
}

fn deliver() -> (State, Vec<Effect>) {
    let effects = vec![
        Effect::BeginAssignment,
        Effect::Deliver,
        Effect::Record(Happening::DeliveryStarted),
    ];
    (State::Delivering, effects)
}

fn report(outcome: DeliveryOutcome, now: Instant) -> (State, Vec<Effect>) {
    let (state, happening, notice) = match outcome {
        DeliveryOutcome::All => (State::Delivered, Happening::Delivered, Notice::Delivered),
        DeliveryOutcome::Some => (
            State::PartiallyDelivered { ended: now },
            Happening::PartiallyDelivered,
            Notice::PartiallyDelivered,
        ),
        DeliveryOutcome::Nothing => (
            State::DeliveryFailed { ended: now },
            Happening::DeliveryFailed,
            Notice::DeliveryFailed,
        ),
    };
    (
        state,
        vec![Effect::Record(happening), Effect::Notify(notice)],
    )
}

fn cancel(stage: Option<usize>) -> (State, Vec<Effect>) {
    let mut effects: Vec<Effect> = stage
        .map(|stage| Effect::AbandonStage { stage })
        .into_iter()
        .collect();
    effects.push(Effect::ReleaseAssignment);
    effects.push(Effect::Record(Happening::Canceled));
    if stage.is_some() {
        effects.push(Effect::Notify(Notice::Canceled));
    }
    (State::Canceled, effects)
}

#[cfg(test)]
mod tests;
