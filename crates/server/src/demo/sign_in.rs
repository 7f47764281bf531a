//! `POST /demo/sign-in`: a session as any person of the demo.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use portico_graph::portico::{DemoSignIn, Session};

use crate::api::portico::session::describe;
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::error::ApiError;
use crate::signin::own_pages::OwnPageOrToken;
use crate::signin::person::Person;
use crate::signin::{cookie, session};

/// Signs in and answers the new session. Who was signed in before in this browser is signed out.
pub async fn post(
    State(app): State<App>,
    _: OwnPageOrToken,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let wanted = read(&body)?;
    let name = &wanted.user_principal_name;
    let person = Person::by_principal_name(&app.store, name, app.clock.now())
        .await?
        .ok_or_else(ApiError::unknown_here)?;
    let mut tx = app.store.begin_read().await?;
    let user = Some(describe(&mut tx, &person).await?);
    drop(tx);
    if let Some(before) = cookie::read(&headers, &app.public_url) {
        session::end(&app, &before).await?;
    }
    let token = session::start(&app, &person.subject_id, "demo").await?;
    let mut response = Json(Session { user }).into_response();
    if let Some(cookie) = cookie::set(&token, &app.public_url, session::LONGEST.seconds()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Whom to sign in.
pub(crate) fn read(body: &JsonBody) -> Result<DemoSignIn, ApiError> {
    let wanted: DemoSignIn = body.only(&["userPrincipalName"])?.read()?;
    if wanted.user_principal_name.is_empty() {
        return Err(ApiError::malformed_body(
            "The property 'userPrincipalName' is missing.",
        ));
    }
    Ok(wanted)
}
