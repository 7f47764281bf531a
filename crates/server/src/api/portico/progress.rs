//! `GET /portico/v1/requests/progress?on=target,approver`: how my open requests stand, and those that wait for me, so
//! that a list costs one answer and not one a row.

use axum::Json;
use axum::extract::{Query, State};
use portico_graph::Collection;
use portico_graph::portico::Progress;
use serde::Deserialize;

use crate::http::App;
use crate::http::caller::Requestor;
use crate::http::error::ApiError;
use crate::operations::{self, ProgressOn};

/// Words separated by commas.
#[derive(Debug, Deserialize)]
pub struct Asked {
    on: String,
}

/// Both at once are a union: a request stands there once.
pub async fn list(
    State(app): State<App>,
    caller: Requestor,
    Query(asked): Query<Asked>,
) -> Result<Json<Collection<Progress>>, ApiError> {
    let on = asked
        .on
        .split(',')
        .map(|word| match word.trim() {
            "target" => Ok(ProgressOn::Target),
            "approver" => Ok(ProgressOn::Approver),
            _ => Err(
                ApiError::bad_request("The parameter 'on' takes target, approver or both.")
                    .with_target("on"),
            ),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut tx = app.store.begin_read().await?;
    let progress = operations::progress(&mut tx, &caller, &on).await?;
    Ok(Json(Collection::from(progress)))
}
