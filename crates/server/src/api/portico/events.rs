//! `GET /portico/v1/requests/{id}/events`: what happened to a request, and who is asked now.

use axum::Json;
use axum::extract::{Path, State};
use portico_graph::portico::RequestEvents;

use crate::http::App;
use crate::http::caller::Requestor;
use crate::http::error::ApiError;
use crate::operations;

/// The timeline, as far as the caller may see it.
pub async fn get(
    State(app): State<App>,
    caller: Requestor,
    Path(request): Path<String>,
) -> Result<Json<RequestEvents>, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let events = operations::events(&mut tx, &caller, &request).await?;
    Ok(Json(events))
}
