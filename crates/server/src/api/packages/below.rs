//! What a package gives and what excludes it, added and taken away (Graph contract: resourceRoleScopes, separation of duties).

use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::SET;
use crate::api::administer::{self, Repeat};
use crate::api::read::Scope;
use crate::api::read::sources::ROLE_SCOPES;
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::http::members::{missing, wrong};
use crate::http::reference::Reference;
use crate::operations::administer::incompatible::{self, Other};
use crate::operations::administer::role_scopes::{self, Part};
use crate::store::Value as SqlValue;

/// `POST …/accessPackages/{id}/…`: a role scope, or a reference to what excludes the package.
pub async fn post(
    State(app): State<App>,
    manager: Manager,
    repeat: Repeat,
    Path((id, path)): Path<(String, String)>,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let id = id.to_ascii_lowercase();
    if path == "resourceRoleScopes" {
        let (role, scope) = read(&body)?;
        return add(app, (manager, repeat), &body, (id, role, scope)).await;
    }
    let other = match path.as_str() {
        "incompatibleAccessPackages/$ref" => {
            Other::Package(Reference::of_body(&body)?.within(&["accessPackages"])?)
        }
        "incompatibleGroups/$ref" => {
            Other::Group(Reference::of_body(&body)?.within(&["groups", "directoryObjects"])?)
        }
        _ => return Err(ApiError::method_not_allowed()),
    };
    let done = administer::change(app, manager, move |tx, act, manager| {
        let (id, other) = (id.clone(), other.clone());
        Box::pin(async move { incompatible::add(tx, act, manager, &id, &other).await })
    });
    Ok(done.await?.into_response())
}

/// `DELETE …/accessPackages/{id}/…`.
pub async fn delete(
    State(app): State<App>,
    manager: Manager,
    Path((id, path)): Path<(String, String)>,
    OriginalUri(address): OriginalUri,
) -> Result<StatusCode, ApiError> {
    let id = id.to_ascii_lowercase();
    let segments: Vec<&str> = path.split('/').collect();
    let other = match segments.as_slice() {
        ["resourceRoleScopes", pair] => {
            let pair = pair.to_ascii_lowercase();
            return administer::change(app, manager, move |tx, act, manager| {
                let (id, pair) = (id.clone(), pair.clone());
                Box::pin(async move { role_scopes::remove(tx, act, manager, &id, &pair).await })
            })
            .await;
        }
        ["incompatibleAccessPackages", other, "$ref"] => Other::Package(other.to_ascii_lowercase()),
        ["incompatibleGroups", other, "$ref"] => Other::Group(other.to_ascii_lowercase()),
        ["incompatibleAccessPackages", "$ref"] => {
            Other::Package(named(&address)?.within(&["accessPackages"])?)
        }
        ["incompatibleGroups", "$ref"] => {
            Other::Group(named(&address)?.within(&["groups", "directoryObjects"])?)
        }
        _ => return Err(ApiError::method_not_allowed()),
    };
    administer::change(app, manager, move |tx, act, manager| {
        let (id, other) = (id.clone(), other.clone());
        Box::pin(async move { incompatible::remove(tx, act, manager, &id, &other).await })
    })
    .await
}

fn named(address: &axum::http::Uri) -> Result<Reference, ApiError> {
    Reference::of_query(address)?.ok_or_else(|| missing("@id"))
}

async fn add(
    app: App,
    who: (Manager, Repeat),
    body: &JsonBody,
    (package, role, scope): (String, Part, Part),
) -> Result<Response, ApiError> {
    let set = format!("{SET}/{package}/resourceRoleScopes");
    let within = Scope::new("x.package_id = $1", vec![SqlValue::from(package.clone())]);
    administer::create_below(
        app,
        who,
        body,
        (set, &ROLE_SCOPES, within),
        move |tx, act, manager| {
            let (package, role, scope) = (package.clone(), role.clone(), scope.clone());
            Box::pin(
                async move { role_scopes::add(tx, act, manager, &package, (&role, &scope)).await },
            )
        },
    )
    .await
}

/// What a body says of a role scope: both parts, by id or by origin.
pub(crate) fn read(body: &JsonBody) -> Result<(Part, Part), ApiError> {
    body.only(&["role", "scope", "id", "createdDateTime"])?;
    Ok((part(&body.0, "role")?, part(&body.0, "scope")?))
}

fn part(members: &Map<String, Value>, name: &str) -> Result<Part, ApiError> {
    let part = match members.get(name) {
        None | Some(Value::Null) => return Err(missing(name)),
        Some(Value::Object(part)) => part,
        Some(_) => return Err(wrong(name, "must be an object")),
    };
    let text = |object: &Map<String, Value>, member: &str| match object.get(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong(&format!("{name}/{member}"), "must be a text")),
    };
    let resource = part.get("resource").and_then(Value::as_object);
    let of_resource = |member: &str| resource.map_or(Ok(None), |resource| text(resource, member));
    let lower = |id: Option<String>| id.map(|id| id.to_ascii_lowercase());
    let found = Part {
        id: lower(text(part, "id")?),
        origin_id: text(part, "originId")?,
        resource: lower(of_resource("id")?),
        resource_origin: of_resource("originId")?,
    };
    if found.id.is_none() && found.origin_id.is_none() {
        return Err(missing(&format!("{name}/originId")));
    }
    Ok(found)
}
