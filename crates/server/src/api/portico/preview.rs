//! `GET /portico/v1/packages/{id}/preview?policyId=`: who would decide a request of the caller, and why they.

use axum::Json;
use axum::extract::{Path, Query, State};
use portico_graph::portico::Preview;
use serde::Deserialize;

use crate::http::App;
use crate::http::caller::Requestor;
use crate::http::error::ApiError;
use crate::operations;

/// The policy, when the caller can choose.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    policy_id: Option<String>,
}

/// The stages, as a decision would resolve them now.
pub async fn get(
    State(app): State<App>,
    caller: Requestor,
    Path(package): Path<String>,
    Query(choice): Query<Choice>,
) -> Result<Json<Preview>, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let policy = choice.policy_id.as_deref();
    let preview = operations::preview(&mut tx, &caller, &package, policy).await?;
    Ok(Json(preview))
}
