//! `POST …/assignmentRequests/{id}/cancel` takes a request back, and `DELETE …/assignmentRequests/{id}` takes one that came to nothing out of
//! the lists.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::administer;
use crate::http::App;
use crate::http::body::NoBody;
use crate::http::caller::{Caller, Manager, Submitter};
use crate::http::error::ApiError;
use crate::operations::act::Act;
use crate::operations::holding::Asking;
use crate::operations::{Refusal, cancel_request, delete_request};

/// Takes it back: whoever sent it, or whoever administers it.
pub async fn post(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    _: NoBody,
) -> Result<StatusCode, ApiError> {
    let id = id.to_ascii_lowercase();
    // A permission to administer is one to send requests too.
    if let Ok(manager) = Manager::try_from(caller.clone()) {
        return administer::change(app, manager, move |tx, act, manager| {
            let id = id.clone();
            Box::pin(
                async move { cancel_request::run(tx, act, &Asking::Manager(manager), &id).await },
            )
        })
        .await;
    }
    let caller = Arc::new((*Submitter::try_from(caller)?).clone());
    let act = Act::by(&caller, app.clock.now(), Arc::clone(&app.ids));
    app.store
        .write(move |tx| {
            let (act, caller, id) = (act.clone(), Arc::clone(&caller), id.clone());
            Box::pin(async move {
                cancel_request::run(tx, &act, &Asking::Person(&caller), &id).await?;
                Ok::<_, Refusal>(())
            })
        })
        .await?;
    app.jobs_wake.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

/// Takes it out of the lists.
pub async fn delete(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = id.to_ascii_lowercase();
    administer::change(app, manager, move |tx, act, manager| {
        let id = id.clone();
        Box::pin(async move { delete_request::run(tx, act, manager, &id).await })
    })
    .await
}

#[cfg(test)]
mod tests;
