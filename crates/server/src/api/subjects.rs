//! `PATCH …/subjects/{id}` and `PATCH …/subjects(objectId='…')`: whether a person from outside is governed (Graph contract: subjects). They are
//! read [by role](super::by_role).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use portico_graph::SubjectLifecycle;

use super::administer;
use crate::http::App;
use crate::http::address::FunctionParameters;
use crate::http::body::JsonBody;
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::http::members::{missing, wrong};
use crate::operations::administer::subjects::{self, Key};

const PROPERTY: &str = "subjectLifecycle";

/// By id.
pub async fn patch(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<String>,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    let id = id.to_ascii_lowercase();
    body.is_about(&id)?;
    change(app, manager, (Key::Id(id), read(&body)?)).await
}

/// By the directory object's id.
pub async fn patch_by_key(
    State(app): State<App>,
    manager: Manager,
    parameters: FunctionParameters,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    let Some(object) = parameters.get("objectId") else {
        return Err(ApiError::method_not_allowed());
    };
    let key = Key::Object(object.to_ascii_lowercase());
    change(app, manager, (key, read(&body)?)).await
}

async fn change(
    app: App,
    manager: Manager,
    (key, lifecycle): (Key, SubjectLifecycle),
) -> Result<StatusCode, ApiError> {
    administer::change(app, manager, move |tx, act, manager| {
        let key = key.clone();
        Box::pin(async move { subjects::govern(tx, act, manager, &key, lifecycle).await })
    })
    .await
}

/// What a body says: the only property that can be set; what entities are sent back with passes.
pub(crate) fn read(body: &JsonBody) -> Result<SubjectLifecycle, ApiError> {
    body.only(&[
        PROPERTY,
        "id",
        "displayName",
        "email",
        "objectId",
        "onPremisesSecurityIdentifier",
        "principalName",
        "subjectType",
    ])?;
    match body.word(PROPERTY)? {
        None => Err(missing(PROPERTY)),
        Some(SubjectLifecycle::UnknownFutureValue) => Err(wrong(
            PROPERTY,
            "must be 'notDefined', 'notGoverned' or 'governed'",
        )),
        Some(lifecycle) => Ok(lifecycle),
    }
}
