//! Reading approvals and their stages (Graph contract: approvals). An approval's id is its request's id. Who is not asked
//! to decide it learns nothing, not even whether it exists.

mod stages;

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use portico_governance::approvers::Panel;
use portico_graph::model::{APPROVAL, APPROVAL_FILTER, APPROVAL_STAGE};
use portico_odata::{Address, Expand, Options, narrow};
use serde_json::Value as Json;

use super::reach::{Reach, caller_key};
use super::read::source::{Source, UsualOrder};
use super::read::{self, Answer, Asked, Held, List, Node, Scope, Sight};
use super::waiting;
use crate::http::App;
use crate::http::address::FunctionParameters;
use crate::http::caller::{Approver, Caller};
use crate::http::error::ApiError;
use crate::operations::among;
use crate::store::fold::fold;
use crate::store::{Tx, Value};
use stages::Reader;

const SET: &str = "identityGovernance/entitlementManagement/accessPackageAssignmentApprovals";

/// Approvals are requests seen from the other side.
static APPROVALS: Source = Source {
    entity: &APPROVAL,
    table: "requests q",
    id: "q.id",
    fields: &[],
    links: &[],
    columns: &[portico_odata::Column::new("id", "q.id")],
    orders: &[],
    usual_order: UsualOrder::falling("q.created_at"),
    alive: "",
};

/// `GET …/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')`: what waits for the caller's decision (a
/// stage with `assignedToMe`), and what is settled, newest first.
pub async fn filter_by_current_user(
    State(app): State<App>,
    person: Approver,
    parameters: FunctionParameters,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let on = parameters.require("on")?;
    let (raw, options) = asked.options(&APPROVAL, Address::Collection)?;
    let mut tx = app.store.begin_read().await?;
    let mut panels = BTreeMap::new();
    let (scope, reader) = match APPROVAL_FILTER.member(on) {
        Some("approver") if options.count || asked.counting || options.filter.is_some() => {
            let scope = waiting::or_settled(&mut tx, &person).await?;
            (scope, Reader::Approver(&person))
        }
        Some("approver") => {
            let place = read::place(&app, &asked, &person.subject_id, (&raw, &options))?;
            // One more says whether there is a next page.
            let most = options.page_size() + 1 + place.as_ref().map_or(options.skip, |_| 0);
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            let part = waiting::page(&mut tx, &person, place, most).await?;
            panels = part.panels;
            (these(&part.request_ids), Reader::Approver(&person))
        }
        Some("target") => (own("q.target_id", &person.subject_id), Reader::Party),
        Some("createdBy") => (own("q.created_by_id", &person.subject_id), Reader::Party),
        _ => return Err(read::unknown_member(on)),
    };
    let list = List {
        source: &APPROVALS,
        scope,
        caller: &person.subject_id,
        search: None,
        sight: Sight::Rules,
    };
    let mut page = list.page(&mut tx, &app, &asked, (&raw, &options)).await?;
    add_stages(&mut tx, &mut page.nodes, &options, reader, panels).await?;
    Ok(Answer::page(&app, &asked, &options, (SET, &APPROVAL), page))
}

fn these(request_ids: &[String]) -> Scope {
    if request_ids.is_empty() {
        return Scope::nothing();
    }
    let (list, ids) = among::list(1, request_ids);
    Scope::new(format!("q.id IN ({list})"), ids.collect())
}

/// `GET …/accessPackageAssignmentApprovals/{id}`; the stages come along unasked, as the documentation shows it.
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let (_, mut options) = asked.options(&APPROVAL, Address::Entity)?;
    if let (None, Some(navigation)) = (options.expanded("stages"), APPROVAL.navigation("stages")) {
        options.expand.push(Expand {
            navigation,
            options: Options::default(),
            starred: false,
        });
    }
    let mut tx = app.store.begin_read().await?;
    let mut nodes = [readable(&mut tx, &caller, &id).await?];
    let panels = BTreeMap::new();
    add_stages(&mut tx, &mut nodes, &options, reader(&caller), panels).await?;
    let [node] = nodes;
    Ok(Answer::entity(
        &app,
        &asked,
        &options,
        (SET, &APPROVAL),
        node.members,
    ))
}

/// `GET …/accessPackageAssignmentApprovals/{id}/stages`: one to three, in order.
pub async fn list_stages(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let (raw, options) = asked.options(&APPROVAL_STAGE, Address::Collection)?;
    let mut tx = app.store.begin_read().await?;
    let nodes = stages_of(&mut tx, &caller, &id).await?;
    let held = Held {
        entities: nodes.into_iter().map(|one| one.members.into()).collect(),
        caller: caller_key(&caller),
    };
    let page = held.page(&app, &asked, (&raw, &options))?;
    let set = format!("{SET}('{id}')/stages");
    Ok(Answer::page(
        &app,
        &asked,
        &options,
        (&set, &APPROVAL_STAGE),
        page,
    ))
}

/// `GET …/accessPackageAssignmentApprovals/{id}/stages/{stage}`.
pub async fn get_stage(
    State(app): State<App>,
    caller: Caller,
    Path((id, stage)): Path<(String, String)>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let (_, options) = asked.options(&APPROVAL_STAGE, Address::Entity)?;
    let mut tx = app.store.begin_read().await?;
    let nodes = stages_of(&mut tx, &caller, &id).await?;
    let mut nodes = nodes.into_iter();
    let node = nodes
        .find(|node| node.id == stage)
        .ok_or_else(ApiError::unknown_here)?;
    let set = format!("{SET}('{id}')/stages");
    Ok(Answer::entity(
        &app,
        &asked,
        &options,
        (&set, &APPROVAL_STAGE),
        node.members,
    ))
}

fn own(column: &str, subject_id: &str) -> Scope {
    // A request that nobody has to approve has no approval.
    let condition = format!(
        "{column} = $1 AND EXISTS (SELECT 1 FROM request_stages t WHERE t.request_id = q.id)"
    );
    Scope::new(condition, vec![Value::from(subject_id.to_owned())])
}

/// The approval, for whoever is or was asked to decide it, and for roles.
async fn readable(tx: &mut Tx, caller: &Caller, id: &str) -> Result<Node, ApiError> {
    let reach = Reach::of(tx, caller).await?;
    let by_role = Scope {
        joins: "JOIN packages x ON x.id = q.package_id".to_owned(),
        ..reach.scope("x.catalog_id", 1)
    };
    if let Some(node) = read::one(tx, &APPROVALS, id, by_role).await? {
        return Ok(node);
    }
    if let Caller::Person(person, _) = caller
        && waiting::is_approver(tx, person, id).await?
        && let Some(node) = read::one(tx, &APPROVALS, id, Scope::new("1 = 1", Vec::new())).await?
    {
        return Ok(node);
    }
    Err(ApiError::not_your_approval())
}

async fn stages_of(tx: &mut Tx, caller: &Caller, id: &str) -> Result<Vec<Node>, ApiError> {
    let node = readable(tx, caller, id).await?;
    let mut stages = stages::of_requests(tx, &[node.id], reader(caller), BTreeMap::new()).await?;
    Ok(stages.remove(id).unwrap_or_default())
}

/// Adds the stages when the options expand them.
async fn add_stages(
    tx: &mut Tx,
    nodes: &mut [Node],
    options: &Options,
    reader: Reader<'_>,
    panels: BTreeMap<String, Panel>,
) -> Result<(), ApiError> {
    let Some(options) = options.expanded("stages") else {
        return Ok(());
    };
    let ids: Vec<String> = nodes.iter().map(|node| node.id.clone()).collect();
    let mut stages = stages::of_requests(tx, &ids, reader, panels).await?;
    for node in nodes {
        let list = stages.remove(&node.id).unwrap_or_default();
        let list = list.into_iter().map(|stage| Json::Object(stage.members));
        let mut list: Vec<Json> = list.collect();
        let count = narrow(&mut list, options, &fold);
        if options.count {
            let name = "stages@odata.count".to_owned();
            node.members.insert(name, Json::from(count));
        }
        node.members.insert("stages".to_owned(), Json::Array(list));
    }
    Ok(())
}

fn reader(caller: &Caller) -> Reader<'_> {
    match caller {
        Caller::Person(person, _) => Reader::Approver(person),
        Caller::Application(..) => Reader::Other,
    }
}

#[cfg(test)]
mod tests;
