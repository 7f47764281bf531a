//! Writes what a transition of a case asks for: the new state and every effect, in the caller's transaction.

use portico_governance::approval::Verdict;
use portico_governance::assignment;
use portico_governance::effect::{Effect, Happening};
use portico_governance::refusal::Refusal;
use portico_governance::request::{self, Command, Moment, State};
use portico_graph::time::Instant;
use portico_graph::{review_result, stage_status};

use super::read::awaits;
use super::{Case, Purpose};
use crate::jobs::Task;
use crate::jobs::outbox;
use crate::operations::act::Act;
use crate::operations::extensions::callouts;
use crate::operations::extensions::stages::Stage;
use crate::operations::held::Held;
use crate::operations::new_rows::{self, StageOf};
use crate::operations::timeline::{self, About};
use crate::store::{Sql, StoreError, Tx, subjects};

/// Why a step was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The rules say no; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether somebody can decide a request in this state, now or when it has been taken up.
const fn can_be_decided(state: &State) -> bool {
    matches!(
        state,
        State::Submitted(_)
            | State::PendingApproval { .. }
            | State::AwaitingCallback {
                at: Moment::Created,
                ..
            }
    )
}

impl Case {
    /// Carries out a command and writes down everything that follows from it. On `Err` the transaction must be given up.
    pub async fn step(&mut self, tx: &mut Tx, act: &Act, command: Command) -> Result<(), Stopped> {
        let (next, effects) = request::step(self.state.clone(), command, act.now)?;
        let decided = can_be_decided(&self.state) && !can_be_decided(&next);
        self.state = next;
        self.write_state(tx, act).await?;
        if self.purpose == Purpose::Change && self.state.has_ended() {
            self.end_what_was_kept(tx, act).await?;
        }
        if decided && !self.stages.is_empty() {
            let stages: Vec<String> = self.stages.iter().map(|stage| stage.id.clone()).collect();
            new_rows::settle_references(tx, &stages).await?;
        }
        self.write_effects(tx, act, effects).await?;
        if let State::Delivered | State::PartiallyDelivered { .. } = self.state
            && self.purpose != Purpose::Remove
        {
            callouts::about_request(tx, act, self, Stage::Granted).await?;
        }
        Ok(())
    }

    /// Writes the effects of a request that was just made, whose rows are written already.
    pub async fn write_effects(
        &mut self,
        tx: &mut Tx,
        act: &Act,
        effects: Vec<Effect>,
    ) -> Result<(), Stopped> {
        for effect in effects {
            self.write_effect(tx, act, effect).await?;
        }
        Ok(())
    }

    async fn write_state(&mut self, tx: &mut Tx, act: &Act) -> Result<(), StoreError> {
        self.completed = self.state.has_ended().then_some(act.now);
        let changed = Sql::new(
            "UPDATE requests SET state = $3, status = $4, completed_at = $5, modified_at = $6, awaits = $7, \
               version = version + 1 WHERE id = $1 AND version = $2",
        )
        .text(&self.id)
        .int(self.version)
        .text(self.state.word().as_str())
        .text(self.state.status())
        .opt_instant(self.completed)
        .instant(act.now)
        .opt_text(awaits(&self.state))
        .execute(tx)
        .await?;
        if changed == 0 {
            return Err(StoreError::Abandoned("the request was changed meanwhile"));
        }
        self.version += 1;
        Ok(())
    }

    async fn write_effect(
        &mut self,
        tx: &mut Tx,
        act: &Act,
        effect: Effect,
    ) -> Result<(), Stopped> {
        match effect {
            Effect::OpenStage {
                stage,
                started,
                deadline,
                escalates,
            } => self.open(tx, stage, started, (deadline, escalates)).await?,
            Effect::SettleStage {
                stage,
                verdict,
                justification,
                ..
            } => {
                let result = match verdict {
                    Verdict::Approve => review_result::APPROVED,
                    Verdict::Deny => review_result::DENIED,
                };
                let actor = act.actor.as_ref();
                let sql = Sql::new(
                    "UPDATE request_stages SET status = $3, review_result = $4, reviewed_by_id = $5, \
                       reviewed_by_name = $6, reviewed_at = $7, justification = $8, version = version + 1 \
                     WHERE request_id = $1 AND position = $2",
                );
                self.at(sql, stage)
                    .text(stage_status::COMPLETED)
                    .text(result)
                    .opt_text(actor.map(|actor| actor.subject_id.as_str()))
                    .opt_text(actor.map(|actor| actor.name.as_str()))
                    .instant(act.now)
                    .text(&justification)
                    .execute(tx)
                    .await?;
                self.write_reviewer(tx, act, stage).await?;
                if let Some(row) = self.stages.get_mut(stage) {
                    row.justification = justification;
                }
            }
            Effect::EscalateStage { stage } => {
                let sql = Sql::new(
                    "UPDATE request_stages SET escalated_at = $3, version = version + 1 \
                     WHERE request_id = $1 AND position = $2",
                );
                self.at(sql, stage).instant(act.now).execute(tx).await?;
            }
            Effect::ExpireStage { stage } => {
                self.close(tx, stage, stage_status::EXPIRED).await?;
            }
            Effect::AbandonStage { stage } => {
                self.close(tx, stage, stage_status::COMPLETED).await?;
            }
            Effect::BeginAssignment if self.purpose == Purpose::Give => {
                self.held(tx)
                    .await?
                    .step(tx, act, assignment::Command::Begin)
                    .await?;
            }
            // The row of a reserved id stays as it is: it is in no list, and the request still names it.
            Effect::ReleaseAssignment if self.purpose == Purpose::Give => {
                let held = self.held(tx).await?;
                assignment::step(held.state, assignment::Command::Release, act.now)?;
            }
            Effect::CallOut(moment) if self.purpose != Purpose::Remove => {
                callouts::about_request(tx, act, self, callouts::stage_of(moment)).await?;
            }
            Effect::Deliver => {
                let task = match self.purpose {
                    Purpose::Give | Purpose::Change => Task::Deliver,
                    Purpose::Remove => Task::Withdraw,
                };
                outbox::add(tx, act, task, &self.id, act.now).await?;
            }
            Effect::Schedule { job, due } => {
                outbox::add(tx, act, Task::from(job), &self.id, due).await?;
            }
            Effect::Notify(notice) => {
                if let Some(notice) = self.purpose.notice(notice) {
                    outbox::add(tx, act, Task::letter(notice), &self.id, act.now).await?;
                }
            }
            Effect::Record(happening) => {
                if let Some(happening) = self.purpose.happening(happening) {
                    timeline::record(tx, act, &self.about(happening), happening).await?;
                }
            }
            // Access that is held already neither begins with a request nor is released by it; and only assignments withdraw.
            Effect::BeginAssignment
            | Effect::ReleaseAssignment
            | Effect::Withdraw
            | Effect::CallOut(_) => {}
        }
        Ok(())
    }

    /// While a request to change access waits, the access is kept beyond its end; whatever has become of the request, its end counts again.
    async fn end_what_was_kept(&self, tx: &mut Tx, act: &Act) -> Result<(), StoreError> {
        let ends = Sql::new(
            "SELECT ends_at FROM assignments WHERE id = $1 AND state IN ('delivered', 'partiallyDelivered')",
        )
        .text(&self.assignment_id)
        .fetch_optional(tx)
        .await?;
        let ends = ends.map(|row| row.opt_instant("ends_at")).transpose()?;
        if ends.flatten().is_some_and(|ends| ends <= act.now) {
            outbox::add(tx, act, Task::Expire, &self.assignment_id, act.now).await?;
        }
        Ok(())
    }

    async fn held(&self, tx: &mut Tx) -> Result<Held, StoreError> {
        Held::load(tx, &self.assignment_id)
            .await?
            .ok_or_else(|| StoreError::Broken("the request names no assignment".into()))
    }

    fn at(&self, sql: Sql, stage: usize) -> Sql {
        sql.text(&self.id)
            .int(i64::try_from(stage).unwrap_or(i64::MAX))
    }

    /// Whoever decided finds the stage again among theirs.
    async fn write_reviewer(&self, tx: &mut Tx, act: &Act, stage: usize) -> Result<(), StoreError> {
        let (Some(row), Some(actor)) = (self.stages.get(stage), &act.actor) else {
            return Ok(());
        };
        let at = StageOf {
            stage: &row.id,
            request: &self.id,
            created: self.created,
            settled: !can_be_decided(&self.state),
        };
        let objects = subjects::objects(tx, std::slice::from_ref(&actor.subject_id)).await?;
        for user in objects.values() {
            new_rows::write_reviewer(tx, at, user).await?;
        }
        Ok(())
    }

    async fn open(
        &self,
        tx: &mut Tx,
        stage: usize,
        started: Instant,
        (deadline, escalates): (Instant, Option<Instant>),
    ) -> Result<(), StoreError> {
        let sql = Sql::new(
            "UPDATE request_stages SET status = $3, started_at = $4, due_at = $5, escalates_at = $6, \
               version = version + 1 WHERE request_id = $1 AND position = $2",
        );
        self.at(sql, stage)
            .text(stage_status::IN_PROGRESS)
            .instant(started)
            .instant(deadline)
            .opt_instant(escalates)
            .execute(tx)
            .await
            .map(drop)
    }

    async fn close(&self, tx: &mut Tx, stage: usize, status: &str) -> Result<(), StoreError> {
        let sql = Sql::new(
            "UPDATE request_stages SET status = $3, version = version + 1 WHERE request_id = $1 AND position = $2",
        );
        self.at(sql, stage).text(status).execute(tx).await.map(drop)
    }

    fn about(&self, happening: Happening) -> About {
        // The requestor's words stand in the request itself, an approver's in the stage.
        let words = match happening {
            Happening::StageApproved { stage } | Happening::StageDenied { stage } => self
                .stages
                .get(stage)
                .map(|stage| stage.justification.clone())
                .filter(|words| !words.is_empty()),
            _ => None,
        };
        About {
            request_id: Some(self.id.clone()),
            assignment_id: self.assignment_id.clone(),
            state: self.state.word().as_str(),
            status: self.state.status(),
            words,
        }
    }
}
