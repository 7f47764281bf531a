//! Packages made, changed and deleted (Graph contract: packages).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::SET;
use crate::api::administer::{self, Repeat};
use crate::api::read::IfMatch;
use crate::api::read::sources::PACKAGES;
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::http::members::missing;
use crate::operations::administer::packages::{self, Said};

/// What a body may name. What stands behind `catalog` is what entities are sent back with; the service alone sets those.
const KNOWN: [&str; 7] = [
    "displayName",
    "description",
    "isHidden",
    "catalog",
    "id",
    "createdDateTime",
    "modifiedDateTime",
];

/// `POST …/accessPackages`.
pub async fn post(
    State(app): State<App>,
    manager: Manager,
    repeat: Repeat,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let (said, catalog) = read(&body)?;
    if said.display_name.is_none() {
        return Err(missing("displayName"));
    }
    let catalog = catalog.ok_or_else(|| missing("catalog"))?;
    let set = (SET, &PACKAGES);
    administer::create(
        app,
        (manager, repeat),
        &body,
        set,
        move |tx, act, manager| {
            let (said, catalog) = (said.clone(), catalog.clone());
            Box::pin(async move { packages::create(tx, act, manager, &catalog, &said).await })
        },
    )
    .await
}

/// `PATCH …/accessPackages/{id}`. A package stays in its catalog.
pub async fn patch(
    State(app): State<App>,
    manager: Manager,
    tag: IfMatch,
    Path(id): Path<String>,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    let (said, _) = read(&body)?;
    let id = id.to_ascii_lowercase();
    body.is_about(&id)?;
    let one = id.clone();
    administer::change_one(
        app,
        manager,
        (tag, &PACKAGES, &one),
        move |tx, act, manager| {
            let (id, said) = (id.clone(), said.clone());
            Box::pin(async move { packages::change(tx, act, manager, &id, &said).await })
        },
    )
    .await
}

/// `DELETE …/accessPackages/{id}`.
pub async fn delete(
    State(app): State<App>,
    manager: Manager,
    tag: IfMatch,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = id.to_ascii_lowercase();
    let one = id.clone();
    administer::change_one(
        app,
        manager,
        (tag, &PACKAGES, &one),
        move |tx, act, manager| {
            let id = id.clone();
            Box::pin(async move { packages::delete(tx, act, manager, &id).await })
        },
    )
    .await
}

/// What a body says of a package, and of which catalog.
pub(crate) fn read(body: &JsonBody) -> Result<(Said, Option<String>), ApiError> {
    body.only(&KNOWN)?;
    let said = Said {
        display_name: body.name("displayName")?,
        description: body.text("description")?,
        is_hidden: body.flag("isHidden")?,
    };
    Ok((said, body.reference("catalog")?))
}

#[cfg(test)]
mod tests;
