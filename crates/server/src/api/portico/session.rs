//! Who is signed in at the portal, and signing out.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use portico_graph::portico::{Session, SessionUser};

use crate::api::waiting;
use crate::http::App;
use crate::http::body::NoBody;
use crate::http::caller::{Anybody, Caller};
use crate::http::error::ApiError;
use crate::signin::own_pages::OwnPageOrToken;
use crate::signin::person::Person;
use crate::signin::{cookie, session};
use crate::store::{Sql, StoreError, Tx, users};

/// `GET /portico/v1/session`: 200 also when nobody is signed in. An application is nobody here.
pub async fn get(
    State(app): State<App>,
    Anybody(caller): Anybody,
) -> Result<Json<Session>, ApiError> {
    let Some(Caller::Person(person, _)) = caller else {
        return Ok(Json(Session::default()));
    };
    let mut tx = app.store.begin_read().await?;
    let user = Some(describe(&mut tx, &person).await?);
    Ok(Json(Session { user }))
}

/// `POST /portico/v1/session/end`: signs out. Nobody may be signed out by a foreign page; signing out twice is fine.
pub async fn end(
    State(app): State<App>,
    _: OwnPageOrToken,
    headers: HeaderMap,
    _: NoBody,
) -> Result<Response, ApiError> {
    if let Some(token) = cookie::read(&headers, &app.public_url) {
        session::end(&app, &token).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(cleared) = cookie::clear(&app.public_url) {
        response.headers_mut().insert(header::SET_COOKIE, cleared);
    }
    Ok(response)
}

/// What the portal shows about a person on every page.
pub async fn describe(tx: &mut Tx, person: &Person) -> Result<SessionUser, StoreError> {
    let reports = users::reports(tx, &person.user_id).await?;
    let waiting = waiting::request_ids(tx, person).await?.len();
    let is_approver = waiting > 0 || has_decided(tx, person).await?;
    Ok(SessionUser {
        id: person.user_id.clone(),
        display_name: person.display_name.clone(),
        user_principal_name: person.user_principal_name.clone(),
        user_type: person.user_type().into(),
        preferred_language: person.preferred_language.clone(),
        time_zone: person.time_zone.clone(),
        organization: person.organization.clone(),
        is_approver,
        pending_approvals: u64::try_from(waiting).unwrap_or(u64::MAX),
        has_reports: !reports.is_empty(),
    })
}

async fn has_decided(tx: &mut Tx, person: &Person) -> Result<bool, StoreError> {
    let decided = Sql::new("SELECT id FROM request_stages WHERE reviewed_by_id = $1 LIMIT 1")
        .text(person.subject_id.as_str())
        .fetch_optional(tx)
        .await?;
    Ok(decided.is_some())
}

#[cfg(test)]
mod tests;
