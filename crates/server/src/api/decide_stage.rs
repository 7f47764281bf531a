//! `PATCH …/accessPackageAssignmentApprovals/{id}/stages/{stage}`: an approver decides.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use portico_governance::approval::Verdict;
use portico_graph::review_result;
use serde_json::Value;

use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::Decider;
use crate::http::error::ApiError;
use crate::operations::Refusal;
use crate::operations::act::Act;
use crate::operations::decide_stage::{self, Said};

/// What a decision may carry. Read-only members come back from clients that send what they were given.
const KNOWN: &[&str] = &[
    "reviewResult",
    "justification",
    "id",
    "assignedToMe",
    "displayName",
    "reviewedBy",
    "reviewedDateTime",
    "status",
];

/// The handler.
pub async fn patch(
    State(app): State<App>,
    caller: Decider,
    Path((request_id, stage_id)): Path<(String, String)>,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    let (verdict, justification) = read(&body)?;
    let said = Said {
        request_id: request_id.to_ascii_lowercase(),
        stage_id: stage_id.to_ascii_lowercase(),
        verdict,
        justification,
    };
    let act = Act::by(&caller, app.clock.now(), Arc::clone(&app.ids));
    let caller = Arc::new((*caller).clone());
    app.store
        .write(move |tx| {
            let (act, caller, said) = (act.clone(), Arc::clone(&caller), said.clone());
            Box::pin(async move {
                decide_stage::run(tx, &act, &caller, said).await?;
                Ok::<_, Refusal>(())
            })
        })
        .await?;
    app.jobs_wake.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

/// The verdict and the words. The verbs written differ from the values read back; only the verbs are taken.
pub(crate) fn read(body: &JsonBody) -> Result<(Verdict, String), ApiError> {
    body.only(KNOWN)?;
    let verdict = match body.0.get("reviewResult").and_then(Value::as_str) {
        Some(word) if word.eq_ignore_ascii_case(review_result::APPROVE) => Verdict::Approve,
        Some(word) if word.eq_ignore_ascii_case(review_result::DENY) => Verdict::Deny,
        _ => {
            return Err(
                ApiError::bad_request("The reviewResult is 'Approve' or 'Deny'.")
                    .with_target("reviewResult"),
            );
        }
    };
    match body.0.get("justification") {
        None | Some(Value::Null) => Ok((verdict, String::new())),
        Some(Value::String(words)) => Ok((verdict, words.clone())),
        Some(_) => {
            Err(ApiError::bad_request("The justification is a text.").with_target("justification"))
        }
    }
}

#[cfg(test)]
mod tests;
