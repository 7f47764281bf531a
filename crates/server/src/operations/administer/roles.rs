//! Who has which role over entitlement management (Graph contract: roles). Administrators give all of them, owners those over their catalogs.

use serde_json::json;

use super::super::act::Act;
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use crate::directory::role;
use crate::http::caller::Manager;
use crate::store::principal::Principal;
use crate::store::{Sql, StoreError, Tx, catalogs, groups, service_principals, users};

const KIND: &str = "unifiedRoleAssignment";

/// What a role assignment over a catalog calls its scope, with the catalog's id behind it.
const CATALOG_SCOPE: &str = "/AccessPackageCatalog/";

/// A role to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Directory object of whoever gets it.
    pub principal: String,
    /// Which.
    pub role: String,
    /// Over what: `/` or `/AccessPackageCatalog/{id}`.
    pub scope: String,
}

/// Gives a role. Answers the id of the assignment.
///
/// # Errors
/// [`Refusal::UnknownHere`] when the caller may not know of the catalog, [`Refusal::Forbidden`] to whoever may not give it; [`Refusal::Bad`] for a
/// role, principal or scope that does not exist or does not fit, and for a role that is held already.
pub async fn give(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    given: &Given,
) -> Result<String, Refusal> {
    let bad = |why: &str| Refusal::Bad(why.to_owned());
    let catalog = catalog_of(&given.scope).map_err(|()| bad("There is no such scope."))?;
    admit(tx, manager, catalog.as_deref()).await?;
    let role = role::by_id(&given.role).ok_or_else(|| bad("There is no such role."))?;
    if role.of_catalog != catalog.is_some() {
        return Err(bad(if role.of_catalog {
            "This role is held over a catalog."
        } else {
            "This role is held over everything: its scope is '/'."
        }));
    }
    if let Some(catalog) = &catalog {
        let known = catalogs::by_id(tx, catalog).await?;
        known.ok_or(Refusal::UnknownHere)?;
    }
    let principal = principal(tx, &given.principal).await?;
    let principal = principal.ok_or_else(|| bad("There is no such principal."))?;
    let id = act.ids.guid();
    let added = Sql::new(
        "INSERT INTO role_assignments (id, principal_kind, principal_id, role_id, app_scope_id, catalog_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (principal_id, role_id, app_scope_id) DO NOTHING",
    )
    .text(&id)
    .text(principal.kind.as_str())
    .text(&principal.id)
    .text(role.id)
    .text(scope_of(catalog.as_deref()))
    .opt_text(catalog.as_deref())
    .instant(act.now)
    .execute(tx)
    .await?;
    if added == 0 {
        return Err(bad("The role is held already."));
    }
    let details =
        json!({ "principalId": principal.id, "roleDefinitionId": role.id, "catalogId": catalog });
    act.log(tx, "roleGiven", (KIND, &id), details, None).await?;
    Ok(id)
}

/// Takes a role away.
///
/// # Errors
/// As [`give`]. The last administrator stays: nobody could give the role again.
pub async fn take(tx: &mut Tx, act: &Act, manager: &Manager, id: &str) -> Result<(), Refusal> {
    let row =
        Sql::new("SELECT principal_id, role_id, catalog_id FROM role_assignments WHERE id = $1")
            .text(id)
            .fetch_optional(tx)
            .await?
            .ok_or(Refusal::UnknownHere)?;
    let (role, catalog) = (row.text("role_id")?, row.opt_text("catalog_id")?);
    admit(tx, manager, catalog.as_deref()).await?;
    if role == role::ADMINISTRATOR && is_last(tx, &role).await? {
        return Err(Refusal::InUse(
            "The last administrator stays: nobody could give the role again.",
        ));
    }
    Sql::new("DELETE FROM role_assignments WHERE id = $1")
        .text(id)
        .execute(tx)
        .await?;
    let details = json!({ "principalId": row.text("principal_id")?, "roleDefinitionId": role, "catalogId": catalog });
    act.log(tx, "roleTaken", (KIND, id), details, None).await?;
    Ok(())
}

async fn admit(tx: &mut Tx, manager: &Manager, catalog: Option<&str>) -> Result<(), Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    match catalog {
        Some(catalog) => mandate.allow_in(catalog, Duty::Catalog),
        None => mandate.allow(Duty::Organization),
    }
}

async fn is_last(tx: &mut Tx, role: &str) -> Result<bool, StoreError> {
    let rows = Sql::new("SELECT id FROM role_assignments WHERE role_id = $1 LIMIT 2")
        .text(role)
        .fetch_all(tx)
        .await?;
    Ok(rows.len() < 2)
}

async fn principal(tx: &mut Tx, id: &str) -> Result<Option<Principal>, StoreError> {
    if users::by_id(tx, id).await?.is_some() {
        return Ok(Some(Principal::user(id)));
    }
    if groups::by_id(tx, id).await?.is_some() {
        return Ok(Some(Principal::group(id)));
    }
    let service = service_principals::by_id(tx, id).await?;
    Ok(service.map(|service| Principal::service_principal(service.id)))
}

/// The catalog that a scope names; `Ok(None)`: everything.
fn catalog_of(scope: &str) -> Result<Option<String>, ()> {
    if scope == "/" {
        return Ok(None);
    }
    let (kind, id) = scope.split_at_checked(CATALOG_SCOPE.len()).ok_or(())?;
    if kind.eq_ignore_ascii_case(CATALOG_SCOPE) && !id.is_empty() {
        Ok(Some(id.to_ascii_lowercase()))
    } else {
        Err(())
    }
}

fn scope_of(catalog: Option<&str>) -> String {
    catalog.map_or("/".to_owned(), |id| format!("{CATALOG_SCOPE}{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_there_and_back() {
        assert_eq!(catalog_of("/"), Ok(None));
        assert_eq!(
            catalog_of("/accesspackagecatalog/ABC"),
            Ok(Some("abc".to_owned()))
        );
        for wrong in [
            "",
            "/AccessPackageCatalog",
            "/AccessPackageCatalog/",
            "/Other/x",
            "x",
        ] {
            assert_eq!(catalog_of(wrong), Err(()), "{wrong}");
        }
        assert_eq!(scope_of(Some("abc")), "/AccessPackageCatalog/abc");
    }
}
