//! `/me`, `/me/manager`, `/me/directReports` (Graph contract: directory).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use portico_graph::model::USER;
use portico_odata::{Address, Options, context, shape};
use serde_json::{Map, Value, json};

use super::read::Asked;
use crate::http::App;
use crate::http::address::VERSION_ROOT;
use crate::http::caller::SignedIn;
use crate::http::error::ApiError;
use crate::store::fold::fold;
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
    Ok(one(&app, &asked, &options, "users", profile(&me)))
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

/// `GET /me/directReports`: people on whom the caller is written down as manager, by name.
pub async fn direct_reports(
    State(app): State<App>,
    caller: SignedIn,
    asked: Asked,
) -> Result<Response, ApiError> {
    let (raw, options) = asked.options(&USER, Address::Collection)?;
    let mut tx = app.store.begin_read().await?;
    let mut reports: Vec<Value> = users::reports(&mut tx, &caller.user_id)
        .await?
        .iter()
        .map(|report| in_directory(profile(report)))
        .filter(|report| match &options.filter {
            Some(filter) => filter.holds(report, &fold),
            None => true,
        })
        .collect();
    let total = reports.len();
    let first = options
        .skip_token
        .as_deref()
        .map_or(Ok(options.skip), |token| {
            token.parse().map_err(|_| {
                ApiError::bad_query_option("$skiptoken", "The token is not of this list.")
            })
        })?;
    let first = usize::try_from(first).unwrap_or(total).min(total);
    let size = usize::try_from(options.page_size()).unwrap_or(total);
    let mut page = reports.split_off(first);
    let more = page.len() > size;
    page.truncate(size);
    for report in &mut page {
        choose(report, &options);
    }
    let mut body = Map::new();
    if !asked.bare {
        let root = app.link(VERSION_ROOT);
        let described = context(&root, "directoryObjects", &options, Address::Collection);
        body.insert("@odata.context".into(), json!(described));
    }
    if options.count {
        body.insert("@odata.count".into(), json!(total));
    }
    if more {
        let query = raw.next_page(&(first + size).to_string());
        let link = app.link(&format!("{}?{query}", asked.path));
        body.insert("@odata.nextLink".into(), json!(link));
    }
    body.insert("value".into(), Value::Array(page));
    Ok(Json(body).into_response())
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
    shape(entity, &USER, options, &fold);
    if options.select.is_none() {
        profile::leave_defaults(entity);
    }
}

/// Inside lists and references of directory objects the type has to be told.
fn in_directory(mut user: Value) -> Value {
    user["@odata.type"] = json!("#microsoft.graph.user");
    user
}

#[cfg(test)]
mod tests;
