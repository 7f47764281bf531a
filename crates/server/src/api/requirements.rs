//! `POST …/accessPackages/{id}/getApplicablePolicyRequirements`: what the policies that fit the caller ask.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use portico_graph::{QuestionKind, Requirements};
use serde_json::{Value, json};

use super::language::Languages;
use crate::http::App;
use crate::http::body::NoBody;
use crate::http::caller::Requestor;
use crate::http::error::ApiError;
use crate::operations::requirements;

/// The handler.
pub async fn post(
    State(app): State<App>,
    caller: Requestor,
    Path(id): Path<String>,
    headers: HeaderMap,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let mut found = requirements::run(&mut tx, &caller, &id.to_ascii_lowercase()).await?;
    let languages = Languages::of(&headers);
    for one in &mut found {
        speak(one, &languages);
    }
    let context =
        "/v1.0/$metadata#Collection(microsoft.graph.accessPackageAssignmentRequestRequirements)";
    Ok(Json(
        json!({"@odata.context": app.link(context), "value": found}),
    ))
}

/// Puts the questions into the reader's language.
fn speak(requirements: &mut Requirements, languages: &Languages) {
    for question in &mut requirements.questions {
        let text = languages
            .best(question.text.as_deref(), &question.localizations)
            .map(str::to_owned);
        question.text = text;
        let QuestionKind::Choice { choices, .. } = &mut question.kind else {
            continue;
        };
        for choice in choices {
            let text = languages
                .best(choice.text.as_deref(), &choice.localizations)
                .map(str::to_owned);
            choice.text = text;
        }
    }
}

#[cfg(test)]
mod tests;
