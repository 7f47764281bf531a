//! Stages of approvals, as one reader sees them.

use std::collections::BTreeMap;

use portico_governance::approvers::Panel;
use portico_graph::model::APPROVAL_STAGE;
use portico_graph::{ApprovalStagePolicy, ApproverVisibility, stage_status};
use serde_json::{Value as Json, json};

use crate::api::read::source::{Field, Source, UsualOrder};
use crate::api::read::{Node, by_parents};
use crate::operations::panels;
use crate::signin::person::Person;
use crate::store::sql::placeholders_from;
use crate::store::{Sql, StoreError, Tx, Value};

/// Whose eyes see the stages.
#[derive(Clone, Copy)]
pub enum Reader<'a> {
    /// Somebody who decides, or has a role: names are shown, and whether the stage waits for them.
    Approver(&'a Person),
    /// Requestor or target: the policy may hide who decided.
    Party,
    /// An application: names are shown, no stage waits for it.
    Other,
}

/// `reviewedBy` names the directory object; a reviewer who has left keeps the name of that day.
static STAGES: Source = Source {
    entity: &APPROVAL_STAGE,
    table: "request_stages t LEFT JOIN subjects r ON r.id = t.reviewed_by_id",
    id: "t.id",
    fields: &[
        Field::text("displayName", "t.display_name"),
        Field::text("justification", "t.justification"),
        Field::text("reviewedDateTime", "t.reviewed_at"),
        Field::text("reviewResult", "t.review_result"),
        Field::text("status", "t.status"),
        Field::text(REVIEWER_ID, "COALESCE(r.object_id, r.id)"),
        Field::text(REVIEWER_NAME, "t.reviewed_by_name"),
    ],
    links: &[],
    columns: &[],
    orders: &[],
    usual_order: UsualOrder::rising("t.position"),
    alive: "",
};

const REVIEWER_ID: &str = "reviewer id";
const REVIEWER_NAME: &str = "reviewer name";

/// The stages of the requests, in order, by request. `panels`: those that are known already.
pub async fn of_requests(
    tx: &mut Tx,
    request_ids: &[String],
    reader: Reader<'_>,
    mut panels: BTreeMap<String, Panel>,
) -> Result<BTreeMap<String, Vec<Node>>, StoreError> {
    let parents = request_ids.to_vec();
    let mut stages = by_parents(tx, &STAGES, "t.request_id", "t.position", parents).await?;
    let ids: Vec<String> = stages.iter().map(|stage| stage.id.clone()).collect();
    if let Reader::Approver(_) = reader {
        let waits = |stage: &&Node| {
            let status = stage.members.get("status").and_then(Json::as_str);
            status == Some(stage_status::IN_PROGRESS) && !panels.contains_key(&stage.id)
        };
        let unknown: Vec<String> = stages
            .iter()
            .filter(waits)
            .map(|one| one.id.clone())
            .collect();
        panels.extend(panels::of_stages(tx, &unknown).await?);
    }
    let named = match reader {
        Reader::Party => visible(tx, ids).await?,
        Reader::Approver(_) | Reader::Other => ids,
    };
    for stage in &mut stages {
        let mine = match reader {
            Reader::Approver(person) => panels
                .get(&stage.id)
                .is_some_and(|panel| panel.seat(&person.user_id).is_some()),
            Reader::Party | Reader::Other => false,
        };
        let id = stage.members.remove(REVIEWER_ID).unwrap_or_default();
        let name = stage.members.remove(REVIEWER_NAME).unwrap_or_default();
        let known = !id.is_null() && named.contains(&stage.id);
        let reviewer = if known {
            json!({ "id": id, "displayName": name })
        } else {
            Json::Null
        };
        stage.members.insert("reviewedBy".to_owned(), reviewer);
        stage
            .members
            .insert("assignedToMe".to_owned(), Json::from(mine));
    }
    let mut by_request: BTreeMap<String, Vec<Node>> = BTreeMap::new();
    for stage in stages {
        by_request
            .entry(stage.parent.clone())
            .or_default()
            .push(stage);
    }
    Ok(by_request)
}

/// Those of the stages whose policy shows plainly who decides.
async fn visible(tx: &mut Tx, ids: Vec<String>) -> Result<Vec<String>, StoreError> {
    if ids.is_empty() {
        return Ok(ids);
    }
    let text = format!(
        "SELECT t.id AS id, t.settings AS settings FROM request_stages t WHERE t.id IN ({})",
        placeholders_from(1, ids.len())
    );
    let values = ids.into_iter().map(Value::from);
    let mut visible = Vec::new();
    for row in Sql::new(text).values(values).fetch_all(tx).await? {
        let settings: ApprovalStagePolicy = row.json("settings")?;
        if settings.approver_information_visibility == Some(ApproverVisibility::Visible) {
            visible.push(row.text("id")?);
        }
    }
    Ok(visible)
}
