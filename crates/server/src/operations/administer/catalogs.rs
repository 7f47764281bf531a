//! Catalogs: made, changed, deleted (Graph contract: catalogs).

use portico_graph::{CatalogState, CatalogType};
use serde_json::json;

use super::super::act::Act;
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use crate::directory::role::CATALOG_OWNER;
use crate::http::caller::{Caller, Manager};
use crate::http::members::Change;
use crate::store::fold::fold;
use crate::store::{Sql, StoreError, Tx, catalogs};

const KIND: &str = "accessPackageCatalog";

/// What a call says about a catalog; what it does not say stays, or is as usual in a new one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Its name.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Change,
    /// Whether its packages can be requested.
    pub state: Option<CatalogState>,
    /// Whether people from outside may ask for them.
    pub is_externally_visible: Option<bool>,
}

/// Makes a catalog; who may only make some owns it from then on. Answers its id.
///
/// # Errors
/// [`Refusal::Forbidden`] to whoever may not make catalogs.
pub async fn create(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    said: &Said,
) -> Result<String, Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    mandate.allow(Duty::NewCatalogs)?;
    let id = act.ids.guid();
    let name = said.display_name.as_deref().unwrap_or_default();
    Sql::new(
        "INSERT INTO catalogs (id, import_key, display_name, display_name_folded, description, catalog_type, state, \
           is_externally_visible, version, created_at, modified_at) VALUES ($1, NULL, $2, $3, $4, $5, $6, $7, 1, $8, $8)",
    )
    .text(&id)
    .text(name)
    .text(fold(name))
    .opt_text(said.description.over(None))
    .text(CatalogType::UserManaged.as_str())
    .text(said.state.unwrap_or(CatalogState::Published).as_str())
    .flag(said.is_externally_visible.unwrap_or(false))
    .instant(act.now)
    .execute(tx)
    .await?;
    if let Caller::Person(person, _) = manager.caller()
        && !mandate.is_everything()
    {
        own(tx, act, &person.user_id, &id).await?;
    }
    act.log(tx, "catalogCreated", (KIND, &id), json!({}), None)
        .await?;
    Ok(id)
}

async fn own(tx: &mut Tx, act: &Act, user: &str, catalog: &str) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO role_assignments (id, principal_kind, principal_id, role_id, app_scope_id, catalog_id, created_at) \
         VALUES ($1, 'user', $2, $3, $4, $5, $6)",
    )
    .text(act.ids.guid())
    .text(user)
    .text(CATALOG_OWNER)
    .text(format!("/AccessPackageCatalog/{catalog}"))
    .text(catalog)
    .instant(act.now)
    .execute(tx)
    .await
    .map(drop)
}

/// Changes what is said of a catalog.
///
/// # Errors
/// [`Refusal::UnknownHere`] to whoever may not know of it, [`Refusal::Forbidden`] to whoever only reads it.
pub async fn change(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    id: &str,
    said: &Said,
) -> Result<(), Refusal> {
    let before = admitted(tx, manager, id).await?;
    let name = said
        .display_name
        .clone()
        .or(before.display_name)
        .unwrap_or_default();
    let description = said.description.over(before.description);
    let state = said
        .state
        .or(before.state)
        .unwrap_or(CatalogState::Published);
    let visible = said
        .is_externally_visible
        .or(before.is_externally_visible)
        .unwrap_or(false);
    Sql::new(
        "UPDATE catalogs SET display_name = $2, display_name_folded = $3, description = $4, state = $5, \
           is_externally_visible = $6, modified_at = $7, version = version + 1 WHERE id = $1",
    )
    .text(id)
    .text(&name)
    .text(fold(&name))
    .opt_text(description)
    .text(state.as_str())
    .flag(visible)
    .instant(act.now)
    .execute(tx)
    .await?;
    let details = json!({ "state": state.as_str(), "isExternallyVisible": visible });
    act.log(tx, "catalogChanged", (KIND, id), details, None)
        .await?;
    Ok(())
}

/// Deletes a catalog with its resources and extensions, and the roles in it.
///
/// # Errors
/// As [`change`], and [`Refusal::InUse`] while it holds packages or is the built-in one.
pub async fn delete(tx: &mut Tx, act: &Act, manager: &Manager, id: &str) -> Result<(), Refusal> {
    let catalog = admitted(tx, manager, id).await?;
    if catalog.catalog_type == Some(CatalogType::ServiceDefault) {
        return Err(Refusal::InUse("The built-in catalog cannot be deleted."));
    }
    let package =
        Sql::new("SELECT id FROM packages WHERE catalog_id = $1 AND deleted_at IS NULL LIMIT 1")
            .text(id)
            .fetch_optional(tx)
            .await?;
    if package.is_some() {
        return Err(Refusal::InUse(
            "The catalog still holds access packages: delete those first.",
        ));
    }
    for statement in [
        "DELETE FROM resource_scopes WHERE resource_id IN (SELECT e.id FROM resources e WHERE e.catalog_id = $1)",
        "DELETE FROM resource_roles WHERE resource_id IN (SELECT e.id FROM resources e WHERE e.catalog_id = $1)",
        "DELETE FROM resources WHERE catalog_id = $1",
        "DELETE FROM extensions WHERE catalog_id = $1",
        "DELETE FROM role_assignments WHERE catalog_id = $1",
    ] {
        Sql::new(statement).text(id).execute(tx).await?;
    }
    // Packages that are kept for what happened to them keep their catalog.
    let kept = Sql::new("SELECT id FROM packages WHERE catalog_id = $1 LIMIT 1")
        .text(id)
        .fetch_optional(tx)
        .await?;
    let sql = match kept {
        Some(_) => Sql::new("UPDATE catalogs SET import_key = NULL, deleted_at = $2 WHERE id = $1")
            .text(id)
            .instant(act.now),
        None => Sql::new("DELETE FROM catalogs WHERE id = $1").text(id),
    };
    sql.execute(tx).await?;
    act.log(tx, "catalogDeleted", (KIND, id), json!({}), None)
        .await?;
    Ok(())
}

/// The catalog, for whoever may edit it.
async fn admitted(
    tx: &mut Tx,
    manager: &Manager,
    id: &str,
) -> Result<portico_graph::Catalog, Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    mandate.allow_in(id, Duty::Catalog)?;
    catalogs::by_id(tx, id).await?.ok_or(Refusal::UnknownHere)
}
