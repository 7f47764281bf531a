//! What packages give (Graph contract: resourceRoleScopes). A new role reaches whoever holds the package, one that is taken out is taken
//! from them; the worker sees to it.

use serde_json::json;

use super::super::act::Act;
use super::super::refusal::Refusal;
use super::super::repair;
use super::packages::admitted;
use crate::http::caller::Manager;
use crate::store::{Sql, Tx, packages};

const KIND: &str = "accessPackage";

/// A role or scope, as a call names it: by id, or by its id in the origin system together with its resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its id here.
    pub id: Option<String>,
    /// Its id there.
    pub origin_id: Option<String>,
    /// Its resource's id here.
    pub resource: Option<String>,
    /// Its resource's id there.
    pub resource_origin: Option<String>,
}

/// Has a package give a role in a scope. Answers the id of the pair.
///
/// # Errors
/// [`Refusal::UnknownHere`] and [`Refusal::Forbidden`] by role; [`Refusal::Bad`] when there is no such role or scope in the package's catalog,
/// or the package gives it already.
pub async fn add(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    package: &str,
    (role, scope): (&Part, &Part),
) -> Result<String, Refusal> {
    let catalog = admitted(tx, manager, package).await?.catalog_id;
    let (role_id, resource) = find(tx, "resource_roles", &catalog, role).await?;
    let scope = Part {
        resource: Some(resource),
        resource_origin: None,
        ..scope.clone()
    };
    let (scope_id, _) = find(tx, "resource_scopes", &catalog, &scope).await?;
    if !packages::add_role_scope(tx, package, &role_id, &scope_id, act.now).await? {
        return Err(Refusal::Bad(
            "The access package gives this role already.".to_owned(),
        ));
    }
    packages::refresh_search_text(tx, package).await?;
    repair::all(tx, act, package).await?;
    let id = format!("{role_id}_{scope_id}");
    let details = json!({ "resourceRoleScopeId": id });
    act.log(tx, "roleScopeAdded", (KIND, package), details, None)
        .await?;
    Ok(id)
}

/// Has a package no longer give it.
///
/// # Errors
/// As [`add`]; [`Refusal::UnknownHere`] when the package does not give it.
pub async fn remove(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    package: &str,
    id: &str,
) -> Result<(), Refusal> {
    admitted(tx, manager, package).await?;
    let removed = Sql::new("DELETE FROM resource_role_scopes WHERE package_id = $1 AND id = $2")
        .text(package)
        .text(id)
        .execute(tx)
        .await?;
    if removed == 0 {
        return Err(Refusal::UnknownHere);
    }
    packages::refresh_search_text(tx, package).await?;
    repair::all(tx, act, package).await?;
    let details = json!({ "resourceRoleScopeId": id });
    act.log(tx, "roleScopeRemoved", (KIND, package), details, None)
        .await?;
    Ok(())
}

/// The id of a role or scope in a catalog, and its resource's.
async fn find(
    tx: &mut Tx,
    table: &'static str,
    catalog: &str,
    part: &Part,
) -> Result<(String, String), Refusal> {
    let text = format!(
        "SELECT y.id AS id, e.id AS resource FROM {table} y JOIN resources e ON e.id = y.resource_id \
         WHERE e.catalog_id = $1 AND ($2 = '' OR y.id = $2) AND ($3 = '' OR y.origin_id = $3) \
           AND ($4 = '' OR e.id = $4) AND ($5 = '' OR e.origin_id = $5) LIMIT 2"
    );
    let said = |part: &Option<String>| part.clone().unwrap_or_default();
    // An id alone is enough; clients that send both take the origin's for the lasting one.
    let by_origin = part.origin_id.is_some();
    let id = if by_origin {
        String::new()
    } else {
        said(&part.id)
    };
    let rows = Sql::new(text)
        .text(catalog)
        .text(id)
        .text(said(&part.origin_id))
        .text(said(&part.resource))
        .text(said(&part.resource_origin))
        .fetch_all(tx)
        .await?;
    let what = if table == "resource_roles" {
        "role"
    } else {
        "scope"
    };
    match rows.as_slice() {
        [row] => Ok((row.text("id")?, row.text("resource")?)),
        [] => Err(Refusal::Bad(format!(
            "There is no such {what} in the catalog of the access package."
        ))),
        _ => Err(Refusal::Bad(format!(
            "Several resources of the catalog have such a {what}: name the resource."
        ))),
    }
}
