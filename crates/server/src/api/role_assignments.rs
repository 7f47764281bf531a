//! `POST` and `DELETE` of `/roleManagement/entitlementManagement/roleAssignments` (Graph contract: roles); they are read
//! [by role](super::by_role).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::administer::{self, Repeat};
use super::read::sources::ROLE_ASSIGNMENTS;
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::http::members::missing;
use crate::operations::administer::roles::{self, Given};

const SET: &str = "roleManagement/entitlementManagement/roleAssignments";

/// What a body may name; the second half is what entities are sent back with.
const KNOWN: [&str; 6] = [
    "principalId",
    "roleDefinitionId",
    "appScopeId",
    "id",
    "directoryScopeId",
    "condition",
];

/// Gives a role.
pub async fn post(
    State(app): State<App>,
    manager: Manager,
    repeat: Repeat,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let given = read(&body)?;
    let set = (SET, &ROLE_ASSIGNMENTS);
    administer::create(
        app,
        (manager, repeat),
        &body,
        set,
        move |tx, act, manager| {
            let given = given.clone();
            Box::pin(async move { roles::give(tx, act, manager, &given).await })
        },
    )
    .await
}

/// Takes it away.
pub async fn delete(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = id.to_ascii_lowercase();
    administer::change(app, manager, move |tx, act, manager| {
        let id = id.clone();
        Box::pin(async move { roles::take(tx, act, manager, &id).await })
    })
    .await
}

/// What a body gives.
pub(crate) fn read(body: &JsonBody) -> Result<Given, ApiError> {
    body.only(&KNOWN)?;
    let need = |name: &str| body.name(name)?.ok_or_else(|| missing(name));
    Ok(Given {
        principal: need("principalId")?.to_ascii_lowercase(),
        role: need("roleDefinitionId")?,
        scope: need("appScopeId")?,
    })
}
