//! How requests stand, as far as the policy lets the reader see: stages with who is asked, and what is open already.

use portico_governance::approvers;
use portico_graph::portico::{DeliveryProgress, DeliveryState, Progress, ProgressStage};
use portico_graph::{Identity, stage_status};

use super::case::{Case, Stage};
use super::facts::Facts;
use super::shown::{self, Names};
use super::visibility;
use crate::signin::person::Person;
use crate::store::{Row, Sql, StoreError, Tx, packages, subjects};

/// How many of my own open requests are told at once.
const MOST: i64 = 200;

/// Whose requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgressOn {
    /// Open requests for me or by me.
    Target,
    /// Requests that wait for my decision.
    Approver,
}

/// The progress of all of them, each request once, the newest first.
pub async fn run(
    tx: &mut Tx,
    viewer: &Person,
    on: &[ProgressOn],
) -> Result<Vec<Progress>, StoreError> {
    let mut ids = Vec::new();
    if on.contains(&ProgressOn::Target) {
        ids.extend(own(tx, viewer).await?);
    }
    if on.contains(&ProgressOn::Approver) {
        for id in crate::api::waiting::request_ids(tx, viewer).await? {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    let cases = Case::load_all(tx, &ids).await?;
    let by_default = shown_by_default(tx, viewer).await?;
    let mut facts = Facts::default();
    let mut all = Vec::with_capacity(cases.len());
    for case in cases {
        let sight = Sight::with(by_default, viewer, &case);
        all.push(told(tx, viewer, &case, sight, &mut facts).await?);
    }
    Ok(all)
}

async fn own(tx: &mut Tx, viewer: &Person) -> Result<Vec<String>, StoreError> {
    Sql::new(
        "SELECT id FROM requests WHERE (target_id = $1 OR requestor_id = $1) \
         AND state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering') \
         ORDER BY created_at DESC, id DESC LIMIT $2",
    )
    .text(&viewer.subject_id)
    .int(MOST)
    .fetch_all(tx)
    .await?
    .iter()
    .map(|row| row.text("id"))
    .collect()
}

/// What the viewer sees of one request's deciders: an approver sees everybody, a party what the policy shows.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    by_default: bool,
    everything: bool,
}

impl Sight {
    /// The viewer's.
    pub async fn of(tx: &mut Tx, viewer: &Person, case: &Case) -> Result<Self, StoreError> {
        let by_default = shown_by_default(tx, viewer).await?;
        Ok(Self::with(by_default, viewer, case))
    }

    fn with(by_default: bool, viewer: &Person, case: &Case) -> Self {
        Self {
            by_default,
            everything: !case.is_party(&viewer.subject_id),
        }
    }

    /// Whether the deciders of a stage are named.
    pub fn shows(self, stage: &Stage) -> bool {
        self.everything || approvers::visible(&stage.settings, self.by_default)
    }
}

/// One request.
pub async fn of_case(tx: &mut Tx, viewer: &Person, case: &Case) -> Result<Progress, StoreError> {
    let sight = Sight::of(tx, viewer, case).await?;
    told(tx, viewer, case, sight, &mut Facts::default()).await
}

async fn shown_by_default(tx: &mut Tx, viewer: &Person) -> Result<bool, StoreError> {
    match subjects::by_id(tx, &viewer.subject_id).await? {
        Some(subject) => visibility::shown_to(tx, &subject).await,
        None => Ok(false),
    }
}

/// One of many requests: what was read from the directory for one serves the next.
async fn told(
    tx: &mut Tx,
    viewer: &Person,
    case: &Case,
    sight: Sight,
    facts: &mut Facts,
) -> Result<Progress, StoreError> {
    let mut names = Names::of(subjects::organization(tx, &case.target).await?);
    let mut stages = Vec::new();
    for stage in &case.stages {
        stages.push(of_stage(tx, viewer, case, stage, sight, (facts, &mut names)).await?);
    }
    Ok(Progress {
        request_id: case.id.clone(),
        stages,
        deliveries: deliveries(tx, case).await?,
    })
}

async fn of_stage(
    tx: &mut Tx,
    viewer: &Person,
    case: &Case,
    stage: &Stage,
    sight: Sight,
    (facts, names): (&mut Facts, &mut Names),
) -> Result<ProgressStage, StoreError> {
    let panel = case.panel(tx, facts, stage).await?;
    let why = shown::why(tx, &stage.settings, &panel, names).await?;
    let visible = sight.shows(stage);
    let waits = stage.status == stage_status::IN_PROGRESS;
    let undecided = !case.state.has_ended() && stage.review.is_none();
    let reviewed_by = match &stage.review {
        Some(review) if visible => Some(Identity {
            id: subjects::by_id(tx, &review.subject_id)
                .await?
                .and_then(|subject| subject.object_id),
            display_name: Some(review.name.clone()),
        }),
        _ => None,
    };
    Ok(ProgressStage {
        id: stage.id.clone(),
        status: stage.status.clone(),
        review_result: stage.review_result.clone(),
        basis: why.basis,
        basis_name: why.name,
        approvers: if visible && undecided {
            shown::identities(tx, &panel).await?
        } else {
            Vec::new()
        },
        visible,
        is_fallback: why.is_fallback,
        assigned_to_me: waits && panel.seat(&viewer.user_id).is_some(),
        is_approver_justification_required: stage.rule().justification_required,
        started_date_time: stage.started,
        due_date_time: stage.due,
        escalation_date_time: stage.escalates,
        reviewed_by,
        reviewed_date_time: stage.review.as_ref().map(|review| review.at),
        justification: Some(stage.justification.clone()).filter(|words| !words.is_empty()),
    })
}

/// One line a resource: what was given, and what is about to be.
async fn deliveries(tx: &mut Tx, case: &Case) -> Result<Vec<DeliveryProgress>, StoreError> {
    use portico_governance::request::State;
    let began = matches!(
        case.state,
        State::Delivering
            | State::Delivered
            | State::PartiallyDelivered { .. }
            | State::DeliveryFailed { .. }
    );
    if !began {
        return Ok(Vec::new());
    }
    let over = Sql::new("SELECT state FROM assignments WHERE id = $1")
        .text(&case.assignment_id)
        .fetch_optional(tx)
        .await?
        .map(|row| row.text("state"))
        .transpose()?
        .is_some_and(|state| state == "expired");
    let rows = Sql::new(
        "SELECT d.role_scope_id, d.state, d.origin_system, d.finished_at, d.origin_id, r.display_name AS resource, \
           o.display_name AS role \
         FROM deliveries d LEFT JOIN resource_roles o ON o.id = substr(d.role_scope_id, 1, 36) \
         LEFT JOIN resources r ON r.id = o.resource_id \
         WHERE d.request_id = $1 AND d.action = 'give' ORDER BY d.created_at, r.display_name_folded, d.id",
    )
    .text(&case.id)
    .fetch_all(tx)
    .await?;
    if rows.is_empty() {
        let roles = packages::role_scopes(tx, &case.package_id).await?;
        let pending = roles.into_iter().map(|role| DeliveryProgress {
            resource_role_scope_id: role.id,
            resource: role.resource_name,
            role: role.role_name,
            origin_system: role.origin_system,
            state: DeliveryState::Pending,
            date_time: None,
            next_try_date_time: None,
        });
        return Ok(pending.collect());
    }
    rows.iter().map(|row| delivery(row, over)).collect()
}

fn delivery(row: &Row, over: bool) -> Result<DeliveryProgress, StoreError> {
    let state = match (row.text("state")?.as_str(), over) {
        ("done", true) => DeliveryState::Removed,
        ("done", false) => DeliveryState::Delivered,
        ("failed", _) => DeliveryState::Failed,
        _ => DeliveryState::Pending,
    };
    let name = row.opt_text("resource")?;
    Ok(DeliveryProgress {
        resource_role_scope_id: row.text("role_scope_id")?,
        resource: match name {
            Some(name) => name,
            None => row.text("origin_id")?,
        },
        role: row.opt_text("role")?.unwrap_or_default(),
        origin_system: row.text("origin_system")?,
        state,
        date_time: row.opt_instant("finished_at")?,
        next_try_date_time: None,
    })
}
