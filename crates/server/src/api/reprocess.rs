//! `POST …/assignmentRequests/{id}/reprocess` and `POST …/assignments/{id}/reprocess`: 202, and the worker tries.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::administer;
use crate::http::App;
use crate::http::body::NoBody;
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::operations::reprocess;

/// A delivery that failed is tried again.
pub async fn request(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<String>,
    _: NoBody,
) -> Result<StatusCode, ApiError> {
    let id = guid(&id)?;
    administer::change(app, manager, move |tx, act, manager| {
        let id = id.clone();
        Box::pin(async move { reprocess::request(tx, act, manager, &id).await })
    })
    .await?;
    Ok(StatusCode::ACCEPTED)
}

/// What an assignment gives is put right.
pub async fn assignment(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<String>,
    _: NoBody,
) -> Result<StatusCode, ApiError> {
    let id = guid(&id)?;
    administer::change(app, manager, move |tx, act, manager| {
        let id = id.clone();
        Box::pin(async move { reprocess::assignment(tx, act, manager, &id).await })
    })
    .await?;
    Ok(StatusCode::ACCEPTED)
}

/// An id as they are; anything else is a mistake of the caller, not an unknown thing (Graph contract: reprocess).
fn guid(id: &str) -> Result<String, ApiError> {
    match uuid::Uuid::try_parse(id) {
        Ok(id) => Ok(id.hyphenated().to_string()),
        Err(_) => Err(ApiError::bad_request("The id is no GUID.")),
    }
}
