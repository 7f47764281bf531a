//! In demo mode everybody may be anybody, so only pages of this machine may talk to the server. A foreign page can make
//! its own host name resolve to loopback; then the browser sends that name in `Host`, and here it ends.

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::App;
use super::error::ApiError;
use crate::config::is_loopback_host;

/// The layer; does nothing outside demo mode.
pub async fn only(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.demo.is_none() {
        return next.run(request).await;
    }
    let Some(host) = host(&request).filter(|host| is_loopback_host(host)) else {
        return ApiError::foreign_host().into_response();
    };
    if host != app.public_url.authority() && is_page(&request) {
        // `localhost` and `127.0.0.1` are different origins with different cookies: one of them is the portal's.
        let path = request.uri().path_and_query().map_or("/", |it| it.as_str());
        return Redirect::temporary(&app.link(path)).into_response();
    }
    next.run(request).await
}

fn host(request: &Request) -> Option<&str> {
    let named = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    named.or_else(|| request.uri().authority().map(Authority::as_str))
}

fn is_page(request: &Request) -> bool {
    *request.method() == Method::GET
        && request
            .headers()
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"))
}

impl ApiError {
    /// 421: the request is meant for another host.
    fn foreign_host() -> Self {
        Self::new(
            StatusCode::MISDIRECTED_REQUEST,
            "BadRequest",
            "The demo answers on this machine's own names only.",
        )
    }
}
