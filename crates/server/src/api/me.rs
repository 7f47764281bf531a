//! `/me`, `/me/manager`, `/me/directReports` (Graph contract: directory).

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use portico_graph::model::USER;
use portico_odata::{Address, Options, context, shape};
use serde_json::{Value, json};

use super::read::sources::USERS;
use super::read::{Answer, Asked, List, Scope, Sight};
use super::users::{behind, choose_usual};
use crate::http::App;
use crate::http::address::VERSION_ROOT;
use crate::http::caller::SignedIn;
use crate::http::error::ApiError;
use crate::store::users;

mod profile;

use profile::profile;

/// `GET /me`
pub async fn get(
    State(app): State<App>,
    caller: SignedIn,
    asked: Asked,
) -> Result<Response, ApiError> {
    let (_, options) = asked.options(&USER, Address::Entity)?;
    let mut tx = app.store.begin_read().await?;
    let me = users::by_id(&mut tx, &caller.user_id)
        .await?
        .ok_or_else(ApiError::not_signed_in)?;
    let mut mine = profile(&me);
    let wanted = options.expand.iter();
    if wanted
        .map(|item| item.navigation.name)
        .any(|name| name == "manager")
    {
        let manager = users::manager(&mut tx, &caller.user_id).await?;
        let manager = manager.map(|manager| in_directory(profile(&manager)));
        mine["manager"] = manager.unwrap_or_default();
    }
    Ok(one(&app, &asked, &options, "users", mine))
}

/// `GET /me/manager`: 404 when there is none.
pub async fn manager(
    State(app): State<App>,
    caller: SignedIn,
    asked: Asked,
) -> Result<Response, ApiError> {
    let (_, options) = asked.options(&USER, Address::Entity)?;
    let mut tx = app.store.begin_read().await?;
    let manager = users::manager(&mut tx, &caller.user_id)
        .await?
        .ok_or_else(ApiError::unknown_here)?;
    let answer = in_directory(profile(&manager));
    Ok(one(&app, &asked, &options, "directoryObjects", answer))
}

/// `GET /me/…`: the caller's groups and sponsors.
pub async fn follow(
    State(app): State<App>,
    caller: SignedIn,
    Path(path): Path<String>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let who = (
        caller.user_id.as_str(),
        path.as_str(),
        caller.subject_id.as_str(),
    );
    behind(&app, &mut tx, &asked, who).await
}

/// `GET /me/directReports`: people on whom the caller is written down as manager, by name.
pub async fn direct_reports(
    State(app): State<App>,
    caller: SignedIn,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let list = List {
        source: &USERS,
        scope: Scope::new(
            "u.manager_id = $1 AND u.deleted_at IS NULL",
            vec![crate::store::Value::from(caller.user_id.clone())],
        ),
        caller: &caller.subject_id,
        search: None,
        sight: Sight::Full,
    };
    let (raw, mut options) = asked.options(&USER, list.address())?;
    choose_usual(&mut options);
    let mut page = list.page(&mut tx, &app, &asked, (&raw, &options)).await?;
    for node in &mut page.nodes {
        let kind = json!("#microsoft.graph.user");
        node.members.insert("@odata.type".to_owned(), kind);
    }
    let what = ("directoryObjects", &USER);
    Ok(Answer::page(&app, &asked, &options, what, page))
}

fn one(app: &App, asked: &Asked, options: &Options, set: &str, mut entity: Value) -> Response {
    choose(&mut entity, options);
    if let (false, Some(members)) = (asked.bare, entity.as_object_mut()) {
        let root = app.link(VERSION_ROOT);
        let described = context(&root, set, options, Address::Entity);
        members.insert("@odata.context".into(), json!(described));
    }
    Json(entity).into_response()
}

fn choose(entity: &mut Value, options: &Options) {
    shape(entity, &USER, options);
    if options.select.is_none() {
        let manager = entity.get("manager").cloned();
        profile::leave_defaults(entity);
        if let Some(manager) = manager {
            entity["manager"] = manager;
        }
    }
}

/// Inside lists and references of directory objects the type has to be told.
fn in_directory(mut user: Value) -> Value {
    user["@odata.type"] = json!("#microsoft.graph.user");
    user
}

#[cfg(test)]
mod tests;
