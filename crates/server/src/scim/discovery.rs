//! What the other side can find out before it begins (RFC 7643, sections 5 to 7; RFC 7644, section 4).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::attribute::{ENTERPRISE, GROUP, USER};
use super::member::is_name;
use super::query::{MOST, Query};
use super::refusal::Refusal;
use super::{ROOT, form, schemas};
use crate::http::App;

/// `GET /ServiceProviderConfig`
pub async fn service_provider_config(State(app): State<App>) -> Response {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MOST },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": false },
        "authenticationSchemes": [ {
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "The token that the operator of this service wrote down for the directory.",
            "primary": true,
        } ],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": app.link(&format!("{ROOT}/ServiceProviderConfig")),
        },
    });
    form::answer(StatusCode::OK, &body)
}

/// `GET /ResourceTypes`
pub async fn resource_types(State(app): State<App>, query: Query) -> Result<Response, Refusal> {
    all(&query, types(&app))
}

/// `GET /ResourceTypes/{id}`
pub async fn resource_type(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    one(types(&app), &id)
}

/// `GET /Schemas`
pub async fn schemas(State(app): State<App>, query: Query) -> Result<Response, Refusal> {
    all(&query, schemas::all(&app))
}

/// `GET /Schemas/{id}`
pub async fn schema(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Refusal> {
    one(schemas::all(&app), &id)
}

fn types(app: &App) -> Vec<Value> {
    [("User", USER), ("Group", GROUP)]
        .into_iter()
        .map(|(name, schema)| {
            let mut body = json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
                "id": name,
                "name": name,
                "endpoint": format!("/{name}s"),
                "schema": schema,
                "meta": {
                    "resourceType": "ResourceType",
                    "location": app.link(&format!("{ROOT}/ResourceTypes/{name}")),
                },
            });
            if schema == USER {
                body["schemaExtensions"] = json!([{ "schema": ENTERPRISE, "required": false }]);
            }
            body
        })
        .collect()
}

/// They are few, so all of them come; filters are not for them (RFC 7644, section 4).
fn all(query: &Query, resources: Vec<Value>) -> Result<Response, Refusal> {
    if query.filter.is_some() {
        return Err(Refusal::no_filter_here());
    }
    let total = i64::try_from(resources.len()).unwrap_or(i64::MAX);
    let whole = Query::default();
    Ok(form::answer(StatusCode::OK, &whole.page(total, resources)))
}

fn one(resources: Vec<Value>, id: &str) -> Result<Response, Refusal> {
    resources
        .into_iter()
        .find(|one| one["id"].as_str().is_some_and(|known| is_name(known, id)))
        .map(|found| form::answer(StatusCode::OK, &found))
        .ok_or_else(|| Refusal::unknown(id))
}
