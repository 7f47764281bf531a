//! Assignment policies made, replaced and deleted (Graph contract: policies); they are read [by role](super::by_role).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::administer::{self, Repeat};
use super::read::sources::POLICIES;
use super::read::{IfMatch, Scope};
use crate::directory::Draft;
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::http::members::missing;
use crate::operations::Refusal;
use crate::operations::administer::policies;

pub mod below;

const SET: &str = "identityGovernance/entitlementManagement/assignmentPolicies";

/// `POST …/assignmentPolicies`: a whole policy with its questions, and `accessPackage: {id}`.
pub async fn post(
    State(app): State<App>,
    manager: Manager,
    repeat: Repeat,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let (package, draft) = read(&body, &app.ids.guid())?;
    let set = (SET, &POLICIES);
    administer::create(
        app,
        (manager, repeat),
        &body,
        set,
        move |tx, act, manager| {
            let (package, draft) = (package.clone(), draft.clone());
            Box::pin(async move { policies::create(tx, act, manager, &package, &draft).await })
        },
    )
    .await
}

/// `PUT …/assignmentPolicies/{id}`: the whole policy again; what is absent is as in a new one. 200 with the policy.
pub async fn put(
    State(app): State<App>,
    manager: Manager,
    tag: IfMatch,
    Path(id): Path<String>,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let id = id.to_ascii_lowercase();
    body.is_about(&id)?;
    let (package, draft) = read(&body, &id)?;
    let one = id.clone();
    administer::change_one(
        app.clone(),
        manager,
        (tag, &POLICIES, &one),
        move |tx, act, manager| {
            let (package, draft) = (package.clone(), draft.clone());
            Box::pin(async move { policies::replace(tx, act, manager, &package, &draft).await })
        },
    )
    .await?;
    let mut tx = app.store.begin_read().await?;
    let written = administer::as_written(
        &app,
        &mut tx,
        (SET, &POLICIES),
        (&id, Scope::new("1 = 1", Vec::new())),
    )
    .await?;
    Ok(Json(written.body).into_response())
}

/// `DELETE …/assignmentPolicies/{id}`.
pub async fn delete(
    State(app): State<App>,
    manager: Manager,
    tag: IfMatch,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = id.to_ascii_lowercase();
    let one = id.clone();
    administer::change_one(
        app,
        manager,
        (tag, &POLICIES, &one),
        move |tx, act, manager| {
            let id = id.clone();
            Box::pin(async move { policies::delete(tx, act, manager, &id).await })
        },
    )
    .await
}

/// The policy that a body says, under an id, and the package that it is for.
pub(crate) fn read(body: &JsonBody, id: &str) -> Result<(String, Draft), ApiError> {
    let package = body.reference("accessPackage")?;
    let package = package.ok_or_else(|| missing("accessPackage"))?;
    let draft = Draft::read(&body.0, id).map_err(Refusal::Problems)?;
    Ok((package, draft))
}

#[cfg(test)]
mod tests;
