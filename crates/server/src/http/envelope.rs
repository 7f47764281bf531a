//! What stands on every answer, whoever made it: request ids, the service's date, `OData-Version`, security headers, and
//! for refusals the Graph error body. Outermost layer, so nothing leaves without it.

use std::time::Duration as Wait;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use portico_graph::time::Instant;

use super::App;
use super::account::Account;
use super::error::{ApiError, Occasion};

pub mod http_date;

/// Graph's name for the server's id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
/// Graph's name for the caller's id of a request.
pub const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

const ODATA_VERSION: HeaderName = HeaderName::from_static("odata-version");
/// Media types of bodies that are not the framework's.
const WRITTEN_HERE: [&str; 3] = [
    "application/json",
    "application/scim+json",
    "text/html; charset=utf-8",
];
const LONGEST_CLIENT_ID: usize = 128;
/// A call that takes longer has gone wrong.
const LONGEST_CALL: Wait = Wait::from_secs(30);

/// Sent with every answer. The portal needs scripts and WebAssembly of its own origin and nothing else.
const SECURITY: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'self'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The ids of one request; handlers find them in the request's extensions.
#[derive(Clone, Debug)]
pub struct RequestIds {
    /// Made here.
    pub request: String,
    /// The caller's own, else the same.
    pub client: String,
}

/// The layer.
pub async fn seal(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let ids = RequestIds::of(&app, request.headers());
    request.extensions_mut().insert(ids.clone());
    let account = Account::open(&app.traffic, &mut request, &ids.request);
    let answered = tokio::time::timeout(LONGEST_CALL, next.run(request)).await;
    let response = answered.unwrap_or_else(|_| ApiError::busy(5).into_response());
    let now = app.clock.now();
    let mut response = with_error_body(response, &ids, now);
    account.close(response.status());
    put_headers(response.headers_mut(), &ids, now, &app);
    response
}

/// An answer to a part of a batch that never reached a handler.
pub(super) fn seal_part(app: &App, refused: ApiError) -> Response {
    let ids = RequestIds::of(app, &HeaderMap::new());
    let now = app.clock.now();
    let mut response = with_error_body(refused.into_response(), &ids, now);
    put_headers(response.headers_mut(), &ids, now, app);
    response
}

impl RequestIds {
    fn of(app: &App, headers: &HeaderMap) -> Self {
        let request = app.ids.guid();
        let client = headers
            .get(CLIENT_REQUEST_ID)
            .and_then(|id| id.to_str().ok())
            .filter(|id| !id.is_empty() && id.len() <= LONGEST_CLIENT_ID)
            .map_or_else(|| request.clone(), ToOwned::to_owned);
        Self { request, client }
    }
}

/// Gives refusals their body; also those the framework made by itself, which carry plain text or nothing.
fn with_error_body(mut response: Response, ids: &RequestIds, now: Instant) -> Response {
    let named = response.extensions_mut().remove::<ApiError>();
    let error = match named {
        Some(error) => error,
        None if made_by_framework(&response) => ApiError::of_status(response.status()),
        None => return response,
    };
    let date = now.to_string();
    let body = error.body(&Occasion {
        date: date.trim_end_matches('Z'),
        request_id: &ids.request,
        client_request_id: &ids.client,
    });
    let mut headers = std::mem::take(response.headers_mut());
    headers.remove(header::CONTENT_TYPE);
    headers.remove(header::CONTENT_LENGTH);
    let mut sealed = (error.status(), Json(body)).into_response();
    sealed.headers_mut().extend(headers);
    sealed
}

fn made_by_framework(response: &Response) -> bool {
    let status = response.status();
    let written_by_us = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|media| WRITTEN_HERE.iter().any(|ours| media == ours));
    (status.is_client_error() || status.is_server_error()) && !written_by_us
}

impl ApiError {
    /// The refusal that a bare status stands for.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::no_such_address(),
            StatusCode::METHOD_NOT_ALLOWED => Self::method_not_allowed(),
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large(super::body::LIMIT),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::not_json(),
            status if status.is_client_error() => {
                Self::bad_request("The request could not be read.")
            }
            _ => Self::internal(),
        }
    }
}

fn put_headers(headers: &mut HeaderMap, ids: &RequestIds, now: Instant, app: &App) {
    for (name, id) in [(REQUEST_ID, &ids.request), (CLIENT_REQUEST_ID, &ids.client)] {
        if let Ok(value) = HeaderValue::from_str(id) {
            headers.insert(name, value);
        }
    }
    headers.insert(ODATA_VERSION, HeaderValue::from_static("4.0"));
    headers.insert(header::DATE, http_date::write(now));
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.public_url.is_secure() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests;
