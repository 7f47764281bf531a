//! `POST …/resourceRequests` brings a resource into a catalog or takes it out; `POST …/resources/{id}/refresh` looks at its origin again (Graph
//! contract: catalogs and resources). They are read [by role](super::by_role).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use portico_graph::RequestType;
use serde_json::{Map, Value};

use super::administer::{self, Repeat};
use super::read::sources::RESOURCE_REQUESTS;
use crate::directory::{Attribute, read_attributes};
use crate::http::App;
use crate::http::body::{JsonBody, NoBody};
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::http::members::{Change, missing, wrong};
use crate::operations::Refusal;
use crate::operations::administer::resources::{self, Named, Revision, Which};

const SET: &str = "identityGovernance/entitlementManagement/resourceRequests";

/// What a body may name; the second half is what entities are sent back with.
const KNOWN: [&str; 9] = [
    "requestType",
    "resource",
    "accessPackageResource",
    "catalog",
    "catalogId",
    "justification",
    "id",
    "state",
    "createdDateTime",
];

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wish {
    /// Bring it into a catalog.
    Add {
        /// Which catalog.
        catalog: String,
        /// What.
        named: Named,
    },
    /// Change it.
    Update {
        /// Of this catalog, when the call says so.
        catalog: Option<String>,
        /// Which one.
        which: Which,
        /// What changes.
        revision: Revision,
    },
    /// Take it out.
    Remove {
        /// Of this catalog, when the call says so.
        catalog: Option<String>,
        /// Its id.
        resource: String,
    },
}

/// The handler.
pub async fn post(
    State(app): State<App>,
    manager: Manager,
    repeat: Repeat,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let wish = read(&body)?;
    let set = (SET, &RESOURCE_REQUESTS);
    administer::create(
        app,
        (manager, repeat),
        &body,
        set,
        move |tx, act, manager| {
            let wish = wish.clone();
            Box::pin(async move {
                match &wish {
                    Wish::Add { catalog, named } => {
                        resources::add(tx, act, manager, catalog, named).await
                    }
                    Wish::Update {
                        catalog,
                        which,
                        revision,
                    } => {
                        let of = (catalog.as_deref(), which);
                        resources::update(tx, act, manager, of, revision).await
                    }
                    Wish::Remove { catalog, resource } => {
                        let catalog = catalog.as_deref();
                        resources::remove(tx, act, manager, catalog, resource).await
                    }
                }
            })
        },
    )
    .await
}

/// Looks at the origin again.
pub async fn refresh(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<String>,
    _: NoBody,
) -> Result<StatusCode, ApiError> {
    let id = id.to_ascii_lowercase();
    administer::change(app, manager, move |tx, act, manager| {
        let id = id.clone();
        Box::pin(async move { resources::refresh(tx, act, manager, &id).await })
    })
    .await
}

/// What a body asks for, under the names of v1.0 or those of older pages.
pub(crate) fn read(body: &JsonBody) -> Result<Wish, ApiError> {
    body.only(&KNOWN)?;
    let kind: Option<RequestType> = body.word("requestType")?;
    let kind = kind.ok_or_else(|| missing("requestType"))?;
    let catalog = match body.reference("catalog")? {
        Some(id) => Some(id),
        None => text(&body.0, "catalogId")?.map(|id| id.to_ascii_lowercase()),
    };
    let resource = body.0.get("resource");
    let resource = resource.or_else(|| body.0.get("accessPackageResource"));
    let Some(Value::Object(resource)) = resource else {
        return Err(missing("resource"));
    };
    match kind {
        RequestType::AdminAdd => Ok(Wish::Add {
            catalog: catalog.ok_or_else(|| missing("catalog"))?,
            named: Named {
                origin_system: need(resource, "originSystem")?,
                origin_id: need(resource, "originId")?,
                display_name: text(resource, "displayName")?,
                description: text(resource, "description")?,
                attributes: attributes(resource)?.unwrap_or_default(),
            },
        }),
        RequestType::AdminRemove => Ok(Wish::Remove {
            catalog,
            resource: need(resource, "id")?.to_ascii_lowercase(),
        }),
        RequestType::AdminUpdate => Ok(Wish::Update {
            which: which(resource, catalog.as_deref())?,
            catalog,
            revision: Revision {
                display_name: text(resource, "displayName")?,
                description: match resource.get("description") {
                    Some(Value::Null) => Change::Clear,
                    _ => text(resource, "description")?.map_or(Change::Keep, Change::To),
                },
                attributes: attributes(resource)?,
            },
        }),
        _ => Err(wrong(
            "requestType",
            "must be 'adminAdd', 'adminUpdate' or 'adminRemove'",
        )),
    }
}

/// A resource that is in a catalog: by its id, or by its origin and the catalog.
fn which(resource: &Map<String, Value>, catalog: Option<&str>) -> Result<Which, ApiError> {
    if let Some(id) = text(resource, "id")? {
        return Ok(Which::Id(id.to_ascii_lowercase()));
    }
    Ok(Which::From {
        origin_id: need(resource, "originId")?,
        origin_system: need(resource, "originSystem")?,
        catalog: catalog.ok_or_else(|| missing("catalog"))?.to_owned(),
    })
}

fn attributes(resource: &Map<String, Value>) -> Result<Option<Vec<Attribute>>, ApiError> {
    read_attributes(resource).map_err(|problems| Refusal::Problems(problems).into())
}

fn need(object: &Map<String, Value>, name: &str) -> Result<String, ApiError> {
    text(object, name)?.ok_or_else(|| missing(&format!("resource/{name}")))
}

/// A text that says something; `None`: absent, null or empty.
fn text(object: &Map<String, Value>, name: &str) -> Result<Option<String>, ApiError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.chars().count() > 2_000 => {
            Err(wrong(name, "is too long"))
        }
        Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.trim().is_empty())),
        Some(_) => Err(wrong(name, "must be a text")),
    }
}

#[cfg(test)]
mod tests;
