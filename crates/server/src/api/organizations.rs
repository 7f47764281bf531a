//! Connected organisations made, changed and deleted, with their sponsors (Graph contract: organizations); they are read
//! [by role](super::by_role).

use axum::Json;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use portico_graph::{ConnectedOrganizationState, IdentitySource, short_type};

use super::administer::{self, Repeat};
use super::read::sources::ORGANIZATIONS;
use super::read::{IfMatch, Scope};
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::Manager;
use crate::http::error::ApiError;
use crate::http::members::{missing, wrong};
use crate::http::reference::Reference;
use crate::operations::administer::organizations::{self, Said, Sponsor};
use crate::store::organizations::Side;

const SET: &str = "identityGovernance/entitlementManagement/connectedOrganizations";

/// What a body may name; the second half is what entities are sent back with.
const KNOWN: [&str; 7] = [
    "displayName",
    "description",
    "identitySources",
    "state",
    "id",
    "createdDateTime",
    "modifiedDateTime",
];

/// Each kind of identity source, with the member that tells its people.
const SOURCES: [(&str, Telling); 5] = [
    ("azureActiveDirectoryTenant", Telling::Tenant),
    ("crossCloudAzureActiveDirectoryTenant", Telling::Tenant),
    ("domainIdentitySource", Telling::Domain),
    ("externalDomainFederation", Telling::Domain),
    ("socialIdentitySource", Telling::Nothing),
];

enum Telling {
    Tenant,
    Domain,
    Nothing,
}

/// `POST …/connectedOrganizations`.
pub async fn post(
    State(app): State<App>,
    manager: Manager,
    repeat: Repeat,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let said = read(&body)?;
    if said.display_name.is_none() {
        return Err(missing("displayName"));
    }
    if said
        .identity_sources
        .as_ref()
        .is_none_or(|sources| sources.len() != 1)
    {
        return Err(wrong(
            "identitySources",
            "names exactly one source when an organisation is made",
        ));
    }
    let set = (SET, &ORGANIZATIONS);
    administer::create(
        app,
        (manager, repeat),
        &body,
        set,
        move |tx, act, manager| {
            let said = said.clone();
            Box::pin(async move { organizations::create(tx, act, manager, &said).await })
        },
    )
    .await
}

/// `PATCH …/connectedOrganizations/{id}`: 202 with the organisation, as documented.
pub async fn patch(
    State(app): State<App>,
    manager: Manager,
    tag: IfMatch,
    Path(id): Path<String>,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let said = read(&body)?;
    let id = id.to_ascii_lowercase();
    body.is_about(&id)?;
    let changed = id.clone();
    let one = id.clone();
    administer::change_one(
        app.clone(),
        manager,
        (tag, &ORGANIZATIONS, &one),
        move |tx, act, manager| {
            let (id, said) = (changed.clone(), said.clone());
            Box::pin(async move { organizations::change(tx, act, manager, &id, &said).await })
        },
    )
    .await?;
    let mut tx = app.store.begin_read().await?;
    let anywhere = Scope::new("1 = 1", Vec::new());
    let set = (SET, &ORGANIZATIONS);
    let written = administer::as_written(&app, &mut tx, set, (&id, anywhere)).await?;
    Ok((StatusCode::ACCEPTED, Json(written.body)).into_response())
}

/// `DELETE …/connectedOrganizations/{id}`.
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
        (tag, &ORGANIZATIONS, &one),
        move |tx, act, manager| {
            let id = id.clone();
            Box::pin(async move { organizations::delete(tx, act, manager, &id).await })
        },
    )
    .await
}

/// `POST …/connectedOrganizations/{id}/internalSponsors/$ref`, and the external ones.
pub async fn add_sponsor(
    State(app): State<App>,
    manager: Manager,
    Path((id, path)): Path<(String, String)>,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    let side = match path.split_once('/') {
        Some((list, "$ref")) => side(list)?,
        _ => return Err(ApiError::method_not_allowed()),
    };
    let id = id.to_ascii_lowercase();
    let sponsor = sponsor(Reference::of_body(&body)?)?;
    administer::change(app, manager, move |tx, act, manager| {
        let (id, sponsor) = (id.clone(), sponsor.clone());
        Box::pin(async move {
            organizations::add_sponsor(tx, act, manager, (&id, side), &sponsor).await
        })
    })
    .await
}

/// `DELETE …/connectedOrganizations/{id}/internalSponsors/{objectId}/$ref`, or with `$ref?@id=…`.
pub async fn remove_sponsor(
    State(app): State<App>,
    manager: Manager,
    Path((id, path)): Path<(String, String)>,
    OriginalUri(address): OriginalUri,
) -> Result<StatusCode, ApiError> {
    let segments: Vec<&str> = path.split('/').collect();
    let (side, sponsor) = match segments.as_slice() {
        [list, sponsor, "$ref"] => (side(list)?, sponsor.to_ascii_lowercase()),
        [list, "$ref"] => {
            let named = Reference::of_query(&address)?.ok_or_else(|| missing("@id"))?;
            (side(list)?, named.id)
        }
        _ => return Err(ApiError::method_not_allowed()),
    };
    let id = id.to_ascii_lowercase();
    administer::change(app, manager, move |tx, act, manager| {
        let (id, sponsor) = (id.clone(), sponsor.clone());
        Box::pin(async move {
            organizations::remove_sponsor(tx, act, manager, (&id, side), &sponsor).await
        })
    })
    .await
}

fn side(list: &str) -> Result<Side, ApiError> {
    match list {
        "internalSponsors" => Ok(Side::Internal),
        "externalSponsors" => Ok(Side::External),
        _ => Err(ApiError::method_not_allowed()),
    }
}

fn sponsor(reference: Reference) -> Result<Sponsor, ApiError> {
    let kind: fn(String) -> Sponsor = match reference.set.to_ascii_lowercase().as_str() {
        "users" => Sponsor::User,
        "groups" => Sponsor::Group,
        _ => Sponsor::Object,
    };
    Ok(kind(reference.within(&[
        "users",
        "groups",
        "directoryObjects",
    ])?))
}

/// What a body says of an organisation.
pub(crate) fn read(body: &JsonBody) -> Result<Said, ApiError> {
    body.only(&KNOWN)?;
    let state = body.word("state")?;
    if state == Some(ConnectedOrganizationState::UnknownFutureValue) {
        return Err(wrong("state", "is neither 'configured' nor 'proposed'"));
    }
    Ok(Said {
        display_name: body.name("displayName")?,
        description: body.text("description")?,
        identity_sources: sources(body)?,
        state,
    })
}

fn sources(body: &JsonBody) -> Result<Option<Vec<IdentitySource>>, ApiError> {
    let sources: Option<Vec<IdentitySource>> = body.word("identitySources")?;
    let Some(mut sources) = sources else {
        return Ok(None);
    };
    for (place, source) in sources.iter_mut().enumerate() {
        let path = |name: &str| format!("identitySources/{place}/{name}");
        let kind = short_type(&source.odata_type);
        let known = SOURCES.iter().find(|(name, _)| *name == kind);
        let (kind, telling) =
            known.ok_or_else(|| wrong(&path("@odata.type"), "is no type of identity source"))?;
        source.odata_type = format!("#microsoft.graph.{kind}");
        let says =
            |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        match telling {
            Telling::Tenant => {
                let tenant = source.tenant_id.as_deref().unwrap_or_default();
                if uuid::Uuid::try_parse(tenant).is_err() {
                    return Err(wrong(&path("tenantId"), "must be a GUID"));
                }
            }
            Telling::Domain if !says(&source.domain_name) => {
                return Err(missing(&path("domainName")));
            }
            Telling::Domain | Telling::Nothing => {}
        }
    }
    Ok(Some(sources))
}
