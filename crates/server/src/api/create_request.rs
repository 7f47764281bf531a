//! `POST …/assignmentRequests`: a person asks for access. Answers with the request as it was created; whoever reads
//! it next finds it taken up.

pub(crate) mod body;

use std::sync::Arc;

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::repeated::{CallKey, Remembered};
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::Submitter;
use crate::http::envelope::CLIENT_REQUEST_ID;
use crate::http::error::ApiError;
use crate::operations::act::Act;
use crate::operations::{Refusal, create_request};
use crate::store::StoreError;

const SET: &str = "identityGovernance/entitlementManagement/assignmentRequests";

/// The handler.
pub async fn post(
    State(app): State<App>,
    caller: Submitter,
    method: Method,
    OriginalUri(address): OriginalUri,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let wish = body::read(&body)?;
    let key = headers
        .get(CLIENT_REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .map(|id| CallKey::of(&caller.subject_id, &method, address.path(), id, &body.0));
    let act = Act::by(&caller, app.clock.now(), Arc::clone(&app.ids));
    let real_now = app.real_clock.now();
    let (caller, here) = (Arc::new((*caller).clone()), app.clone());
    let answer = app
        .store
        .write(move |tx| {
            let (wish, key, act) = (wish.clone(), key.clone(), act.clone());
            let (caller, here) = (Arc::clone(&caller), here.clone());
            Box::pin(async move {
                if let Some(key) = &key
                    && let Some(first) = key.find(tx, real_now).await?
                {
                    return Ok::<_, Refusal>(first);
                }
                let created = create_request::run(tx, &act, &caller, wish).await?;
                let answer = answer(&here, &created)?;
                if let Some(key) = &key {
                    key.keep(tx, &answer, real_now).await?;
                }
                Ok(answer)
            })
        })
        .await?;
    app.jobs_wake.notify_one();
    let location = [(header::LOCATION, answer.location)];
    Ok((StatusCode::CREATED, location, Json(answer.body)).into_response())
}

fn answer(app: &App, created: &portico_graph::AssignmentRequest) -> Result<Remembered, StoreError> {
    let mut body = serde_json::to_value(created)
        .map_err(|problem| StoreError::Broken(format!("a request cannot be written: {problem}")))?;
    if let Value::Object(members) = &mut body {
        let context = app.link(&format!("/v1.0/$metadata#{SET}/$entity"));
        members.insert("@odata.context".to_owned(), Value::from(context));
    }
    Ok(Remembered {
        location: app.link(&format!("/v1.0/{SET}/{}", created.id)),
        body,
    })
}

#[cfg(test)]
mod tests;
