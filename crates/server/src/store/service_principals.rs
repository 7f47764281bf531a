//! Applications and agents, with their roles, owners and sponsors.

use portico_graph::time::Instant;

use super::fold::fold;
use super::principal::Principal;
use super::{Row, Sql, StoreError, Tx};

/// An application or agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServicePrincipal {
    /// Object id, a GUID.
    pub id: String,
    /// Key in the organisation file it came from.
    pub import_key: Option<String>,
    /// `application` or `agent`.
    pub kind: String,
    /// Name to show.
    pub display_name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Client id, when it differs from the object id.
    pub app_id: Option<String>,
}

/// A role of an application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppRole {
    /// Id, a GUID.
    pub id: String,
    /// Name to show.
    pub display_name: String,
    /// What it allows.
    pub description: Option<String>,
    /// The word in tokens.
    pub value: Option<String>,
}

/// Owners answer for an application, sponsors for an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Owner.
    Owner,
    /// Sponsor.
    Sponsor,
}

impl Relation {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Sponsor => "sponsor",
        }
    }
}

fn read(row: &Row) -> Result<ServicePrincipal, StoreError> {
    Ok(ServicePrincipal {
        id: row.text("id")?,
        import_key: row.opt_text("import_key")?,
        kind: row.text("kind")?,
        display_name: row.text("display_name")?,
        description: row.opt_text("description")?,
        app_id: row.opt_text("app_id")?,
    })
}

/// By object id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<ServicePrincipal>, StoreError> {
    Sql::new("SELECT * FROM service_principals WHERE id = $1")
        .text(id)
        .fetch_optional(tx)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// By name, without regard to case; the oldest when several share one.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Option<ServicePrincipal>, StoreError> {
    Sql::new("SELECT * FROM service_principals WHERE display_name_folded = $1 ORDER BY created_at, id LIMIT 1")
        .text(fold(name))
        .fetch_optional(tx)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Its roles, by name.
pub async fn app_roles(tx: &mut Tx, id: &str) -> Result<Vec<AppRole>, StoreError> {
    Sql::new("SELECT * FROM app_roles WHERE service_principal_id = $1 ORDER BY display_name, id")
        .text(id)
        .fetch_all(tx)
        .await?
        .iter()
        .map(|row| {
            Ok(AppRole {
                id: row.text("id")?,
                display_name: row.text("display_name")?,
                description: row.opt_text("description")?,
                value: row.opt_text("value")?,
            })
        })
        .collect()
}

/// Its owners or sponsors.
pub async fn people(
    tx: &mut Tx,
    id: &str,
    relation: Relation,
) -> Result<Vec<Principal>, StoreError> {
    Sql::new(
        "SELECT person_kind, person_id FROM service_principal_people \
         WHERE service_principal_id = $1 AND relation = $2 ORDER BY person_id",
    )
    .text(id)
    .text(relation.as_str())
    .fetch_all(tx)
    .await?
    .iter()
    .map(|row| Principal::read(row, "person_kind", "person_id"))
    .collect()
}

/// Writes one over the one with the same id, or adds it.
pub async fn upsert(
    tx: &mut Tx,
    principal: &ServicePrincipal,
    at: Instant,
) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO service_principals (id, import_key, kind, display_name, display_name_folded, description, app_id, \
           account_enabled, created_at, modified_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8) \
         ON CONFLICT (id) DO UPDATE SET import_key = excluded.import_key, kind = excluded.kind, \
           display_name = excluded.display_name, display_name_folded = excluded.display_name_folded, \
           description = excluded.description, app_id = excluded.app_id, modified_at = excluded.modified_at \
         WHERE (service_principals.import_key, service_principals.kind, service_principals.display_name, \
           service_principals.display_name_folded, service_principals.description, \
           service_principals.app_id) \
           IS DISTINCT FROM (excluded.import_key, excluded.kind, excluded.display_name, excluded.display_name_folded, \
           excluded.description, excluded.app_id)",
    )
    .text(&principal.id)
    .opt_text(principal.import_key.as_deref())
    .text(&principal.kind)
    .text(&principal.display_name)
    .text(fold(&principal.display_name))
    .opt_text(principal.description.as_deref())
    .opt_text(principal.app_id.as_deref())
    .instant(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes a role over the one with the same id, or adds it.
pub async fn upsert_role(
    tx: &mut Tx,
    service_principal: &str,
    role: &AppRole,
) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO app_roles (id, service_principal_id, display_name, description, value) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, \
           description = excluded.description, value = excluded.value",
    )
    .text(&role.id)
    .text(service_principal)
    .text(&role.display_name)
    .opt_text(role.description.as_deref())
    .opt_text(role.value.as_deref())
    .execute(tx)
    .await?;
    Ok(())
}

/// Adds an owner or sponsor; `false` when it is one already.
pub async fn add_person(
    tx: &mut Tx,
    service_principal: &str,
    relation: Relation,
    person: &Principal,
) -> Result<bool, StoreError> {
    let added = Sql::new(
        "INSERT INTO service_principal_people (service_principal_id, relation, person_kind, person_id) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (service_principal_id, relation, person_id) DO NOTHING",
    )
    .text(service_principal)
    .text(relation.as_str())
    .text(person.kind.as_str())
    .text(&person.id)
    .execute(tx)
    .await?;
    Ok(added > 0)
}
