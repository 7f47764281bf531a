//! `POST …/assignmentRequests/{id}/cancel`: the requestor takes a request back.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::http::App;
use crate::http::body::NoBody;
use crate::http::caller::Submitter;
use crate::http::error::ApiError;
use crate::operations::act::Act;
use crate::operations::{Refusal, cancel_request};

/// The handler.
pub async fn post(
    State(app): State<App>,
    caller: Submitter,
    Path(id): Path<String>,
    _: NoBody,
) -> Result<StatusCode, ApiError> {
    let act = Act::by(&caller, app.clock.now(), Arc::clone(&app.ids));
    let (caller, id) = (Arc::new((*caller).clone()), id.to_ascii_lowercase());
    app.store
        .write(move |tx| {
            let (act, caller, id) = (act.clone(), Arc::clone(&caller), id.clone());
            Box::pin(async move {
                cancel_request::run(tx, &act, &caller, &id).await?;
                Ok::<_, Refusal>(())
            })
        })
        .await?;
    app.jobs_wake.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests;
