//! `/Users` (RFC 7643, section 4.1): people of the directory.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::body::ScimBody;
use super::filter::sql;
use super::query::Query;
use super::refusal::Refusal;
use super::{ROOT, form, patch};
use crate::http::App;
use crate::operations::act::{Act, Actor};
use crate::store::provisioned::Condition;
use crate::store::provisioned::users::{self as rows, Provisioned};

mod columns;
mod draft;
mod keep;
mod resource;

/// What the log calls whoever keeps the directory.
const ACTOR: &str = "scim";

/// `GET /Users`
pub async fn list(State(app): State<App>, query: Query) -> Result<Response, Refusal> {
    let condition = match &query.filter {
        None => Condition::always(),
        Some(filter) => sql::condition(filter, columns::COLUMNS)?,
    };
    let mut tx = app.store.begin_read().await?;
    let total = rows::count(&mut tx, &condition).await?;
    let found = match query.size {
        0 => Vec::new(),
        size => rows::page(&mut tx, &condition, query.skip, size).await?,
    };
    let resources = found.iter().map(|one| shown(&app, one)).collect();
    Ok(form::answer(StatusCode::OK, &query.page(total, resources)))
}

/// `GET /Users/{id}`
pub async fn get(
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, Refusal> {
    let mut tx = app.store.begin_read().await?;
    let found = rows::by_id(&mut tx, &id.to_ascii_lowercase()).await?;
    let found = found.ok_or_else(|| Refusal::unknown(&id))?;
    Ok(form::answer(
        StatusCode::OK,
        &query.shape(shown(&app, &found)),
    ))
}

/// `POST /Users`
pub async fn post(
    State(app): State<App>,
    query: Query,
    body: ScimBody,
) -> Result<Response, Refusal> {
    let id = app.ids.guid();
    let draft = draft::Draft::of_somebody_new(&body.0, id)?;
    let act = act(&app);
    let made = app
        .store
        .write(move |tx| {
            let (act, draft) = (act.clone(), draft.clone());
            Box::pin(async move { keep::create(tx, &act, &draft).await })
        })
        .await?;
    app.jobs_wake.notify_one();
    let mut answer = form::answer(StatusCode::CREATED, &query.shape(shown(&app, &made)));
    if let Ok(location) = HeaderValue::from_str(&address(&app, &made.user.id)) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    Ok(answer)
}

/// `PUT /Users/{id}`
pub async fn put(
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
    body: ScimBody,
) -> Result<Response, Refusal> {
    change(&app, id, &query, move |_| Ok(body.0.clone())).await
}

/// `PATCH /Users/{id}`
pub async fn patch(
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
    body: ScimBody,
) -> Result<Response, Refusal> {
    let operations = patch::read(&body.0)?;
    change(&app, id, &query, move |before| {
        let mut resource = resource::writable(before);
        // There only when an operation says it: what is not said of an account stays.
        resource.remove("active");
        if let Some(Value::Object(name)) = resource.get_mut("name") {
            name.remove("formatted");
        }
        for operation in &operations {
            patch::apply(&mut resource, operation)?;
        }
        Ok(resource)
    })
    .await
}

/// `DELETE /Users/{id}`
pub async fn delete(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let act = act(&app);
    app.store
        .write(move |tx| {
            let (act, id) = (act.clone(), id.to_ascii_lowercase());
            Box::pin(async move { keep::delete(tx, &act, &id).await })
        })
        .await?;
    app.jobs_wake.notify_one();
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Changes a user into what `after` makes of what they were.
async fn change(
    app: &App,
    id: String,
    query: &Query,
    after: impl Fn(&Provisioned) -> Result<Map<String, Value>, Refusal> + Clone + Send + Sync + 'static,
) -> Result<Response, Refusal> {
    let act = act(app);
    let changed = app
        .store
        .write(move |tx| {
            let (act, id, after) = (act.clone(), id.to_ascii_lowercase(), after.clone());
            Box::pin(async move {
                let before = rows::by_id(tx, &id).await?;
                let before = before.ok_or_else(|| Refusal::unknown(&id))?;
                let draft = draft::Draft::after(&after(&before)?, &before)?;
                keep::change(tx, &act, &before, &draft).await
            })
        })
        .await?;
    app.jobs_wake.notify_one();
    Ok(form::answer(
        StatusCode::OK,
        &query.shape(shown(app, &changed)),
    ))
}

fn shown(app: &App, one: &Provisioned) -> Value {
    let manager = one.user.manager_id.as_deref().map(|id| address(app, id));
    let location = address(app, &one.user.id);
    resource::shown(one, &location, manager.as_deref())
}

fn address(app: &App, id: &str) -> String {
    app.link(&format!("{ROOT}/Users/{id}"))
}

/// By whoever keeps the directory, now.
pub(super) fn act(app: &App) -> Act {
    Act {
        now: app.clock.now(),
        ids: app.ids.clone(),
        actor: Some(Actor {
            subject_id: ACTOR.to_owned(),
            name: String::new(),
        }),
    }
}
