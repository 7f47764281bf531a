//! SCIM 2.0 (RFC 7643, RFC 7644): whoever keeps the directory elsewhere keeps it here too. People and groups come, change and go; each
//! change is one transaction with its entry in the log, and automatic policies look again afterwards.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;

use crate::http::error::ApiError;
use crate::http::{App, provisioner};

pub mod attribute;
mod body;
mod discovery;
pub mod filter;
mod form;
mod groups;
mod member;
pub mod patch;
mod query;
pub mod refusal;
mod schemas;
#[cfg(test)]
mod tests;
mod users;
mod value;

/// Where the addresses begin.
pub const ROOT: &str = "/scim/v2";

/// Every address below [`ROOT`]; none when nobody may keep the directory.
#[rustfmt::skip]
pub fn routes(app: &App) -> Router<App> {
    if app.scim_token.is_none() {
        return Router::new();
    }
    Router::new()
        .route("/ServiceProviderConfig", get(discovery::service_provider_config))
        .route("/ResourceTypes", get(discovery::resource_types))
        .route("/ResourceTypes/{id}", get(discovery::resource_type))
        .route("/Schemas", get(discovery::schemas))
        .route("/Schemas/{id}", get(discovery::schema))
        .route("/Users", get(users::list).post(users::post))
        .route("/Users/{id}", get(users::get).put(users::put).patch(users::patch).delete(users::delete))
        .route("/Groups", get(groups::list).post(groups::post))
        .route("/Groups/{id}", get(groups::get).put(groups::put).patch(groups::patch).delete(groups::delete))
        .fallback(async || ApiError::no_such_address())
        .method_not_allowed_fallback(async || ApiError::method_not_allowed())
        .layer(from_fn_with_state(app.clone(), provisioner::only))
        .layer(from_fn(form::seal))
}
