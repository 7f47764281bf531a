//! One question of a policy, or one moment at which it has an extension called: added, changed, taken out (Graph contract: policies). They are read
//! [by role](crate::api::by_role), with the policy.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::SET;
use crate::api::administer::{self, Repeat};
use crate::api::repeated::{Remembered, once};
use crate::directory::Draft;
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::operations::Refusal;
use crate::operations::act::Act;
use crate::operations::administer::policy_lists::{self, Edit, List};

const LISTS: [List; 2] = [List::Questions, List::StageSettings];

/// `POST …/assignmentPolicies/{id}/questions`, and `…/customExtensionStageSettings`.
pub async fn post(
    State(app): State<App>,
    manager: Manager,
    repeat: Repeat,
    Path((policy, path)): Path<(String, String)>,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let list = LISTS.into_iter().find(|list| list.name() == path);
    let list = list.ok_or_else(ApiError::method_not_allowed)?;
    let policy = policy.to_ascii_lowercase();
    let key = repeat.key(manager.caller(), &body);
    let act = Act::by_manager(&manager, app.clock.now(), app.ids.clone());
    let (members, here) = (read(&body), app.clone());
    once(&app, key, move |tx| {
        let (act, manager, here) = (act.clone(), manager.clone(), here.clone());
        let (policy, members) = (policy.clone(), members.clone());
        Box::pin(async move {
            let edit = Edit::Add(members);
            let made = policy_lists::edit(tx, &act, &manager, (&policy, list), &edit).await?;
            let id = made["id"].as_str().unwrap_or_default().to_owned();
            let set = format!("{SET}/{policy}/{}", list.name());
            let mut answer = Map::new();
            let context = here.link(&format!("/v1.0/$metadata#{set}/$entity"));
            answer.insert("@odata.context".to_owned(), Value::from(context));
            answer.extend(made.as_object().cloned().unwrap_or_default());
            Ok(Remembered {
                location: here.link(&format!("/v1.0/{set}/{id}")),
                body: Value::Object(answer),
            })
        })
    })
    .await
}

/// `PATCH …/assignmentPolicies/{id}/questions/{id}`, and the other list.
pub async fn patch(
    State(app): State<App>,
    manager: Manager,
    Path((policy, path)): Path<(String, String)>,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    let (list, id) = entry(&path)?;
    body.is_about(&id)?;
    let edit = Edit::Change(id, read(&body));
    change(app, manager, (policy, list), edit).await
}

/// `DELETE …/assignmentPolicies/{id}/questions/{id}`, and the other list.
pub async fn delete(
    State(app): State<App>,
    manager: Manager,
    Path((policy, path)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let (list, id) = entry(&path)?;
    change(app, manager, (policy, list), Edit::Remove(id)).await
}

async fn change(
    app: App,
    manager: Manager,
    (policy, list): (String, List),
    edit: Edit,
) -> Result<StatusCode, ApiError> {
    let policy = policy.to_ascii_lowercase();
    administer::change(app, manager, move |tx, act, manager| {
        let (policy, edit) = (policy.clone(), edit.clone());
        Box::pin(async move {
            policy_lists::edit(tx, act, manager, (&policy, list), &edit)
                .await
                .map(drop)
        })
    })
    .await
}

/// List and id of a path below a policy.
fn entry(path: &str) -> Result<(List, String), ApiError> {
    let (name, id) = path.split_once('/').unwrap_or((path, ""));
    let list = LISTS.into_iter().find(|list| list.name() == name);
    match list {
        Some(list) if !id.is_empty() && !id.contains('/') => Ok((list, id.to_ascii_lowercase())),
        _ => Err(ApiError::method_not_allowed()),
    }
}

/// Reads a body as it is read in a policy, as an entry of either list.
pub(crate) fn trial(body: &JsonBody) -> Result<(), ApiError> {
    const NEW: &str = "00000000-0000-4000-8000-000000000000";
    let mut policy = json!({ "displayName": "Trial" });
    for list in LISTS {
        policy[list.name()] = json!([read(body)]);
    }
    let members = policy.as_object().cloned().unwrap_or_default();
    Draft::read(&members, NEW).map_err(Refusal::Problems)?;
    Ok(())
}

/// The members of an entry. What they mean, the whole policy says.
fn read(body: &JsonBody) -> Map<String, Value> {
    let mut members = body.0.clone();
    members.remove("@odata.context");
    members
}
