//! The rows of a new request: itself, the assignment whose id it reserves, its stages, and by which references each stage may find
//! its approvers.

use portico_governance::approvers;
use portico_governance::membership_rule::Rule;
use portico_governance::request::{Pauses, State};
use portico_graph::time::Instant;
use portico_graph::{
    Answer, ApprovalStagePolicy, AssignmentPolicy, Further, RequestType, Schedule, Subject,
    SubjectSet, review_result, stage_status,
};

use super::act::Act;
use super::among;
use super::case::Purpose;
use super::refusal::Refusal;
use crate::store::{Sql, StoreError, Tx, rules, subjects};

/// The version of a row that was just written.
pub const FIRST_VERSION: i64 = 1;

/// A request about to be written.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// Its id.
    pub id: String,
    /// The assignment: a new id for access that the target does not have, else the one it is about.
    pub assignment_id: String,
    /// What is asked for.
    pub request_type: RequestType,
    /// What it is for.
    pub purpose: Purpose,
    /// Who asks; for whom an administrator gives access to, they (Graph contract: requestor).
    pub requestor: Subject,
    /// Who sent it.
    pub creator: Subject,
    /// Who gets the access.
    pub target: Subject,
    /// The package.
    pub package_id: String,
    /// The policy with its questions, as it is now.
    pub policy: AssignmentPolicy,
    /// The reason.
    pub justification: Option<String>,
    /// The period as asked.
    pub schedule: Option<Schedule>,
    /// The answers as sent.
    pub answers: Vec<Answer>,
    /// The chosen first instant.
    pub start: Option<Instant>,
    /// Nobody is asked, whatever the policy says.
    pub bypasses_approval: bool,
}

/// Writes everything; answers the ids of the stages.
///
/// # Errors
/// [`Refusal::RequestAlreadyOpen`] when another request was faster.
pub async fn write(
    tx: &mut Tx,
    act: &Act,
    new: &NewRequest,
    state: &State,
    stages: &[ApprovalStagePolicy],
) -> Result<Vec<String>, Refusal> {
    if new.purpose == Purpose::Give {
        write_assignment(tx, act, new).await?;
    }
    write_request(tx, act, new, state)
        .await
        .map_err(|problem| {
            if problem.is_taken() {
                Refusal::RequestAlreadyOpen(String::new())
            } else {
                problem.into()
            }
        })?;
    let organization = if stages.iter().any(approvers::asks_for_organization) {
        subjects::organization(tx, &new.target).await?
    } else {
        None
    };
    let mut ids = Vec::with_capacity(stages.len());
    for (place, stage) in (0_i64..).zip(stages) {
        let id = act.ids.guid();
        write_stage(tx, &id, &new.id, place, stage).await?;
        let at = StageOf {
            stage: &id,
            request: &new.id,
            created: act.now,
            settled: false,
        };
        write_references(tx, at, stage, &new.target, organization.as_deref()).await?;
        ids.push(id);
    }
    Ok(ids)
}

/// A stage, and what lists of approvals need to know of its request.
#[derive(Debug, Clone, Copy)]
pub struct StageOf<'a> {
    /// The stage's id.
    pub stage: &'a str,
    /// The request's id.
    pub request: &'a str,
    /// When the request was made.
    pub created: Instant,
    /// Whether nobody can decide the request any more.
    pub settled: bool,
}

/// Who decided a stage finds it again, whomever its policy names; `user` is the directory user.
pub async fn write_reviewer(tx: &mut Tx, at: StageOf<'_>, user: &str) -> Result<(), StoreError> {
    // What they decided does not wait for them again.
    let at = StageOf {
        settled: true,
        ..at
    };
    write_reference(tx, at, "reviewer", &("user", user.to_owned(), 0)).await
}

/// A request that nobody can decide any more is found no longer, by these stages of it, by those who look for what waits. Found by their
/// ids and nothing else: whoever read other references on the way would be in the way of all other deciders on PostgreSQL.
pub async fn settle_references(tx: &mut Tx, stages: &[String]) -> Result<(), StoreError> {
    let (list, ids) = among::list(1, stages);
    let text = format!("UPDATE stage_approvers SET settled = 1 WHERE stage_id IN ({list})");
    Sql::new(text).values(ids).execute(tx).await.map(drop)
}

/// By which references a stage finds its approvers; `organization` is the connected organisation of the target.
pub async fn write_references(
    tx: &mut Tx,
    at: StageOf<'_>,
    stage: &ApprovalStagePolicy,
    target: &Subject,
    organization: Option<&str>,
) -> Result<(), StoreError> {
    let tiers = [
        ("primary", &stage.primary_approvers),
        ("fallbackPrimary", &stage.fallback_primary_approvers),
        ("escalation", &stage.escalation_approvers),
        ("fallbackEscalation", &stage.fallback_escalation_approvers),
    ];
    for (tier, sets) in tiers {
        for reference in sets
            .iter()
            .flat_map(|set| references(set, target, organization))
        {
            write_reference(tx, at, tier, &reference).await?;
        }
    }
    Ok(())
}

async fn write_assignment(tx: &mut Tx, act: &Act, new: &NewRequest) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO assignments (id, target_id, package_id, policy_id, state, status, schedule, starts_at, ends_at, \
           expired_at, callout_instances, version, created_at, modified_at) \
         VALUES ($1, $2, $3, $4, 'reserved', '', NULL, NULL, NULL, NULL, '[]', 1, $5, $5)",
    )
    .text(&new.assignment_id)
    .text(&new.target.id)
    .text(&new.package_id)
    .text(&new.policy.id)
    .instant(act.now)
    .execute(tx)
    .await
    .map(drop)
}

async fn write_request(
    tx: &mut Tx,
    act: &Act,
    new: &NewRequest,
    state: &State,
) -> Result<(), StoreError> {
    let pauses = match state {
        State::Submitted(plan) => plan.pauses,
        _ => Pauses::default(),
    };
    Sql::new(
        "INSERT INTO requests (id, request_type, state, status, requestor_id, target_id, created_by_id, package_id, \
           policy_id, assignment_id, justification, schedule, answers, frozen_policy, bypass_approval, is_renewal, \
           starts_at, callout_instances, failure, version, created_at, modified_at, completed_at, pauses_created, pauses_approved) \
         VALUES ($1, $2, $3, $4, $16, $5, $17, $6, $7, $8, $9, $10, $11, $12, $18, $19, $13, '[]', NULL, $15, $14, $14, NULL, $20, $21)",
    )
    .text(&new.id)
    .text(new.request_type.as_str())
    .text(state.word().as_str())
    .text(state.status())
    .text(&new.target.id)
    .text(&new.package_id)
    .text(&new.policy.id)
    .text(&new.assignment_id)
    .opt_text(new.justification.as_deref())
    .opt_json(new.schedule.as_ref())?
    .json(&new.answers)?
    .json(&new.policy)?
    .opt_instant(new.start)
    .instant(act.now)
    .int(FIRST_VERSION)
    .text(&new.requestor.id)
    .text(&new.creator.id)
    .flag(new.bypasses_approval)
    .flag(new.purpose == Purpose::Change)
    .flag(pauses.created)
    .flag(pauses.approved)
    .execute(tx)
    .await
    .map(drop)
}

async fn write_stage(
    tx: &mut Tx,
    id: &str,
    request: &str,
    place: i64,
    stage: &ApprovalStagePolicy,
) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO request_stages (id, request_id, position, status, review_result, display_name, settings, \
           started_at, due_at, escalates_at, escalated_at, reviewed_by_id, reviewed_by_name, reviewed_at, \
           justification, version) \
         VALUES ($1, $2, $3, $4, $5, NULL, $6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', 1)",
    )
    .text(id)
    .text(request)
    .int(place)
    .text(stage_status::INITIALIZING)
    .text(review_result::NOT_REVIEWED)
    .json(stage)?
    .execute(tx)
    .await
    .map(drop)
}

async fn write_reference(
    tx: &mut Tx,
    at: StageOf<'_>,
    tier: &str,
    (kind, scope, level): &Reference,
) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO stage_approvers (stage_id, tier, kind, scope_id, level, request_id, created_at, settled) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (stage_id, tier, kind, scope_id, level) DO NOTHING",
    )
    .text(at.stage)
    .text(tier)
    .text(*kind)
    .text(scope)
    .int(i64::from(*level))
    .text(at.request)
    .instant(at.created)
    .flag(at.settled)
    .execute(tx)
    .await
    .map(drop)
}

/// Kind, id, and how many levels up.
type Reference = (&'static str, String, i32);

/// By what a list of "waits for me" can find the people of a set; nothing: the set means nobody for this target.
fn references(set: &SubjectSet, target: &Subject, organization: Option<&str>) -> Vec<Reference> {
    let named = |kind, id: &str| vec![(kind, id.to_owned(), 0)];
    let of = |kind, id: Option<&str>, level| {
        let id = id.into_iter();
        id.map(|id| (kind, id.to_owned(), level)).collect()
    };
    let object = target.object_id.as_deref();
    match set {
        SubjectSet::SingleUser { user_id, .. } => named("user", user_id),
        SubjectSet::GroupMembers { group_id, .. } => named("group", group_id),
        SubjectSet::RequestorManager { manager_level }
        | SubjectSet::TargetManager { manager_level } => {
            of("managerOf", object, (*manager_level).max(1))
        }
        SubjectSet::InternalSponsors => of("internalSponsorsOf", organization, 0),
        SubjectSet::ExternalSponsors => of("externalSponsorsOf", organization, 0),
        SubjectSet::TargetUserSponsors => of("sponsorsOf", object, 0),
        SubjectSet::Other(_) => match set.further() {
            Some(Further::AttributeRule { rule, .. }) => {
                let text = Rule::canonical(rule).into_iter();
                text.flat_map(|text| named("rule", &rules::id_of(&text)))
                    .collect()
            }
            Some(Further::Groups { group_ids }) => group_ids
                .into_iter()
                .flat_map(|id| named("group", id))
                .collect(),
            Some(Further::TargetApplicationOwners) => of("ownersOf", object, 0),
            Some(Further::TargetAgentIdentitySponsorsOrOwners) => {
                of("sponsorsOrOwnersOf", object, 0)
            }
            Some(Further::SingleServicePrincipal { .. }) | None => Vec::new(),
        },
        SubjectSet::ConnectedOrganizationMembers { .. } => Vec::new(),
    }
}
