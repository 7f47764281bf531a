//! For whoever watches the process.

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::http::App;
use crate::http::error::ApiError;

/// `GET /healthz`: the process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: and so does its database, and it does not mean to end.
pub async fn ready(State(app): State<App>) -> Response {
    if app.traffic.is_leaving() {
        return ApiError::busy(2).into_response();
    }
    match app.store.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(cause) => {
            tracing::warn!(%cause, "not ready");
            ApiError::busy(2).into_response()
        }
    }
}
