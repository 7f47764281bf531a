//! Custom extensions below a catalog, made, changed and deleted (Graph contract: customWorkflowExtensions); they are read
//! [by role](super::by_role), with the catalog.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use portico_graph::time::Duration;
use serde_json::{Map, Value};

use super::administer::{self, Repeat};
use super::read::sources::EXTENSIONS;
use super::read::{IfMatch, Scope};
use crate::config::Extensions;
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::http::members::{Change, missing, wrong};
use crate::operations::administer::extensions::{self, Said};
use crate::operations::extensions::limits;
use crate::operations::extensions::stages::{OF_ASSIGNMENTS, OF_REQUESTS};
use crate::store::Value as SqlValue;

const SET: &str = "identityGovernance/entitlementManagement/catalogs";
const BELOW: &str = "customWorkflowExtensions";
const ENDPOINT: &str = "endpointConfiguration";
const CLIENT: &str = "clientConfiguration";
const CALLBACK: &str = "callbackConfiguration";

/// What a body may name. The second half is what entities are sent back with; the service alone sets those.
const KNOWN: [&str; 12] = [
    "@odata.type",
    "displayName",
    "description",
    ENDPOINT,
    "authenticationConfiguration",
    CLIENT,
    CALLBACK,
    "id",
    "createdBy",
    "createdDateTime",
    "lastModifiedBy",
    "lastModifiedDateTime",
];

/// `POST …/catalogs/{id}/customWorkflowExtensions`.
pub async fn post(
    State(app): State<App>,
    manager: Manager,
    repeat: Repeat,
    Path((catalog, path)): Path<(String, String)>,
    body: JsonBody,
) -> Result<Response, ApiError> {
    if path != BELOW {
        return Err(ApiError::method_not_allowed());
    }
    let said = read(&body)?;
    if said.kind.is_none() {
        return Err(missing("@odata.type"));
    }
    if said.display_name.is_none() {
        return Err(missing("displayName"));
    }
    if said.endpoint.is_none() {
        return Err(missing(ENDPOINT));
    }
    check_place(app.extensions.as_ref(), &body)?;
    let catalog = catalog.to_ascii_lowercase();
    let set = format!("{SET}/{catalog}/{BELOW}");
    let within = Scope::new("n.catalog_id = $1", vec![SqlValue::from(catalog.clone())]);
    administer::create_below(
        app,
        (manager, repeat),
        &body,
        (set, &EXTENSIONS, within),
        move |tx, act, manager| {
            let (catalog, said) = (catalog.clone(), said.clone());
            Box::pin(async move { extensions::create(tx, act, manager, &catalog, &said).await })
        },
    )
    .await
}

/// `PATCH …/catalogs/{id}/customWorkflowExtensions/{id}`.
pub async fn patch(
    State(app): State<App>,
    manager: Manager,
    tag: IfMatch,
    Path((catalog, path)): Path<(String, String)>,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    let id = below(&path)?;
    let said = read(&body)?;
    body.is_about(&id)?;
    check_place(app.extensions.as_ref(), &body)?;
    let catalog = catalog.to_ascii_lowercase();
    let one = id.clone();
    administer::change_one(
        app,
        manager,
        (tag, &EXTENSIONS, &one),
        move |tx, act, manager| {
            let (catalog, id, said) = (catalog.clone(), id.clone(), said.clone());
            Box::pin(
                async move { extensions::change(tx, act, manager, (&catalog, &id), &said).await },
            )
        },
    )
    .await
}

/// `DELETE …/catalogs/{id}/customWorkflowExtensions/{id}`.
pub async fn delete(
    State(app): State<App>,
    manager: Manager,
    tag: IfMatch,
    Path((catalog, path)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let id = below(&path)?;
    let catalog = catalog.to_ascii_lowercase();
    let one = id.clone();
    administer::change_one(
        app,
        manager,
        (tag, &EXTENSIONS, &one),
        move |tx, act, manager| {
            let (catalog, id) = (catalog.clone(), id.clone());
            Box::pin(async move { extensions::delete(tx, act, manager, (&catalog, &id)).await })
        },
    )
    .await
}

fn below(path: &str) -> Result<String, ApiError> {
    match path.split_once('/') {
        Some((BELOW, id)) if !id.contains('/') => Ok(id.to_ascii_lowercase()),
        _ => Err(ApiError::method_not_allowed()),
    }
}

/// What a body says of an extension.
pub(crate) fn read(body: &JsonBody) -> Result<Said, ApiError> {
    body.only(&KNOWN)?;
    Ok(Said {
        kind: kind(body)?,
        display_name: body.name("displayName")?,
        description: body.text("description")?,
        endpoint: endpoint(body)?,
        authentication: Object::of(body, "authenticationConfiguration")?.change(),
        client: client(body)?,
        callback: callback(body)?,
    })
}

fn kind(body: &JsonBody) -> Result<Option<&'static str>, ApiError> {
    let Some(said) = body.0.get("@odata.type") else {
        return Ok(None);
    };
    let said = said.as_str().unwrap_or_default();
    let name = said.rsplit('.').next().unwrap_or_default();
    let mut known = [OF_REQUESTS, OF_ASSIGNMENTS].into_iter();
    let kind = known.find(|kind| kind.eq_ignore_ascii_case(name));
    kind.map(Some).ok_or_else(|| {
        let types = format!(
            "is neither #microsoft.graph.{OF_REQUESTS} nor #microsoft.graph.{OF_ASSIGNMENTS}"
        );
        wrong("@odata.type", &types)
    })
}

/// The object of a member.
enum Object<'a> {
    Absent,
    Null,
    Of(&'a Map<String, Value>),
}

impl<'a> Object<'a> {
    fn of(body: &'a JsonBody, name: &str) -> Result<Self, ApiError> {
        match body.0.get(name) {
            None => Ok(Self::Absent),
            Some(Value::Null) => Ok(Self::Null),
            Some(Value::Object(members)) => Ok(Self::Of(members)),
            Some(_) => Err(wrong(name, "must be an object or null")),
        }
    }

    fn member(&self, name: &str) -> Option<&'a Value> {
        match self {
            Self::Of(members) => members.get(name).filter(|value| !value.is_null()),
            Self::Absent | Self::Null => None,
        }
    }

    fn change(&self) -> Change {
        match self {
            Self::Absent => Change::Keep,
            Self::Null => Change::Clear,
            Self::Of(members) => Change::To(Value::Object((*members).clone()).to_string()),
        }
    }
}

/// Where the extension is: both types of endpoint have an address.
fn endpoint(body: &JsonBody) -> Result<Option<String>, ApiError> {
    match Object::of(body, ENDPOINT)? {
        Object::Absent => Ok(None),
        Object::Null => Err(missing(ENDPOINT)),
        Object::Of(members) if limits::url(members).is_none() => Err(wrong(
            ENDPOINT,
            "has neither the targetUrl of an httpRequestEndpoint nor the url of a logicAppTriggerEndpointConfiguration",
        )),
        Object::Of(members) => Ok(Some(Value::Object(members.clone()).to_string())),
    }
}

fn check_place(extensions: Option<&Extensions>, body: &JsonBody) -> Result<(), ApiError> {
    let url = body.0.get(ENDPOINT).and_then(Value::as_object);
    let Some(url) = url.and_then(limits::url) else {
        return Ok(());
    };
    if extensions.is_some_and(|extensions| extensions.allow(url)) {
        return Ok(());
    }
    Err(wrong(
        ENDPOINT,
        "is at an origin that this server may not call: its configuration must name it among extensions.allowed_origins",
    ))
}

fn client(body: &JsonBody) -> Result<Change, ApiError> {
    let said = Object::of(body, CLIENT)?;
    for (name, range) in [
        ("maximumRetries", limits::RETRIES),
        ("timeoutInMilliseconds", limits::TIMEOUT),
    ] {
        let fits = |value: &Value| value.as_i64().is_some_and(|number| range.contains(&number));
        if !said.member(name).is_none_or(fits) {
            let (least, most) = (range.start(), range.end());
            return Err(wrong(
                &format!("{CLIENT}/{name}"),
                &format!("is a number from {least} to {most}"),
            ));
        }
    }
    Ok(said.change())
}

fn callback(body: &JsonBody) -> Result<Change, ApiError> {
    let said = Object::of(body, CALLBACK)?;
    if matches!(said, Object::Of(_)) {
        let within = said.member("timeoutDuration").and_then(Value::as_str);
        let within = within.and_then(|text| text.parse::<Duration>().ok());
        if !within.is_some_and(|within| limits::ANSWER.contains(&within)) {
            return Err(wrong(
                &format!("{CALLBACK}/timeoutDuration"),
                "is a duration from PT5M to P14D",
            ));
        }
    }
    Ok(said.change())
}

#[cfg(test)]
mod tests;
