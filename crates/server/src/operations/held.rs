//! One assignment, read and written in one transaction.

use portico_governance::assignment::{self, Command, State};
use portico_governance::effect::{Effect, Job, Notice};
use portico_governance::ending;
use portico_governance::request::DeliveryOutcome;
use portico_graph::time::Instant;
use portico_graph::{ExpirationPattern, RequestType, Schedule};

use super::act::Act;
use super::attributes;
use super::automatic::IN_GRACE;
use super::case::Stopped;
use super::extensions::callouts;
use super::extensions::stages::Stage;
use super::guests;
use super::timeline::{self, About};
use super::withdraw;
use crate::jobs::Task;
use crate::jobs::outbox;
use crate::store::{Row, Sql, StoreError, Tx};

/// An assignment as it stands.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub state: State,
    /// Whose it is.
    pub target_id: String,
    /// The request that speaks for it: the newest that somebody made, for nobody looks for the end of their access in one of the service's own.
    /// What was imported may have no other.
    pub request_id: Option<String>,
    /// The fewest days before the end for which its holder was told of it.
    end_told: Option<i64>,
    version: i64,
}

impl Held {
    /// The assignment with this id.
    pub async fn load(tx: &mut Tx, id: &str) -> Result<Option<Self>, StoreError> {
        let Some(row) = Sql::new("SELECT * FROM assignments WHERE id = $1")
            .text(id)
            .fetch_optional(tx)
            .await?
        else {
            return Ok(None);
        };
        let request = Sql::new(
            "SELECT id FROM requests WHERE assignment_id = $1 \
             ORDER BY CASE WHEN request_type = $2 THEN 1 ELSE 0 END, created_at DESC, id DESC LIMIT 1",
        )
        .text(id)
        .text(RequestType::SystemRemove.as_str())
        .fetch_optional(tx)
        .await?;
        Ok(Some(Self {
            id: row.text("id")?,
            target_id: row.text("target_id")?,
            state: state(&row)?,
            request_id: request.map(|row| row.text("id")).transpose()?,
            end_told: row.opt_int("end_told")?,
            version: row.int("version")?,
        }))
    }

    /// Carries out a command and writes down everything that follows from it. On `Err` the transaction must be given up.
    pub async fn step(&mut self, tx: &mut Tx, act: &Act, command: Command) -> Result<(), Stopped> {
        let (next, effects) = assignment::step(self.state, command, act.now)?;
        self.state = next;
        self.write_state(tx, act).await?;
        for effect in effects {
            self.write_effect(tx, act, effect).await?;
        }
        match self.state {
            State::Expired { .. } => {
                callouts::about_assignment(tx, act, &self.id, Stage::Removed).await?;
                attributes::forget(tx, act, &self.id).await?;
                guests::lost(tx, act, &self.target_id).await?;
            }
            State::DeliveryFailed => {
                guests::lost_meanwhile(tx, act, &self.target_id, &self.id).await?;
            }
            State::Delivered { .. } | State::PartiallyDelivered { .. } => {
                guests::came(tx, act, &self.target_id).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// What a delivery achieved: the access runs from `starts` on.
    pub async fn report(
        &mut self,
        tx: &mut Tx,
        act: &Act,
        outcome: DeliveryOutcome,
        starts: Instant,
        ends: Option<Instant>,
    ) -> Result<(), Stopped> {
        self.step(tx, act, Command::Report { outcome, ends })
            .await?;
        let schedule = Schedule {
            start_date_time: Some(starts),
            expiration: Some(ends.map_or(ExpirationPattern::never(), ExpirationPattern::at)),
        };
        Sql::new(
            "UPDATE assignments SET schedule = $2, starts_at = $3, ends_at = $4, end_told = $5 WHERE id = $1",
        )
        .text(&self.id)
        .json(&schedule)?
        .instant(starts)
        .opt_instant(ends)
        .opt_int(ends.and_then(|ends| ending::begun(ends, act.now)))
        .execute(tx)
        .await?;
        Ok(())
    }

    /// It ends at another time, under this policy, from now on.
    pub async fn change(
        &mut self,
        tx: &mut Tx,
        act: &Act,
        ends: Option<Instant>,
        policy: &str,
    ) -> Result<(), Stopped> {
        self.step(tx, act, Command::Change { ends }).await?;
        let row = Sql::new("SELECT starts_at FROM assignments WHERE id = $1")
            .text(&self.id)
            .fetch_one(tx)
            .await?;
        let schedule = Schedule {
            start_date_time: row.opt_instant("starts_at")?,
            expiration: Some(ends.map_or(ExpirationPattern::never(), ExpirationPattern::at)),
        };
        Sql::new(
            "UPDATE assignments SET schedule = $2, ends_at = $3, policy_id = $4, end_told = $6, \
               status = CASE WHEN policy_id = $4 AND grace_until IS NOT NULL THEN $5 ELSE status END, \
               grace_until = CASE WHEN policy_id = $4 THEN grace_until ELSE NULL END WHERE id = $1",
        )
        .text(&self.id)
        .json(&schedule)?
        .opt_instant(ends)
        .text(policy)
        .text(IN_GRACE)
        .opt_int(ends.and_then(|ends| ending::begun(ends, act.now)))
        .execute(tx)
        .await?;
        Ok(())
    }

    /// When it ends, while it is held.
    pub const fn ends(&self) -> Option<Instant> {
        match self.state {
            State::Delivered { ends } | State::PartiallyDelivered { ends } => ends,
            _ => None,
        }
    }

    /// Says that it ends soon, once for each of the moments: to extensions, and by letter to its holder unless they know.
    pub async fn tell_of_end(
        &self,
        tx: &mut Tx,
        act: &Act,
        ends: Instant,
        by_letter: bool,
    ) -> Result<(), StoreError> {
        let Some(days) = ending::to_say(ends, self.end_told, act.now) else {
            return Ok(());
        };
        Sql::new("UPDATE assignments SET end_told = $2 WHERE id = $1")
            .text(&self.id)
            .int(days)
            .execute(tx)
            .await?;
        let stage = match days {
            1 => Stage::OneDayBefore,
            _ => Stage::FourteenDaysBefore,
        };
        callouts::about_assignment(tx, act, &self.id, stage).await?;
        let notice = Effect::Notify(Notice::EndsSoon);
        if by_letter {
            self.write_effect(tx, act, notice).await?;
        }
        Ok(())
    }

    async fn write_state(&mut self, tx: &mut Tx, act: &Act) -> Result<(), StoreError> {
        let word = self.state.word().map_or("reserved", |word| word.as_str());
        let expired = match self.state {
            State::Expired { at } => Some(at),
            _ => None,
        };
        let changed = Sql::new(
            "UPDATE assignments SET state = $3, status = $4, expired_at = $5, modified_at = $6, version = version + 1 \
             WHERE id = $1 AND version = $2",
        )
        .text(&self.id)
        .int(self.version)
        .text(word)
        .text(self.state.status().unwrap_or_default())
        .opt_instant(expired)
        .instant(act.now)
        .execute(tx)
        .await?;
        if changed == 0 {
            return Err(StoreError::Abandoned(
                "the assignment was changed meanwhile",
            ));
        }
        self.version += 1;
        Ok(())
    }

    async fn write_effect(&self, tx: &mut Tx, act: &Act, effect: Effect) -> Result<(), StoreError> {
        match effect {
            Effect::Withdraw => withdraw::everything(tx, act, &self.id).await,
            Effect::Schedule { job, due } => {
                let due = match job {
                    Job::Expire => ending::next_look(due, act.now),
                    _ => due,
                };
                outbox::add(tx, act, Task::from(job), &self.id, due).await
            }
            Effect::Record(happening) => {
                let about = About {
                    request_id: self.request_id.clone(),
                    assignment_id: self.id.clone(),
                    state: self.state.word().map_or("reserved", |word| word.as_str()),
                    status: self.state.status().unwrap_or_default(),
                    words: None,
                };
                timeline::record(tx, act, &about, happening).await
            }
            Effect::Notify(notice) => match &self.request_id {
                Some(request) => outbox::add(tx, act, Task::letter(notice), request, act.now).await,
                None => Ok(()),
            },
            // The rest belongs to requests, which carry their effects out themselves.
            _ => Ok(()),
        }
    }
}

fn state(row: &Row) -> Result<State, StoreError> {
    let ends = row.opt_instant("ends_at")?;
    Ok(match row.text("state")?.as_str() {
        "reserved" => State::Reserved,
        "delivering" => State::Delivering,
        "delivered" => State::Delivered { ends },
        "partiallyDelivered" => State::PartiallyDelivered { ends },
        "deliveryFailed" => State::DeliveryFailed,
        "expired" => State::Expired {
            at: row.instant("expired_at")?,
        },
        other => {
            return Err(StoreError::Broken(format!(
                "'{other}' is no state of an assignment"
            )));
        }
    })
}
