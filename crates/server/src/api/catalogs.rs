//! Catalogs made, changed and deleted (Graph contract: catalogs and resources); they are read [by role](super::by_role).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use portico_graph::CatalogState;

use super::administer::{self, Repeat};
use super::read::IfMatch;
use super::read::sources::CATALOGS;
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::http::members::{missing, wrong};
use crate::operations::administer::catalogs::{self, Said};

const SET: &str = "identityGovernance/entitlementManagement/catalogs";

/// What a body may name. The second half is what entities are sent back with; the service alone sets those.
const KNOWN: [&str; 8] = [
    "displayName",
    "description",
    "state",
    "isExternallyVisible",
    "id",
    "catalogType",
    "createdDateTime",
    "modifiedDateTime",
];

/// `POST …/catalogs`.
pub async fn post(
    State(app): State<App>,
    manager: Manager,
    repeat: Repeat,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let said = read(&body)?;
    if said.display_name.is_none() {
        return Err(missing("displayName"));
    }
    let set = (SET, &CATALOGS);
    administer::create(
        app,
        (manager, repeat),
        &body,
        set,
        move |tx, act, manager| {
            let said = said.clone();
            Box::pin(async move { catalogs::create(tx, act, manager, &said).await })
        },
    )
    .await
}

/// `PATCH …/catalogs/{id}`.
pub async fn patch(
    State(app): State<App>,
    manager: Manager,
    tag: IfMatch,
    Path(id): Path<String>,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    let said = read(&body)?;
    let id = id.to_ascii_lowercase();
    body.is_about(&id)?;
    let one = id.clone();
    administer::change_one(
        app,
        manager,
        (tag, &CATALOGS, &one),
        move |tx, act, manager| {
            let (id, said) = (id.clone(), said.clone());
            Box::pin(async move { catalogs::change(tx, act, manager, &id, &said).await })
        },
    )
    .await
}

/// `DELETE …/catalogs/{id}`.
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
        (tag, &CATALOGS, &one),
        move |tx, act, manager| {
            let id = id.clone();
            Box::pin(async move { catalogs::delete(tx, act, manager, &id).await })
        },
    )
    .await
}

/// What a body says of a catalog.
pub(crate) fn read(body: &JsonBody) -> Result<Said, ApiError> {
    body.only(&KNOWN)?;
    let state = body.word("state")?;
    if state == Some(CatalogState::UnknownFutureValue) {
        return Err(wrong("state", "is neither 'published' nor 'unpublished'"));
    }
    Ok(Said {
        display_name: body.name("displayName")?,
        description: body.text("description")?,
        state,
        is_externally_visible: body.flag("isExternallyVisible")?,
    })
}

#[cfg(test)]
mod tests;
