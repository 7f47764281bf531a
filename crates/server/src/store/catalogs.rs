//! Catalogs and the resources, roles and scopes in them.

use portico_graph::time::Instant;
use portico_graph::{
    Catalog, CatalogState, CatalogType, Resource, ResourceRole, ResourceScope, RoleType,
};

use super::fold::fold;
use super::{Row, Sql, StoreError, Tx};

/// The wire object of a catalogs row.
pub fn read(row: &Row) -> Result<Catalog, StoreError> {
    Ok(Catalog {
        id: row.text("id")?,
        catalog_type: Some(row.word::<CatalogType>("catalog_type")?),
        created_date_time: Some(row.instant("created_at")?),
        description: row.opt_text("description")?,
        display_name: row.opt_text("display_name")?,
        is_externally_visible: Some(row.flag("is_externally_visible")?),
        modified_date_time: Some(row.instant("modified_at")?),
        state: Some(row.word::<CatalogState>("state")?),
    })
}

/// By id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Catalog>, StoreError> {
    Sql::new("SELECT * FROM catalogs WHERE id = $1 AND deleted_at IS NULL")
        .text(id)
        .fetch_optional(tx)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Writes a catalog over the one with the same id, or adds it.
pub async fn upsert(
    tx: &mut Tx,
    catalog: &Catalog,
    import_key: Option<&str>,
    at: Instant,
) -> Result<(), StoreError> {
    let name = catalog.display_name.as_deref().unwrap_or_default();
    Sql::new(
        "INSERT INTO catalogs (id, import_key, display_name, display_name_folded, description, catalog_type, state, \
           is_externally_visible, version, created_at, modified_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9) \
         ON CONFLICT (id) DO UPDATE SET import_key = excluded.import_key, display_name = excluded.display_name, \
           display_name_folded = excluded.display_name_folded, description = excluded.description, \
           catalog_type = excluded.catalog_type, state = excluded.state, \
           is_externally_visible = excluded.is_externally_visible, deleted_at = NULL, version = catalogs.version + 1, \
           modified_at = excluded.modified_at \
         WHERE (catalogs.import_key, catalogs.display_name, catalogs.display_name_folded, \
           catalogs.description, catalogs.catalog_type, catalogs.state, catalogs.is_externally_visible, catalogs.deleted_at) \
           IS DISTINCT FROM (excluded.import_key, excluded.display_name, excluded.display_name_folded, \
           excluded.description, excluded.catalog_type, excluded.state, excluded.is_externally_visible, excluded.deleted_at)",
    )
    .text(&catalog.id)
    .opt_text(import_key)
    .text(name)
    .text(fold(name))
    .opt_text(catalog.description.as_deref())
    .text(catalog.catalog_type.unwrap_or(CatalogType::UserManaged).as_str())
    .text(catalog.state.unwrap_or(CatalogState::Published).as_str())
    .flag(catalog.is_externally_visible.unwrap_or(false))
    .instant(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes a resource over the one with the same id, or adds it.
pub async fn upsert_resource(
    tx: &mut Tx,
    catalog: &str,
    resource: &Resource,
    import_key: Option<&str>,
    at: Instant,
) -> Result<(), StoreError> {
    let name = resource.display_name.as_deref().unwrap_or_default();
    Sql::new(
        "INSERT INTO resources (id, import_key, catalog_id, origin_system, origin_id, display_name, \
           display_name_folded, description, attributes, created_at, modified_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '[]', $9, $9) \
         ON CONFLICT (id) DO UPDATE SET import_key = excluded.import_key, origin_system = excluded.origin_system, \
           origin_id = excluded.origin_id, display_name = excluded.display_name, \
           display_name_folded = excluded.display_name_folded, description = excluded.description, \
           modified_at = excluded.modified_at \
         WHERE (resources.import_key, resources.origin_system, resources.origin_id, resources.display_name, \
           resources.display_name_folded, resources.description) \
           IS DISTINCT FROM (excluded.import_key, excluded.origin_system, excluded.origin_id, excluded.display_name, \
           excluded.display_name_folded, excluded.description)",
    )
    .text(&resource.id)
    .opt_text(import_key)
    .text(catalog)
    .text(resource.origin_system.as_deref().unwrap_or_default())
    .text(resource.origin_id.as_deref().unwrap_or_default())
    .text(name)
    .text(fold(name))
    .opt_text(resource.description.as_deref())
    .instant(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes a role of a resource over the one with the same id, or adds it.
pub async fn upsert_role(
    tx: &mut Tx,
    resource: &str,
    role: &ResourceRole,
) -> Result<(), StoreError> {
    let name = role.display_name.as_deref().unwrap_or_default();
    Sql::new(
        "INSERT INTO resource_roles (id, resource_id, origin_system, origin_id, display_name, display_name_folded, \
           description, type) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (id) DO UPDATE SET origin_id = excluded.origin_id, display_name = excluded.display_name, \
           display_name_folded = excluded.display_name_folded, description = excluded.description, type = excluded.type",
    )
    .text(&role.id)
    .text(resource)
    .text(role.origin_system.as_deref().unwrap_or_default())
    .text(role.origin_id.as_deref().unwrap_or_default())
    .text(name)
    .text(fold(name))
    .opt_text(role.description.as_deref())
    .opt_text(role.role_type.map(RoleType::as_str))
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes a scope of a resource over the one with the same id, or adds it.
pub async fn upsert_scope(
    tx: &mut Tx,
    resource: &str,
    scope: &ResourceScope,
) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO resource_scopes (id, resource_id, origin_system, origin_id, display_name, description, \
           is_root_scope) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (id) DO UPDATE SET origin_id = excluded.origin_id, display_name = excluded.display_name, \
           description = excluded.description, is_root_scope = excluded.is_root_scope",
    )
    .text(&scope.id)
    .text(resource)
    .text(scope.origin_system.as_deref().unwrap_or_default())
    .text(scope.origin_id.as_deref().unwrap_or_default())
    .text(scope.display_name.as_deref().unwrap_or_default())
    .opt_text(scope.description.as_deref())
    .flag(scope.is_root_scope.unwrap_or(false))
    .execute(tx)
    .await?;
    Ok(())
}
