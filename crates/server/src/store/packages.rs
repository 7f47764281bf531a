//! Access packages, what they give and what they exclude.

use portico_graph::AccessPackage;
use portico_graph::time::Instant;

use super::fold::fold;
use super::{Row, Sql, StoreError, Tx};

/// A package with the facts that the wire object does not carry.
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// The wire object, without navigation properties.
    pub package: AccessPackage,
    /// Its catalog.
    pub catalog_id: String,
    /// Changes with every write.
    pub version: i64,
}

impl Package {
    /// A packages row.
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            package: read(row)?,
            catalog_id: row.text("catalog_id")?,
            version: row.int("version")?,
        })
    }
}

/// One role that a package gives, with all a connector needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleScope {
    /// `{role}_{scope}`.
    pub id: String,
    /// Id of the resource's role.
    pub role_id: String,
    /// Id of the resource's scope.
    pub scope_id: String,
    /// Where the resource lives: `AadGroup`, `AadApplication`, `SharePointOnline`, …
    pub origin_system: String,
    /// The resource there: a group's or service principal's id, a site's address.
    pub origin_id: String,
    /// The role there.
    pub role_origin_id: String,
    /// The scope there.
    pub scope_origin_id: String,
    /// Name of the resource.
    pub resource_name: String,
    /// Name of the role.
    pub role_name: String,
}

/// The wire object of a packages row.
pub fn read(row: &Row) -> Result<AccessPackage, StoreError> {
    Ok(AccessPackage {
        id: row.text("id")?,
        created_date_time: Some(row.instant("created_at")?),
        description: row.opt_text("description")?,
        display_name: row.opt_text("display_name")?,
        is_hidden: Some(row.flag("is_hidden")?),
        modified_date_time: Some(row.instant("modified_at")?),
        ..AccessPackage::default()
    })
}

/// By id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Package>, StoreError> {
    Sql::new("SELECT * FROM packages WHERE id = $1 AND deleted_at IS NULL")
        .text(id)
        .fetch_optional(tx)
        .await?
        .as_ref()
        .map(Package::read)
        .transpose()
}

/// Writes a package over the one with the same id, or adds it. Call [`refresh_search_text`] when everything it gives is written.
pub async fn upsert(
    tx: &mut Tx,
    catalog: &str,
    package: &AccessPackage,
    import_key: Option<&str>,
    at: Instant,
) -> Result<(), StoreError> {
    let name = package.display_name.as_deref().unwrap_or_default();
    Sql::new(
        "INSERT INTO packages (id, import_key, catalog_id, display_name, display_name_folded, description, \
           description_folded, is_hidden, search_text, version, created_at, modified_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $5, 1, $9, $9) \
         ON CONFLICT (id) DO UPDATE SET import_key = excluded.import_key, catalog_id = excluded.catalog_id, \
           display_name = excluded.display_name, display_name_folded = excluded.display_name_folded, \
           description = excluded.description, description_folded = excluded.description_folded, \
           is_hidden = excluded.is_hidden, deleted_at = NULL, version = packages.version + 1, modified_at = excluded.modified_at \
         WHERE (packages.import_key, packages.catalog_id, packages.display_name, packages.display_name_folded, \
           packages.description, packages.description_folded, packages.is_hidden, packages.deleted_at) \
           IS DISTINCT FROM (excluded.import_key, excluded.catalog_id, excluded.display_name, excluded.display_name_folded, \
           excluded.description, excluded.description_folded, excluded.is_hidden, excluded.deleted_at)",
    )
    .text(&package.id)
    .opt_text(import_key)
    .text(catalog)
    .text(name)
    .text(fold(name))
    .opt_text(package.description.as_deref())
    .opt_text(package.description.as_deref().map(fold))
    .flag(package.is_hidden.unwrap_or(false))
    .instant(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// What the package gives, by the names of resource and role.
pub async fn role_scopes(tx: &mut Tx, package: &str) -> Result<Vec<RoleScope>, StoreError> {
    Sql::new(
        "SELECT x.id, x.role_id, x.scope_id, r.origin_system, r.origin_id, o.origin_id AS role_origin_id, \
           s.origin_id AS scope_origin_id, r.display_name AS resource_name, o.display_name AS role_name \
         FROM resource_role_scopes x JOIN resource_roles o ON o.id = x.role_id \
         JOIN resource_scopes s ON s.id = x.scope_id JOIN resources r ON r.id = o.resource_id \
         WHERE x.package_id = $1 ORDER BY r.display_name_folded, o.display_name_folded, x.id",
    )
    .text(package)
    .fetch_all(tx)
    .await?
    .iter()
    .map(|row| {
        Ok(RoleScope {
            id: row.text("id")?,
            role_id: row.text("role_id")?,
            scope_id: row.text("scope_id")?,
            origin_system: row.text("origin_system")?,
            origin_id: row.text("origin_id")?,
            role_origin_id: row.text("role_origin_id")?,
            scope_origin_id: row.text("scope_origin_id")?,
            resource_name: row.text("resource_name")?,
            role_name: row.text("role_name")?,
        })
    })
    .collect()
}

/// Lets the package give a role in a scope; `false` when it does already.
pub async fn add_role_scope(
    tx: &mut Tx,
    package: &str,
    role: &str,
    scope: &str,
    at: Instant,
) -> Result<bool, StoreError> {
    let added = Sql::new(
        "INSERT INTO resource_role_scopes (package_id, id, role_id, scope_id, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (package_id, id) DO NOTHING",
    )
    .text(package)
    .text(format!("{role}_{scope}"))
    .text(role)
    .text(scope)
    .instant(at)
    .execute(tx)
    .await?;
    Ok(added > 0)
}

/// The packages whose holders cannot get this one.
pub async fn incompatible_packages(tx: &mut Tx, package: &str) -> Result<Vec<String>, StoreError> {
    Sql::new("SELECT incompatible_id FROM incompatible_packages WHERE package_id = $1 ORDER BY incompatible_id")
        .text(package)
        .fetch_all(tx)
        .await?
        .iter()
        .map(|row| row.text("incompatible_id"))
        .collect()
}

/// The groups whose members cannot get this package.
pub async fn incompatible_groups(tx: &mut Tx, package: &str) -> Result<Vec<String>, StoreError> {
    Sql::new("SELECT group_id FROM incompatible_groups WHERE package_id = $1 ORDER BY group_id")
        .text(package)
        .fetch_all(tx)
        .await?
        .iter()
        .map(|row| row.text("group_id"))
        .collect()
}

/// Those of the excluded packages that the subject holds now: id and name.
pub async fn conflicting_packages(
    tx: &mut Tx,
    package: &str,
    subject: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    Sql::new(
        "SELECT k.id, k.display_name FROM incompatible_packages i JOIN packages k ON k.id = i.incompatible_id \
         JOIN assignments a ON a.package_id = i.incompatible_id AND a.target_id = $2 \
           AND a.state IN ('delivering', 'partiallyDelivered', 'delivered') \
         WHERE i.package_id = $1 ORDER BY k.display_name_folded, k.id",
    )
    .text(package)
    .text(subject)
    .fetch_all(tx)
    .await?
    .iter()
    .map(|row| Ok((row.text("id")?, row.text("display_name")?)))
    .collect()
}

/// Those of the excluded groups that the directory object is in, directly or through other groups: id and name.
pub async fn conflicting_groups(
    tx: &mut Tx,
    package: &str,
    object: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    Sql::new(
        "SELECT g.id, g.display_name FROM incompatible_groups i JOIN groups g ON g.id = i.group_id \
         JOIN memberships m ON m.group_id = i.group_id AND m.member_id = $2 \
         WHERE i.package_id = $1 ORDER BY g.display_name_folded, g.id",
    )
    .text(package)
    .text(object)
    .fetch_all(tx)
    .await?
    .iter()
    .map(|row| Ok((row.text("id")?, row.text("display_name")?)))
    .collect()
}

/// Excludes the holders of another package; `false` when they are already.
pub async fn add_incompatible_package(
    tx: &mut Tx,
    package: &str,
    other: &str,
) -> Result<bool, StoreError> {
    let added = Sql::new(
        "INSERT INTO incompatible_packages (package_id, incompatible_id) VALUES ($1, $2) \
         ON CONFLICT (package_id, incompatible_id) DO NOTHING",
    )
    .text(package)
    .text(other)
    .execute(tx)
    .await?;
    Ok(added > 0)
}

/// Excludes the members of a group; `false` when they are already.
pub async fn add_incompatible_group(
    tx: &mut Tx,
    package: &str,
    group: &str,
) -> Result<bool, StoreError> {
    let added = Sql::new(
        "INSERT INTO incompatible_groups (package_id, group_id) VALUES ($1, $2) \
         ON CONFLICT (package_id, group_id) DO NOTHING",
    )
    .text(package)
    .text(group)
    .execute(tx)
    .await?;
    Ok(added > 0)
}

/// Writes the text that a search looks into: folded name, description, and the names of resources and roles.
pub async fn refresh_search_text(tx: &mut Tx, package: &str) -> Result<(), StoreError> {
    let Some(row) =
        Sql::new("SELECT display_name_folded, description_folded FROM packages WHERE id = $1")
            .text(package)
            .fetch_optional(tx)
            .await?
    else {
        return Ok(());
    };
    let mut lines = vec![row.text("display_name_folded")?];
    lines.extend(row.opt_text("description_folded")?);
    for given in role_scopes(tx, package).await? {
        for name in [fold(&given.resource_name), fold(&given.role_name)] {
            if !lines.contains(&name) {
                lines.push(name);
            }
        }
    }
    Sql::new("UPDATE packages SET search_text = $2 WHERE id = $1 AND search_text <> $2")
        .text(package)
        .text(lines.join("\n"))
        .execute(tx)
        .await?;
    Ok(())
}
