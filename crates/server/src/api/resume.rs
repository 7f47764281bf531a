//! `POST …/assignmentRequests/{id}/resume`: an extension answers, 204 (Graph contract: resume).

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use portico_governance::request::Reply;
use serde_json::Value;

use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::error::ApiError;
use crate::http::members::{missing, wrong};
use crate::http::signed::SignedOr;
use crate::operations::act::Act;
use crate::operations::extensions::resume::{self, By, Said};
use crate::operations::extensions::stages::Stage;

/// What the type of an answer begins with.
const TYPE: &str = "microsoft.graph.accessPackageCustomExtensionStage.";

/// Takes it from whoever administers assignments, or from the extension itself, which signs it.
pub async fn post(
    State(app): State<App>,
    Path(id): Path<String>,
    SignedOr { by, said }: SignedOr,
) -> Result<StatusCode, ApiError> {
    take(app, by, id.to_ascii_lowercase(), said).await
}

async fn take(app: App, by: By, request: String, body: JsonBody) -> Result<StatusCode, ApiError> {
    let said = read(&body)?;
    let act = match &by {
        By::Manager(manager) => Act::by_manager(manager, app.clock.now(), Arc::clone(&app.ids)),
        By::Extension { .. } => Act::by_service(app.clock.now(), Arc::clone(&app.ids)),
    };
    app.store
        .write(move |tx| {
            let (act, by, request, said) = (act.clone(), by.clone(), request.clone(), said.clone());
            Box::pin(async move { resume::run(tx, &act, &by, &request, &said).await })
        })
        .await?;
    app.jobs_wake.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

/// What an answer says.
pub(crate) fn read(body: &JsonBody) -> Result<Said, ApiError> {
    body.only(&["source", "type", "data"])?;
    let data = match body.0.get("data") {
        None | Some(Value::Null) => return Err(missing("data")),
        Some(Value::Object(data)) => data,
        Some(_) => return Err(wrong("data", "must be an object")),
    };
    let text = |name: &str| match data.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(wrong(&format!("data/{name}"), "must be a text")),
    };
    let call = text("customExtensionStageInstanceId")?;
    let call = call.ok_or_else(|| missing("data/customExtensionStageInstanceId"))?;
    let reply = match text("state")?.map(str::to_ascii_lowercase).as_deref() {
        None => Reply::GoOn,
        Some("denied") => Reply::Deny,
        Some("canceled") => Reply::Cancel,
        Some(_) => {
            return Err(wrong(
                "data/state",
                "is neither 'denied' nor 'canceled'; without it the request goes on",
            ));
        }
    };
    let typed = body.0.get("type").and_then(Value::as_str);
    let typed = typed.map(|word| word.trim_start_matches('#'));
    let typed = typed.map(|word| word.strip_prefix(TYPE).unwrap_or(word));
    let mut stage = None;
    for (name, word) in [("type", typed), ("data/stage", text("stage")?)] {
        let Some(word) = word else { continue };
        let said = Stage::parse(word).ok_or_else(|| wrong(name, "names no stage"))?;
        if stage.is_some_and(|stage| stage != said) {
            return Err(wrong(name, "names another stage than the type"));
        }
        stage = Some(said);
    }
    Ok(Said {
        call: call.to_ascii_lowercase(),
        stage,
        reply,
        detail: text("customExtensionStageInstanceDetail")?.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests;
