//! Access packages: made, changed, deleted (Graph contract: packages).

use serde_json::json;

use super::super::act::Act;
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use super::past::{self, Of};
use crate::http::caller::Manager;
use crate::http::members::Change;
use crate::store::fold::fold;
use crate::store::packages::{self, Package};
use crate::store::{Sql, Tx};

const KIND: &str = "accessPackage";

/// What a call says about a package; what it does not say stays, or is as usual in a new one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Its name.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Change,
    /// Whether it is left out of browsing.
    pub is_hidden: Option<bool>,
}

/// Makes a package in a catalog; nobody can ask for it until it has a policy. Answers its id.
///
/// # Errors
/// [`Refusal::UnknownHere`] when the caller may not know of the catalog, [`Refusal::Forbidden`] to whoever only reads it.
pub async fn create(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    catalog: &str,
    said: &Said,
) -> Result<String, Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    mandate.allow_in(catalog, Duty::Packages)?;
    if crate::store::catalogs::by_id(tx, catalog).await?.is_none() {
        return Err(Refusal::UnknownHere);
    }
    let id = act.ids.guid();
    let name = said.display_name.as_deref().unwrap_or_default();
    let description = said.description.over(None);
    Sql::new(
        "INSERT INTO packages (id, import_key, catalog_id, display_name, display_name_folded, description, \
           description_folded, is_hidden, search_text, version, created_at, modified_at) \
         VALUES ($1, NULL, $2, $3, $4, $5, $6, $7, $4, 1, $8, $8)",
    )
    .text(&id)
    .text(catalog)
    .text(name)
    .text(fold(name))
    .opt_text(description.as_deref())
    .opt_text(description.as_deref().map(fold))
    .flag(said.is_hidden.unwrap_or(false))
    .instant(act.now)
    .execute(tx)
    .await?;
    packages::refresh_search_text(tx, &id).await?;
    let details = json!({ "catalogId": catalog });
    act.log(tx, "accessPackageCreated", (KIND, &id), details, None)
        .await?;
    Ok(id)
}

/// Changes what is said of a package. Who holds it notices nothing.
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
    let before = admitted(tx, manager, id).await?.package;
    let name = said
        .display_name
        .clone()
        .or(before.display_name)
        .unwrap_or_default();
    let description = said.description.over(before.description);
    let hidden = said.is_hidden.or(before.is_hidden).unwrap_or(false);
    Sql::new(
        "UPDATE packages SET display_name = $2, display_name_folded = $3, description = $4, description_folded = $5, \
           is_hidden = $6, modified_at = $7, version = version + 1 WHERE id = $1",
    )
    .text(id)
    .text(&name)
    .text(fold(&name))
    .opt_text(description.as_deref())
    .opt_text(description.as_deref().map(fold))
    .flag(hidden)
    .instant(act.now)
    .execute(tx)
    .await?;
    packages::refresh_search_text(tx, id).await?;
    let details = json!({ "isHidden": hidden });
    act.log(tx, "accessPackageChanged", (KIND, id), details, None)
        .await?;
    Ok(())
}

/// Deletes a package that nobody holds or asks for, with its policies. What happened stays readable, and so does what it happened to: its row
/// is kept for that, and for nothing else.
///
/// # Errors
/// As [`change`], and [`Refusal::InUse`].
pub async fn delete(tx: &mut Tx, act: &Act, manager: &Manager, id: &str) -> Result<(), Refusal> {
    admitted(tx, manager, id).await?;
    if past::is_held(tx, Of::Package(id)).await? {
        return Err(Refusal::InUse(
            "Somebody has an assignment of the access package, or an open request: end those first.",
        ));
    }
    for statement in [
        "DELETE FROM policy_scopes WHERE policy_id IN (SELECT o.id FROM policies o WHERE o.package_id = $1)",
        "DELETE FROM extension_stages WHERE policy_id IN (SELECT o.id FROM policies o WHERE o.package_id = $1)",
        "DELETE FROM resource_role_scopes WHERE package_id = $1",
        "DELETE FROM incompatible_packages WHERE package_id = $1 OR incompatible_id = $1",
        "DELETE FROM incompatible_groups WHERE package_id = $1",
    ] {
        Sql::new(statement).text(id).execute(tx).await?;
    }
    let kept = past::is_remembered(tx, Of::Package(id)).await?;
    if kept {
        for statement in [
            "UPDATE policies SET deleted_at = $2, import_key = NULL WHERE package_id = $1",
            "UPDATE packages SET deleted_at = $2, import_key = NULL, version = version + 1 WHERE id = $1",
        ] {
            let sql = Sql::new(statement).text(id).instant(act.now);
            sql.execute(tx).await?;
        }
    } else {
        for statement in [
            "DELETE FROM policies WHERE package_id = $1",
            "DELETE FROM packages WHERE id = $1",
        ] {
            Sql::new(statement).text(id).execute(tx).await?;
        }
    }
    let details = json!({ "rowKept": kept });
    act.log(tx, "accessPackageDeleted", (KIND, id), details, None)
        .await?;
    Ok(())
}

/// The package, for whoever may edit it.
pub(super) async fn admitted(tx: &mut Tx, manager: &Manager, id: &str) -> Result<Package, Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    let package = packages::by_id(tx, id).await?.ok_or(Refusal::UnknownHere)?;
    mandate.allow_in(&package.catalog_id, Duty::Packages)?;
    Ok(package)
}
