//! How requests stand, as far as the policy lets the reader see: stages with who is asked, and what is open already.

use std::collections::{BTreeMap, BTreeSet};

use portico_governance::approvers;
use portico_graph::portico::{DeliveryProgress, DeliveryState, Progress, ProgressStage};
use portico_graph::{Identity, stage_status};

use super::case::{Case, Stage};
use super::facts::Facts;
use super::shown::{Names, Shown};
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
    of_cases(tx, viewer, &cases).await
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
    let told = of_cases(tx, viewer, std::slice::from_ref(case)).await?;
    Ok(told.into_iter().next().unwrap_or_default())
}

async fn shown_by_default(tx: &mut Tx, viewer: &Person) -> Result<bool, StoreError> {
    match subjects::by_id(tx, &viewer.subject_id).await? {
        Some(subject) => visibility::shown_to(tx, &subject).await,
        None => Ok(false),
    }
}

/// Many requests: who decides and what they are called is looked up for all of them at once.
async fn of_cases(
    tx: &mut Tx,
    viewer: &Person,
    cases: &[Case],
) -> Result<Vec<Progress>, StoreError> {
    let by_default = shown_by_default(tx, viewer).await?;
    let stages: Vec<(&Case, &Stage)> = cases
        .iter()
        .flat_map(|case| case.stages.iter().map(move |stage| (case, stage)))
        .collect();
    let questions: Vec<_> = stages
        .iter()
        .map(|(case, stage)| case.question(stage))
        .collect();
    let mut facts = Facts::default();
    facts.learn(tx, &questions).await?;
    let panels: Vec<_> = stages
        .iter()
        .zip(&questions)
        .map(|((_, stage), question)| facts.panel(question, stage.escalated.is_some()))
        .collect();
    let shown: Vec<_> = stages
        .iter()
        .zip(&panels)
        .map(|((case, stage), panel)| Shown {
            stage: &stage.settings,
            panel,
            organization: facts.organization(&case.target),
            with_people: Sight::with(by_default, viewer, case).shows(stage)
                && !case.state.has_ended()
                && stage.review.is_none(),
        })
        .collect();
    let mut names = Names::default();
    names.learn(tx, &shown).await?;
    let reviewers = reviewers(tx, &stages).await?;
    let mut told: BTreeMap<&str, Vec<ProgressStage>> = BTreeMap::new();
    for ((case, stage), shown) in stages.iter().zip(&shown) {
        let visible = Sight::with(by_default, viewer, case).shows(stage);
        let reviewed_by = stage.review.as_ref().filter(|_| visible);
        let reviewed_by = reviewed_by.map(|review| Identity {
            id: reviewers.get(&review.subject_id).cloned(),
            display_name: Some(review.name.clone()),
        });
        let seen = ProgressStage {
            visible,
            reviewed_by,
            ..of_stage(viewer, stage, shown, &names)
        };
        told.entry(&case.id).or_default().push(seen);
    }
    let mut all = Vec::with_capacity(cases.len());
    for case in cases {
        all.push(Progress {
            request_id: case.id.clone(),
            stages: told.remove(case.id.as_str()).unwrap_or_default(),
            deliveries: deliveries(tx, case).await?,
        });
    }
    Ok(all)
}

/// The directory objects of those who decided, by subject.
async fn reviewers(
    tx: &mut Tx,
    stages: &[(&Case, &Stage)],
) -> Result<BTreeMap<String, String>, StoreError> {
    let reviews = stages.iter().filter_map(|(_, stage)| stage.review.as_ref());
    let ids: BTreeSet<String> = reviews.map(|review| review.subject_id.clone()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    subjects::objects(tx, &ids).await
}

fn of_stage(viewer: &Person, stage: &Stage, shown: &Shown<'_>, names: &Names) -> ProgressStage {
    let why = names.why(shown);
    let waits = stage.status == stage_status::IN_PROGRESS;
    ProgressStage {
        id: stage.id.clone(),
        status: stage.status.clone(),
        review_result: stage.review_result.clone(),
        basis: why.basis,
        basis_name: why.name,
        approvers: if shown.with_people {
            names.identities(shown)
        } else {
            Vec::new()
        },
        is_fallback: why.is_fallback,
        assigned_to_me: waits && shown.panel.seat(&viewer.user_id).is_some(),
        is_approver_justification_required: stage.rule().justification_required,
        started_date_time: stage.started,
        due_date_time: stage.due,
        escalation_date_time: stage.escalates,
        reviewed_date_time: stage.review.as_ref().map(|review| review.at),
        justification: Some(stage.justification.clone()).filter(|words| !words.is_empty()),
        ..ProgressStage::default()
    }
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
