//! Reading assignment requests (Graph contract: requests, `filterByCurrentUser`).

mod answers;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use portico_graph::model::REQUEST_FILTER;
use portico_odata::Address;

use super::reach::{Reach, caller_key};
use super::read::sources::REQUESTS;
use super::read::{self, Answer, Asked, List, Node, Scope, Sight, Start};
use super::waiting;
use crate::http::App;
use crate::http::address::FunctionParameters;
use crate::http::caller::{Caller, Requestor};
use crate::http::error::ApiError;
use crate::signin::person::Person;
use crate::store::sql::placeholders_from;
use crate::store::{Tx, Value};

const SET: &str = "identityGovernance/entitlementManagement/assignmentRequests";

/// `GET …/assignmentRequests`: what the caller's role may read.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let (scope, sight) = by_role(&mut tx, &caller).await?;
    page(
        &app,
        &mut tx,
        &asked,
        &headers,
        (scope, caller_key(&caller), sight),
    )
    .await
}

/// `GET …/assignmentRequests/filterByCurrentUser(on='…')`: the caller's own.
pub async fn filter_by_current_user(
    State(app): State<App>,
    person: Requestor,
    parameters: FunctionParameters,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let on = parameters.require("on")?;
    let mut tx = app.store.begin_read().await?;
    let scope = mine(&mut tx, &person, on).await?;
    page(
        &app,
        &mut tx,
        &asked,
        &headers,
        (scope, &person.subject_id, Sight::Rules),
    )
    .await
}

/// `GET …/assignmentRequests/{id}`: for roles, requestor, target, and whoever is asked to decide it.
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let (_, options) = asked.options(REQUESTS.entity, Address::Entity)?;
    let mut tx = app.store.begin_read().await?;
    let (node, sight) = readable(&mut tx, &caller, &id).await?;
    let mut nodes = [node];
    read::expand(&mut tx, &REQUESTS, &mut nodes, &options, sight).await?;
    answers::name_questions(&mut tx, &mut nodes, &headers).await?;
    let [node] = nodes;
    let what = (SET, REQUESTS.entity);
    Ok(Answer::entity(&app, &asked, &options, what, node.members))
}

/// `GET …/assignmentRequests/{id}/…`: its package, requestor and assignment, and what is behind them.
pub async fn follow(
    State(app): State<App>,
    caller: Caller,
    Path((id, path)): Path<(String, String)>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let (node, sight) = readable(&mut tx, &caller, &id).await?;
    let start = Start {
        set: SET,
        source: &REQUESTS,
        node,
        caller: caller_key(&caller),
        sight,
    };
    read::follow(&app, &mut tx, &asked, start, &path).await
}

/// The request, for whoever may read it, with what they see behind it.
async fn readable(tx: &mut Tx, caller: &Caller, id: &str) -> Result<(Node, Sight), ApiError> {
    let (scope, sight) = by_role(tx, caller).await?;
    if let Some(node) = read::one(tx, &REQUESTS, id, scope).await? {
        return Ok((node, sight));
    }
    let Caller::Person(person, _) = caller else {
        return Err(ApiError::unknown_here());
    };
    let scope = if waiting::is_approver(tx, person, id).await? {
        Scope::new("1 = 1", Vec::new())
    } else {
        let me = Value::from(person.subject_id.clone());
        Scope::new(
            "$1 IN (q.requestor_id, q.target_id, q.created_by_id)",
            vec![me],
        )
    };
    let node = read::one(tx, &REQUESTS, id, scope).await?;
    Ok((node.ok_or_else(ApiError::unknown_here)?, Sight::Rules))
}

async fn page(
    app: &App,
    tx: &mut Tx,
    asked: &Asked,
    headers: &HeaderMap,
    (scope, caller, sight): (Scope, &str, Sight),
) -> Result<Answer, ApiError> {
    let list = List {
        source: &REQUESTS,
        scope,
        caller,
        search: None,
        sight,
    };
    let (raw, options) = asked.options(REQUESTS.entity, list.address())?;
    let mut page = list.page(tx, app, asked, (&raw, &options)).await?;
    answers::name_questions(tx, &mut page.nodes, headers).await?;
    let what = (SET, REQUESTS.entity);
    Ok(Answer::page(app, asked, &options, what, page))
}

async fn by_role(tx: &mut Tx, caller: &Caller) -> Result<(Scope, Sight), ApiError> {
    let reach = Reach::of(tx, caller).await?;
    let scope = Scope {
        joins: "JOIN packages x ON x.id = q.package_id".to_owned(),
        ..reach.scope("x.catalog_id", 1)
    };
    Ok((scope, reach.sight()))
}

/// The caller's requests in one of the senses of the contract.
async fn mine(tx: &mut Tx, person: &Person, on: &str) -> Result<Scope, ApiError> {
    let me = Value::from(person.subject_id.clone());
    let user = Value::from(person.user_id.clone());
    Ok(match REQUEST_FILTER.member(on) {
        Some("target") => Scope::new("q.target_id = $1", vec![me]),
        Some("createdBy") => Scope::new("q.created_by_id = $1", vec![me]),
        Some("approver") => these(waiting::request_ids(tx, person).await?),
        Some("targetOrRequestor") => {
            Scope::new("q.target_id = $1 OR q.requestor_id = $1", vec![me])
        }
        Some("targetManager") => Scope::new(
            "q.target_id IN (SELECT s.id FROM subjects s JOIN users u ON u.id = s.object_id WHERE u.manager_id = $1)",
            vec![user],
        ),
        Some("requestForOthers") => {
            Scope::new("q.created_by_id = $1 AND q.target_id <> $1", vec![me])
        }
        Some("targetAgentIdentitySponsorOrOwner") => Scope::new(
            "q.target_id IN (SELECT s.id FROM subjects s JOIN service_principal_people r \
             ON r.service_principal_id = s.object_id WHERE r.person_id = $1)",
            vec![user],
        ),
        _ => return Err(read::unknown_member(on)),
    })
}

/// The requests with these ids.
fn these(ids: Vec<String>) -> Scope {
    if ids.is_empty() {
        return Scope::nothing();
    }
    let condition = format!("q.id IN ({})", placeholders_from(1, ids.len()));
    Scope::new(condition, ids.into_iter().map(Value::from).collect())
}

#[cfg(test)]
mod tests;
