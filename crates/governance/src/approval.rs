//! A request that waits for people (Graph contract: approvals). One to three stages in order; one decision settles a stage; a
//! refusal in any stage ends the request; a stage nobody decides expires.

use portico_graph::time::{Duration, Instant};

use crate::{
    approvers::Seat,
    effect::{Effect, Happening, Job, Notice},
    refusal::Refusal,
};

/// How long a stage waits when its policy does not say.
pub const DEFAULT_PATIENCE: Duration = Duration::from_days(14);

/// The most stages a policy may have.
pub const MAX_STAGES: usize = 3;

/// What a policy fixes about one stage; who decides is resolved apart, when it is asked (see `approvers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageRule {
    /// From the start of the stage to its expiry.
    pub patience: Duration,
    /// From the start of the stage to the moment further approvers join.
    pub escalation: Option<Duration>,
    /// Whether a decision needs words.
    pub justification_required: bool,
}

/// What an approver says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Approve,
    /// No.
    Deny,
}

/// The stage that waits now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenStage {
    /// Place in the policy, from 0.
    pub stage: usize,
    /// When it began.
    pub started: Instant,
    /// When it expires.
    pub deadline: Instant,
    /// Whether the further approvers have joined.
    pub escalated: bool,
}

/// An approval under way: every stage before the open one said yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The rules of all stages, as frozen with the request.
    pub rules: Vec<StageRule>,
    /// The stage that waits.
    pub open: OpenStage,
}

/// One approver's decision on one stage. It takes a [`Seat`], which only a panel gives out, and never to the requestor or the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Place of the stage decided on.
    pub stage: usize,
    /// Who decides, and by what right.
    pub seat: Seat,
    /// Yes or no.
    pub verdict: Verdict,
    /// The approver's words.
    pub justification: String,
}

/// Where a decision leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The next stage waits.
    Waits(Approval),
    /// The last stage said yes.
    Approved,
    /// A stage said no.
    Denied,
}

impl Approval {
    /// Opens the first stage, or none when there are no stages.
    pub fn begin(rules: Vec<StageRule>, now: Instant) -> Option<(Self, Vec<Effect>)> {
        Self::open(rules, 0, now)
    }

    fn open(rules: Vec<StageRule>, stage: usize, now: Instant) -> Option<(Self, Vec<Effect>)> {
        let rule = *rules.get(stage)?;
        let deadline = now + rule.patience;
        let escalates = rule
            .escalation
            .map(|after| now + after)
            .filter(|at| *at < deadline);
        let mut effects = vec![
            Effect::OpenStage {
                stage,
                started: now,
                deadline,
                escalates,
            },
            Effect::Schedule {
                job: Job::StageTimeout { stage },
                due: deadline,
            },
        ];
        if let Some(due) = escalates {
            effects.push(Effect::Schedule {
                job: Job::Escalation { stage },
                due,
            });
        }
        effects.push(Effect::Record(Happening::StageOpened { stage }));
        effects.push(Effect::Notify(Notice::ApproversAsked { stage }));
        let open = OpenStage {
            stage,
            started: now,
            deadline,
            escalated: false,
        };
        Some((Self { rules, open }, effects))
    }

    fn must_be_open(&self, stage: usize) -> Result<StageRule, Refusal> {
        if stage < self.open.stage {
            return Err(Refusal::StageSettled);
        }
        match self.rules.get(stage) {
            Some(rule) if stage == self.open.stage => Ok(*rule),
            _ => Err(Refusal::StageNotOpen),
        }
    }

    /// Takes a decision.
    ///
    /// # Errors
    /// [`Refusal::StageSettled`], [`Refusal::StageNotOpen`], [`Refusal::DeadlinePassed`] or [`Refusal::JustificationRequired`].
    pub fn decide(
        self,
        decision: Decision,
        now: Instant,
    ) -> Result<(Outcome, Vec<Effect>), Refusal> {
        let rule = self.must_be_open(decision.stage)?;
        if now >= self.open.deadline {
            return Err(Refusal::DeadlinePassed {
                deadline: self.open.deadline,
            });
        }
        if rule.justification_required && decision.justification.trim().is_empty() {
            return Err(Refusal::JustificationRequired);
        }
        let Decision {
            stage,
            seat,
            verdict,
            justification,
        } = decision;
        let mut effects = vec![Effect::SettleStage {
            stage,
            by: seat,
            verdict,
            justification,
        }];
        match verdict {
            Verdict::Deny => {
                effects.push(Effect::Record(Happening::StageDenied { stage }));
                effects.push(Effect::Notify(Notice::Denied { stage }));
                Ok((Outcome::Denied, effects))
            }
            Verdict::Approve => {
                effects.push(Effect::Record(Happening::StageApproved { stage }));
                match Self::open(self.rules, stage + 1, now) {
                    Some((next, opened)) => {
                        effects.extend(opened);
                        Ok((Outcome::Waits(next), effects))
                    }
                    None => Ok((Outcome::Approved, effects)),
                }
            }
        }
    }

    /// Lets the further approvers join. The first ones can still decide.
    ///
    /// # Errors
    /// [`Refusal::TooEarly`], [`Refusal::NotPossible`] when the stage does not escalate or did already, or what [`Self::decide`] says of
    /// a stage that is not open.
    pub fn escalate(mut self, stage: usize, now: Instant) -> Result<(Self, Vec<Effect>), Refusal> {
        let rule = self.must_be_open(stage)?;
        let due = self.open.started + rule.escalation.ok_or(Refusal::NotPossible)?;
        if self.open.escalated || due >= self.open.deadline {
            return Err(Refusal::NotPossible);
        }
        if now < due {
            return Err(Refusal::TooEarly { due });
        }
        self.open.escalated = true;
        let effects = vec![
            Effect::EscalateStage { stage },
            Effect::Record(Happening::StageEscalated { stage }),
            Effect::Notify(Notice::ApproversJoined { stage }),
        ];
        Ok((self, effects))
    }

    /// Ends the stage because its deadline has come.
    ///
    /// # Errors
    /// [`Refusal::TooEarly`] before the deadline, or what [`Self::decide`] says of a stage that is not open.
    pub fn time_out(self, stage: usize, now: Instant) -> Result<Vec<Effect>, Refusal> {
        self.must_be_open(stage)?;
        if now < self.open.deadline {
            return Err(Refusal::TooEarly {
                due: self.open.deadline,
            });
        }
        Ok(vec![
            Effect::ExpireStage { stage },
            Effect::Record(Happening::StageExpired { stage }),
            Effect::Notify(Notice::TimedOut { stage }),
        ])
    }
}
