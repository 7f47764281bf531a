//! Writing one finished request: its row with the policy as it is now, its stages, what was delivered, and its history.

use portico_governance::request::{Denial, State};
use portico_governance::requirements;
use portico_graph::portico::EventKind;
use portico_graph::time::Instant;
use portico_graph::{ApprovalStagePolicy, review_result, stage_status};

use super::{Known, Somebody, Writing};
use crate::directory::history::{Decision, Finished};
use crate::ids::derived;
use crate::operations::new_rows::{self, StageOf};
use crate::operations::timeline::{self, Detail};
use crate::store::{Sql, StoreError, Tx};

impl Writing {
    /// Writes it, unless it is there.
    pub(super) async fn finished(
        &mut self,
        tx: &mut Tx,
        request: &Finished,
    ) -> Result<(), StoreError> {
        let Some(package) = self.ruled(tx, &request.path, &request.grant).await? else {
            return Ok(());
        };
        let policy = package
            .policies
            .iter()
            .find(|one| one.id == request.grant.policy);
        let stages = policy.and_then(|policy| requirements::stages(policy).ok());
        let stages = stages.unwrap_or_default();
        if let Some(message) = misfit(request, stages.len()) {
            self.problem(&request.path, "stages", message);
            return Ok(());
        }
        let person = self.somebody(tx, &request.grant.person).await?;
        let assignment = match &request.assignment {
            Some(assignment) => assignment.clone(),
            None => self.reserved(tx, request, &person).await?,
        };
        let added = Sql::new(
            "INSERT INTO requests (id, request_type, state, status, requestor_id, target_id, created_by_id, package_id, \
               policy_id, assignment_id, justification, schedule, answers, frozen_policy, bypass_approval, is_renewal, \
               starts_at, callout_instances, failure, version, created_at, modified_at, completed_at) \
             VALUES ($1, 'userAdd', $2, $3, $4, $4, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, NULL, '[]', NULL, 1, $12, $13, \
               $13) ON CONFLICT (id) DO NOTHING",
        )
        .text(&request.id)
        .text(request.state.word().as_str())
        .text(request.state.status())
        .text(&person.subject.id)
        .text(&request.grant.package)
        .text(&request.grant.policy)
        .text(&assignment)
        .opt_text(request.justification.as_deref())
        .opt_json(request.schedule.as_ref())?
        .json(&request.answers)?
        .opt_json(policy)?
        .instant(request.created)
        .instant(request.completed)
        .execute(tx)
        .await?;
        if added == 0 {
            return Ok(());
        }
        let about = (request, assignment.as_str());
        self.event(
            tx,
            about,
            EventKind::Submitted,
            request.created,
            &Detail::default(),
            Some(&person),
        )
        .await?;
        let mut started = Some(request.created);
        for (place, stage) in stages.iter().enumerate() {
            started = self
                .stage(tx, about, (place, stage), &person, started)
                .await?;
        }
        self.ending(tx, about, &package, &person).await
    }

    /// The id that was promised to a request which led to nothing.
    async fn reserved(
        &self,
        tx: &mut Tx,
        request: &Finished,
        person: &Somebody,
    ) -> Result<String, StoreError> {
        let id = derived(&self.namespace, &format!("reserved/{}", request.id));
        Sql::new(
            "INSERT INTO assignments (id, target_id, package_id, policy_id, state, status, schedule, starts_at, ends_at, \
               expired_at, callout_instances, version, created_at, modified_at) \
             VALUES ($1, $2, $3, $4, 'reserved', '', NULL, NULL, NULL, NULL, '[]', 1, $5, $5) \
             ON CONFLICT (id) DO NOTHING",
        )
        .text(&id)
        .text(&person.subject.id)
        .text(&request.grant.package)
        .text(&request.grant.policy)
        .instant(request.created)
        .execute(tx)
        .await?;
        Ok(id)
    }

    /// Writes a stage that began at `started`, if it did; answers when the next one begins.
    async fn stage(
        &mut self,
        tx: &mut Tx,
        about: (&Finished, &str),
        (place, stage): (usize, &ApprovalStagePolicy),
        person: &Somebody,
        started: Option<Instant>,
    ) -> Result<Option<Instant>, StoreError> {
        let request = about.0;
        let id = derived(&self.namespace, &format!("stage/{}/{place}", request.id));
        let decision = request.decisions.get(place);
        let reviewer = match decision {
            Some(decision) => Some(self.somebody(tx, &decision.by).await?),
            None => None,
        };
        let rule = requirements::rule(stage);
        Sql::new(
            "INSERT INTO request_stages (id, request_id, position, status, review_result, display_name, settings, \
               started_at, due_at, escalates_at, escalated_at, reviewed_by_id, reviewed_by_name, reviewed_at, \
               justification, version) \
             VALUES ($1, $2, $3, $4, $5, NULL, $6, $7, $8, NULL, NULL, $9, $10, $11, $12, 1)",
        )
        .text(&id)
        .text(&request.id)
        .int(i64::try_from(place).unwrap_or(i64::MAX))
        .text(status(request, decision, started))
        .text(match decision {
            None => review_result::NOT_REVIEWED,
            Some(one) if one.approved => review_result::APPROVED,
            Some(_) => review_result::DENIED,
        })
        .json(stage)?
        .opt_instant(started)
        .opt_instant(started.map(|start| start + rule.patience))
        .opt_text(reviewer.as_ref().map(|one| one.subject.id.as_str()))
        .opt_text(reviewer.as_ref().and_then(|one| one.subject.display_name.as_deref()))
        .opt_instant(decision.map(|one| one.at))
        .text(decision.map_or("", |one| one.justification.as_str()))
        .execute(tx)
        .await?;
        let organization = person.organization.as_deref();
        let at = StageOf {
            stage: &id,
            request: &request.id,
            created: request.created,
            settled: request.state.has_ended(),
        };
        new_rows::write_references(tx, at, stage, &person.subject, organization).await?;
        let reviewer_object = reviewer
            .as_ref()
            .and_then(|one| one.subject.object_id.as_ref());
        if let Some(user) = reviewer_object {
            new_rows::write_reviewer(tx, at, user).await?;
        }
        let Some(decision) = decision else {
            return Ok(None);
        };
        let kind = if decision.approved {
            EventKind::Approved
        } else {
            EventKind::Denied
        };
        let words = Some(decision.justification.clone()).filter(|words| !words.is_empty());
        let detail = Detail {
            stage: Some(place),
            text: words,
            resource: None,
        };
        self.event(tx, about, kind, decision.at, &detail, reviewer.as_deref())
            .await?;
        Ok(decision.approved.then_some(decision.at))
    }

    /// The last line of the history, and for what was delivered each role.
    async fn ending(
        &self,
        tx: &mut Tx,
        about: (&Finished, &str),
        package: &Known,
        person: &Somebody,
    ) -> Result<(), StoreError> {
        let (request, assignment) = about;
        let (kind, actor) = match &request.state {
            State::Delivered => (EventKind::Delivered, None),
            State::Denied(Denial::Expired) => (EventKind::TimedOut, None),
            State::Canceled => (EventKind::Canceled, Some(person)),
            // The decision has its own line.
            _ => return Ok(()),
        };
        self.event(
            tx,
            about,
            kind,
            request.completed,
            &Detail::default(),
            actor,
        )
        .await?;
        if request.state != State::Delivered {
            return Ok(());
        }
        for role in &package.roles {
            let name = format!("delivery/{}/{}", request.id, role.id);
            Sql::new(
                "INSERT INTO deliveries (id, request_id, assignment_id, role_scope_id, action, target_id, origin_system, \
                   origin_id, role_origin_id, scope_origin_id, state, attempts, error, created_at, finished_at) \
                 VALUES ($1, $2, $3, $4, 'give', $5, $6, $7, $8, $9, 'done', 1, NULL, $10, $10)",
            )
            .text(derived(&self.namespace, &name))
            .text(&request.id)
            .text(assignment)
            .text(&role.id)
            .text(&person.subject.id)
            .text(&role.origin_system)
            .text(&role.origin_id)
            .text(&role.role_origin_id)
            .text(&role.scope_origin_id)
            .instant(request.completed)
            .execute(tx)
            .await?;
        }
        Ok(())
    }

    async fn event(
        &self,
        tx: &mut Tx,
        (request, assignment): (&Finished, &str),
        kind: EventKind,
        at: Instant,
        detail: &Detail,
        actor: Option<&Somebody>,
    ) -> Result<(), StoreError> {
        let word = timeline::word(kind);
        let place = detail.stage.unwrap_or_default();
        let name = format!("event/{}/{word}/{place}", request.id);
        Sql::new(
            "INSERT INTO events (id, request_id, assignment_id, at, kind, actor_id, actor_name, data) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .text(derived(&self.namespace, &name))
        .text(&request.id)
        .text(assignment)
        .instant(at)
        .text(word)
        .opt_text(actor.map(|one| one.subject.id.as_str()))
        .opt_text(actor.and_then(|one| one.subject.display_name.as_deref()))
        .json(detail)?
        .execute(tx)
        .await
        .map(drop)
    }
}

/// Why the decisions cannot have led to this end under a policy of so many stages.
fn misfit(request: &Finished, stages: usize) -> Option<&'static str> {
    let decisions = &request.decisions;
    let denied = decisions.iter().position(|decision| !decision.approved);
    let last = decisions.len().checked_sub(1);
    if decisions.len() > stages {
        return Some("are more than the policy has");
    }
    match (&request.state, denied) {
        (State::Delivered, _) if decisions.len() < stages || denied.is_some() => {
            Some("do not all approve, but the request was delivered")
        }
        (State::Denied(Denial::ByApprover), place) if place.is_none() || place != last => {
            Some("must end with the one that denied")
        }
        (State::Denied(Denial::Expired) | State::Canceled, Some(_)) => {
            Some("deny, but the request ended otherwise")
        }
        (State::Denied(Denial::Expired), None) if decisions.len() == stages => {
            Some("are all decided, but the request expired")
        }
        _ => None,
    }
}

/// The word of a stage of a request that is over.
fn status(
    request: &Finished,
    decision: Option<&Decision>,
    started: Option<Instant>,
) -> &'static str {
    match (&request.state, decision, started) {
        (_, None, None) => stage_status::INITIALIZING,
        (State::Denied(Denial::Expired), None, Some(_)) => stage_status::EXPIRED,
        _ => stage_status::COMPLETED,
    }
}
