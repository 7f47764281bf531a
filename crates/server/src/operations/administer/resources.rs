//! Resources of catalogs: brought in from their origin systems, taken out, looked at again (Graph contract: resourceRequests).

use portico_graph::{RequestState, RequestType, Resource, ResourceRole, ResourceScope};
use serde_json::{Value, json};

use super::super::act::Act;
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use super::origins::{self, Origin};
use crate::directory::Attribute;
use crate::http::caller::{Caller, Manager};
use crate::http::members::Change;
use crate::store::fold::fold;
use crate::store::{Sql, StoreError, Tx, catalogs, packages};

const KIND: &str = "accessPackageResource";

/// A resource in its origin system, as a call names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// `AadGroup`, `AadApplication` or `SharePointOnline`.
    pub origin_system: String,
    /// Its id there.
    pub origin_id: String,
    /// Its name in the catalog, when that is to differ from its own.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What is asked of whoever gets it.
    pub attributes: Vec<Attribute>,
}

/// What is to change of a resource; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Revision {
    /// Its name in the catalog.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Change,
    /// What is asked of whoever gets it: all of it.
    pub attributes: Option<Vec<Attribute>>,
}

/// How a call names a resource that is in a catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// By its id.
    Id(String),
    /// By where it comes from.
    From {
        /// The catalog.
        catalog: String,
        /// Its origin system.
        origin_system: String,
        /// Its id there.
        origin_id: String,
    },
}

/// Brings a resource into a catalog, with its roles. Answers the id of the request for it.
///
/// # Errors
/// [`Refusal::UnknownHere`] and [`Refusal::Forbidden`] by role; [`Refusal::Forbidden`] to whoever does not own the resource, unless they
/// administer everything; [`Refusal::NotInOriginSystem`], [`Refusal::AlreadyOnboarded`].
pub async fn add(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    catalog: &str,
    named: &Named,
) -> Result<String, Refusal> {
    let mandate = admit(tx, manager, catalog).await?;
    let origin = origins::find(tx, &named.origin_system, &named.origin_id).await?;
    let origin = origin.ok_or(Refusal::NotInOriginSystem)?;
    if !mandate.is_everything() && !is_owned(&origin, manager) {
        return Err(Refusal::Forbidden(
            "Only its owners bring a resource into a catalog.",
        ));
    }
    let known = Sql::new(
        "SELECT id FROM resources WHERE catalog_id = $1 AND origin_system = $2 AND origin_id = $3",
    )
    .text(catalog)
    .text(origin.system)
    .text(&origin.id)
    .fetch_optional(tx)
    .await?;
    if known.is_some() {
        return Err(Refusal::AlreadyOnboarded);
    }
    let resource = Resource {
        id: act.ids.guid(),
        description: named.description.clone().or(origin.description.clone()),
        display_name: Some(named.display_name.clone().unwrap_or(origin.name.clone())),
        origin_id: Some(origin.id.clone()),
        origin_system: Some(origin.system.to_owned()),
        ..Resource::default()
    };
    catalogs::upsert_resource(tx, catalog, &resource, None, act.now).await?;
    write_roles(tx, act, &resource.id, &origin).await?;
    let scope = ResourceScope {
        id: act.ids.guid(),
        display_name: Some("Root".to_owned()),
        is_root_scope: Some(true),
        origin_id: Some(origin.id.clone()),
        origin_system: Some(origin.system.to_owned()),
        ..ResourceScope::default()
    };
    catalogs::upsert_scope(tx, &resource.id, &scope).await?;
    set_attributes(tx, act, &mandate, (&resource.id, &named.attributes)).await?;
    let details =
        json!({ "catalogId": catalog, "originSystem": origin.system, "originId": origin.id });
    act.log(tx, "resourceAdded", (KIND, &resource.id), details, None)
        .await?;
    write_request(tx, act, RequestType::AdminAdd, (catalog, &resource.id)).await
}

/// Changes a resource. Answers the id of the request for it.
///
/// # Errors
/// As [`add`].
pub async fn update(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    (catalog, which): (Option<&str>, &Which),
    revision: &Revision,
) -> Result<String, Refusal> {
    let sql = match which {
        Which::Id(id) => {
            Sql::new("SELECT id, catalog_id, description FROM resources WHERE id = $1").text(id)
        }
        Which::From {
            catalog,
            origin_system,
            origin_id,
        } => Sql::new(
            "SELECT id, catalog_id, description FROM resources WHERE catalog_id = $1 AND origin_system = $2 AND origin_id = $3",
        )
        .text(catalog)
        .text(origin_system)
        .text(origin_id),
    };
    let row = sql.fetch_optional(tx).await?.ok_or(Refusal::UnknownHere)?;
    let (id, at) = (row.text("id")?, row.text("catalog_id")?);
    let mandate = admit(tx, manager, &at).await?;
    stays_in(catalog, &at)?;
    let name = revision.display_name.as_deref();
    Sql::new(
        "UPDATE resources SET display_name = COALESCE($2, display_name), \
           display_name_folded = COALESCE($3, display_name_folded), description = $4, modified_at = $5 WHERE id = $1",
    )
    .text(&id)
    .opt_text(name)
    .opt_text(name.map(fold))
    .opt_text(revision.description.over(row.opt_text("description")?).as_deref())
    .instant(act.now)
    .execute(tx)
    .await?;
    if name.is_some() {
        refresh_search_texts(tx, &id).await?;
    }
    if let Some(attributes) = &revision.attributes {
        set_attributes(tx, act, &mandate, (&id, attributes)).await?;
    }
    let details = json!({ "catalogId": at });
    act.log(tx, "resourceChanged", (KIND, &id), details, None)
        .await?;
    write_request(tx, act, RequestType::AdminUpdate, (&at, &id)).await
}

/// Writes what is asked of whoever gets it; questions that have no id yet get one. What people are decides about access in every catalog, so
/// the owner of one alone cannot have it written.
async fn set_attributes(
    tx: &mut Tx,
    act: &Act,
    mandate: &Mandate,
    (resource, attributes): (&str, &[Attribute]),
) -> Result<(), Refusal> {
    let before = Sql::new("SELECT attributes FROM resources WHERE id = $1")
        .text(resource)
        .fetch_one(tx)
        .await?;
    if before.json::<Vec<Attribute>>("attributes")? == attributes {
        return Ok(());
    }
    if !mandate.is_everything() {
        return Err(Refusal::Forbidden(
            "Only administrators have answers written into the directory.",
        ));
    }
    let with_id = |attribute: &Attribute| {
        let mut attribute = attribute.clone();
        if attribute.question.id.is_empty() {
            attribute.question.id = act.ids.guid();
        }
        attribute.to_json()
    };
    let written: Vec<Value> = attributes.iter().map(with_id).collect();
    Sql::new("UPDATE resources SET attributes = $2 WHERE id = $1")
        .text(resource)
        .json(&written)?
        .execute(tx)
        .await?;
    Ok(())
}

/// The names of what a package opens are words that it is found by.
async fn refresh_search_texts(tx: &mut Tx, resource: &str) -> Result<(), StoreError> {
    let rows = Sql::new(
        "SELECT DISTINCT x.package_id AS id FROM resource_role_scopes x JOIN resource_roles o ON o.id = x.role_id \
         WHERE o.resource_id = $1 ORDER BY x.package_id",
    )
    .text(resource)
    .fetch_all(tx)
    .await?;
    for row in rows {
        packages::refresh_search_text(tx, &row.text("id")?).await?;
    }
    Ok(())
}

fn stays_in(catalog: Option<&str>, at: &str) -> Result<(), Refusal> {
    if catalog.is_some_and(|catalog| catalog != at) {
        return Err(Refusal::Bad(
            "The resource is in another catalog.".to_owned(),
        ));
    }
    Ok(())
}

/// Takes a resource out of its catalog. Answers the id of the request for it.
///
/// # Errors
/// As [`add`], and [`Refusal::InUse`] while a package gives one of its roles.
pub async fn remove(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    catalog: Option<&str>,
    resource: &str,
) -> Result<String, Refusal> {
    let row = Sql::new("SELECT catalog_id FROM resources WHERE id = $1")
        .text(resource)
        .fetch_optional(tx)
        .await?;
    let at = row.ok_or(Refusal::UnknownHere)?.text("catalog_id")?;
    admit(tx, manager, &at).await?;
    stays_in(catalog, &at)?;
    let used = Sql::new(
        "SELECT x.id FROM resource_role_scopes x JOIN resource_roles o ON o.id = x.role_id \
         WHERE o.resource_id = $1 LIMIT 1",
    )
    .text(resource)
    .fetch_optional(tx)
    .await?;
    if used.is_some() {
        return Err(Refusal::InUse(
            "An access package gives a role of the resource: take it out of there first.",
        ));
    }
    for statement in [
        "DELETE FROM resource_scopes WHERE resource_id = $1",
        "DELETE FROM resource_roles WHERE resource_id = $1",
        "DELETE FROM resources WHERE id = $1",
    ] {
        Sql::new(statement).text(resource).execute(tx).await?;
    }
    let details = json!({ "catalogId": at });
    act.log(tx, "resourceRemoved", (KIND, resource), details, None)
        .await?;
    write_request(tx, act, RequestType::AdminRemove, (&at, resource)).await
}

/// Looks at a resource's origin again: roles that are new there can be given from then on.
///
/// # Errors
/// As [`add`].
pub async fn refresh(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    resource: &str,
) -> Result<(), Refusal> {
    let row = Sql::new("SELECT catalog_id, origin_system, origin_id FROM resources WHERE id = $1")
        .text(resource)
        .fetch_optional(tx)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    admit(tx, manager, &row.text("catalog_id")?).await?;
    let (system, id) = (row.text("origin_system")?, row.text("origin_id")?);
    let origin = origins::find(tx, &system, &id).await?;
    let origin = origin.ok_or(Refusal::NotInOriginSystem)?;
    write_roles(tx, act, resource, &origin).await?;
    refresh_search_texts(tx, resource).await?;
    act.log(tx, "resourceRefreshed", (KIND, resource), json!({}), None)
        .await?;
    Ok(())
}

async fn admit(tx: &mut Tx, manager: &Manager, catalog: &str) -> Result<Mandate, Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    mandate.allow_in(catalog, Duty::Catalog)?;
    let known = catalogs::by_id(tx, catalog).await?;
    known.ok_or(Refusal::UnknownHere)?;
    Ok(mandate)
}

fn is_owned(origin: &Origin, manager: &Manager) -> bool {
    match manager.caller() {
        Caller::Person(person, _) => origin.owners.contains(&person.user_id),
        Caller::Application(..) => true,
    }
}

/// Writes the roles that are not known yet, and the names of those that are.
async fn write_roles(
    tx: &mut Tx,
    act: &Act,
    resource: &str,
    origin: &Origin,
) -> Result<(), StoreError> {
    for (role, name) in &origin.roles {
        let known =
            Sql::new("SELECT id FROM resource_roles WHERE resource_id = $1 AND origin_id = $2")
                .text(resource)
                .text(role)
                .fetch_optional(tx)
                .await?;
        let id = known.map(|row| row.text("id")).transpose()?;
        let role = ResourceRole {
            id: id.unwrap_or_else(|| act.ids.guid()),
            display_name: Some(name.clone()),
            origin_id: Some(role.clone()),
            origin_system: Some(origin.system.to_owned()),
            ..ResourceRole::default()
        };
        catalogs::upsert_role(tx, resource, &role).await?;
    }
    Ok(())
}

/// Everything happens at once here, so the request is through when it is written.
async fn write_request(
    tx: &mut Tx,
    act: &Act,
    kind: RequestType,
    (catalog, resource): (&str, &str),
) -> Result<String, Refusal> {
    let id = act.ids.guid();
    Sql::new(
        "INSERT INTO resource_requests (id, request_type, state, catalog_id, resource_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .text(&id)
    .text(kind.as_str())
    .text(RequestState::Delivered.as_str())
    .text(catalog)
    .text(resource)
    .instant(act.now)
    .execute(tx)
    .await?;
    Ok(id)
}
