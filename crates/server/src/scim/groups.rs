//! `/Groups` (RFC 7643, section 4.2): groups of the directory and their direct members.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::attribute::GROUP;
use super::body::ScimBody;
use super::filter::sql::{self, Column, Kind};
use super::query::Query;
use super::refusal::Refusal;
use super::users::act;
use super::{ROOT, form, patch};
use crate::http::App;
use crate::store::principal::PrincipalKind;
use crate::store::provisioned::Condition;
use crate::store::provisioned::groups::{self as rows, Member, Provisioned};
use crate::store::{StoreError, Tx};

mod draft;
mod keep;

use draft::Draft;

const MEMBERS: &str = "members";
const MEMBER: Kind = Kind::Among(
    "EXISTS (SELECT 1 FROM group_members x WHERE x.group_id = g.id AND x.source = 'directory' AND x.member_id =",
);

/// What groups can be found by, over the table `g`.
static COLUMNS: &[Column] = &[
    Column {
        path: &["id"],
        kind: Kind::Id("g.id"),
    },
    Column {
        path: &["displayName"],
        kind: Kind::Folded("g.display_name_folded"),
    },
    Column {
        path: &["externalId"],
        kind: Kind::Exact("g.external_id"),
    },
    Column {
        path: &["members"],
        kind: MEMBER,
    },
    Column {
        path: &["members", "value"],
        kind: MEMBER,
    },
    Column {
        path: &["meta", "created"],
        kind: Kind::Moment("g.created_at"),
    },
    Column {
        path: &["meta", "lastModified"],
        kind: Kind::Moment("g.modified_at"),
    },
];

/// `GET /Groups`
pub async fn list(State(app): State<App>, query: Query) -> Result<Response, Refusal> {
    let condition = match &query.filter {
        None => Condition::always(),
        Some(filter) => sql::condition(filter, COLUMNS)?,
    };
    let mut tx = app.store.begin_read().await?;
    let total = rows::count(&mut tx, &condition).await?;
    let found = match query.size {
        0 => Vec::new(),
        size => rows::page(&mut tx, &condition, query.skip, size).await?,
    };
    let resources = shown(&app, &mut tx, &query, &found).await?;
    Ok(form::answer(StatusCode::OK, &query.page(total, resources)))
}

/// `GET /Groups/{id}`
pub async fn get(
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, Refusal> {
    let mut tx = app.store.begin_read().await?;
    let found = rows::by_id(&mut tx, &id.to_ascii_lowercase()).await?;
    let found = found.ok_or_else(|| Refusal::unknown(&id))?;
    drop(tx);
    one(&app, StatusCode::OK, &query, found).await
}

/// `POST /Groups`
pub async fn post(
    State(app): State<App>,
    query: Query,
    body: ScimBody,
) -> Result<Response, Refusal> {
    let draft = Draft::read(&body.0)?;
    let (act, id) = (act(&app), app.ids.guid());
    let made = app
        .store
        .write(move |tx| {
            let (act, id, draft) = (act.clone(), id.clone(), draft.clone());
            Box::pin(async move { keep::create(tx, &act, &id, &draft).await })
        })
        .await?;
    app.jobs_wake.notify_one();
    let location = address(&app, "Groups", &made.group.id);
    let mut answer = one(&app, StatusCode::CREATED, &query, made).await?;
    if let Ok(location) = HeaderValue::from_str(&location) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    Ok(answer)
}

/// `PUT /Groups/{id}`. Members that are not spoken of stay.
pub async fn put(
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
    body: ScimBody,
) -> Result<Response, Refusal> {
    let draft = Draft::read(&body.0)?;
    let act = act(&app);
    let changed = app
        .store
        .write(move |tx| {
            let (act, id, draft) = (act.clone(), id.to_ascii_lowercase(), draft.clone());
            Box::pin(async move {
                let before = rows::by_id(tx, &id).await?;
                let before = before.ok_or_else(|| Refusal::unknown(&id))?;
                keep::change(tx, &act, &before, &draft).await
            })
        })
        .await?;
    app.jobs_wake.notify_one();
    one(&app, StatusCode::OK, &query, changed).await
}

/// `PATCH /Groups/{id}`. Without a body in the answer unless attributes are asked for by name: a group may have many members.
pub async fn patch(
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
    body: ScimBody,
) -> Result<Response, Refusal> {
    let operations = patch::read(&body.0)?;
    let act = act(&app);
    let changed = app
        .store
        .write(move |tx| {
            let (act, id, operations) = (act.clone(), id.to_ascii_lowercase(), operations.clone());
            Box::pin(async move {
                let before = rows::by_id(tx, &id).await?;
                let before = before.ok_or_else(|| Refusal::unknown(&id))?;
                let draft = Draft::after(&before, &operations)?;
                keep::change(tx, &act, &before, &draft).await
            })
        })
        .await?;
    app.jobs_wake.notify_one();
    if query.names_attributes() {
        return one(&app, StatusCode::OK, &query, changed).await;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `DELETE /Groups/{id}`
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

async fn one(
    app: &App,
    status: StatusCode,
    query: &Query,
    group: Provisioned,
) -> Result<Response, Refusal> {
    let mut tx = app.store.begin_read().await?;
    let mut resources = shown(app, &mut tx, query, &[group]).await?;
    let resource = resources.pop().unwrap_or_default();
    Ok(form::answer(status, &query.shape(resource)))
}

/// Groups as SCIM shows them; their members are looked up only when they are asked for.
async fn shown(
    app: &App,
    tx: &mut Tx,
    query: &Query,
    found: &[Provisioned],
) -> Result<Vec<Value>, StoreError> {
    let mut members = if query.wants(MEMBERS) {
        let ids: Vec<String> = found.iter().map(|one| one.group.id.clone()).collect();
        rows::members(tx, &ids).await?
    } else {
        std::collections::BTreeMap::new()
    };
    let mut resource = |one: &Provisioned| {
        let id = &one.group.id;
        let mut resource = json!({
            "schemas": [GROUP],
            "id": id,
            "displayName": one.group.display_name,
            "meta": {
                "resourceType": "Group",
                "created": one.created_at,
                "lastModified": one.modified_at,
                "location": address(app, "Groups", id),
            },
        });
        if let Some(external_id) = &one.external_id {
            resource["externalId"] = json!(external_id);
        }
        let members = members.remove(id).unwrap_or_default();
        let members = members.iter().map(|member| member_of(app, member));
        resource[MEMBERS] = members.collect();
        resource
    };
    Ok(found.iter().map(&mut resource).collect())
}

fn member_of(app: &App, member: &Member) -> Value {
    let (kind, set) = match member.principal.kind {
        PrincipalKind::Group => ("Group", "Groups"),
        PrincipalKind::User | PrincipalKind::ServicePrincipal => ("User", "Users"),
    };
    json!({
        "value": member.principal.id,
        "type": kind,
        "display": member.display_name,
        "$ref": address(app, set, &member.principal.id),
    })
}

fn address(app: &App, set: &str, id: &str) -> String {
    app.link(&format!("{ROOT}/{set}/{id}"))
}
