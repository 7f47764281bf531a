//! The form of SCIM's answers: its media type, and its own kind of error body (RFC 7644, sections 3.1 and 3.12).

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::http::error::ApiError;

const MEDIA: HeaderValue = HeaderValue::from_static("application/scim+json");
const UNREADABLE: &str = "The request could not be read.";
const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// A resource or a message.
pub fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, MEDIA)], body.to_string()).into_response()
}

/// An error.
pub fn refused(status: StatusCode, scim_type: Option<&str>, detail: &str) -> Response {
    let mut body =
        json!({ "schemas": [ERROR], "status": status.as_u16().to_string(), "detail": detail });
    if let Some(word) = scim_type {
        body["scimType"] = Value::from(word);
    }
    answer(status, &body)
}

/// The layer that gives the refusals of the rest of the server SCIM's form: nobody is signed in, too many calls, a database that is away.
pub async fn seal(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let refusal = response.extensions_mut().remove::<ApiError>();
    let status = refusal
        .as_ref()
        .map_or_else(|| response.status(), ApiError::status);
    let is_ours = response.headers().get(header::CONTENT_TYPE) == Some(&MEDIA);
    if refusal.is_none() && (is_ours || status.as_u16() < 400) {
        return response;
    }
    // The framework has its own words for an address that it cannot read.
    let detail = refusal.as_ref().map_or(UNREADABLE, ApiError::message);
    let scim_type = (status == StatusCode::BAD_REQUEST).then_some("invalidSyntax");
    let mut sealed = refused(status, scim_type, detail);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    for (name, value) in response.headers() {
        sealed
            .headers_mut()
            .entry(name)
            .or_insert_with(|| value.clone());
    }
    sealed
}
