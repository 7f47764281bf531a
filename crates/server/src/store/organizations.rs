//! Connected organisations: partners, how their people are recognised, and who vouches for them.

use std::collections::BTreeMap;

use portico_graph::time::Instant;
use portico_graph::{ConnectedOrganization, IdentitySource};

use super::fold::fold;
use super::principal::Principal;
use super::sql::placeholders_from;
use super::{Row, Sql, StoreError, Tx, Value};

/// How many people one statement asks about.
const AT_ONCE: usize = 400;

/// Which of the two sponsor lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// People of our organisation.
    Internal,
    /// People of the partner.
    External,
}

impl Side {
    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::External => "external",
        }
    }
}

async fn read(tx: &mut Tx, row: &Row) -> Result<ConnectedOrganization, StoreError> {
    let id = row.text("id")?;
    let mut identity_sources = Vec::new();
    for source in
        Sql::new("SELECT source FROM identity_sources WHERE organization_id = $1 ORDER BY position")
            .text(&id)
            .fetch_all(tx)
            .await?
    {
        identity_sources.push(source.json("source")?);
    }
    Ok(ConnectedOrganization {
        id,
        display_name: row.opt_text("display_name")?,
        description: row.opt_text("description")?,
        state: Some(row.word("state")?),
        identity_sources,
        created_date_time: Some(row.instant("created_at")?),
        modified_date_time: Some(row.instant("modified_at")?),
    })
}

/// By id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<ConnectedOrganization>, StoreError> {
    let row = Sql::new("SELECT * FROM connected_organizations WHERE id = $1")
        .text(id)
        .fetch_optional(tx)
        .await?;
    match row {
        Some(row) => read(tx, &row).await.map(Some),
        None => Ok(None),
    }
}

/// The organisation that a folded domain belongs to. When several name it, a configured one goes before a proposed one.
pub async fn by_domain(
    tx: &mut Tx,
    domain: &str,
) -> Result<Option<ConnectedOrganization>, StoreError> {
    let row = Sql::new(
        "SELECT o.* FROM identity_sources s JOIN connected_organizations o ON o.id = s.organization_id \
         WHERE s.domain_folded = $1 ORDER BY o.state, o.id LIMIT 1",
    )
    .text(domain)
    .fetch_optional(tx)
    .await?;
    match row {
        Some(row) => read(tx, &row).await.map(Some),
        None => Ok(None),
    }
}

/// The id of the organisation that a directory user belongs to.
pub async fn of_user(tx: &mut Tx, user: &str) -> Result<Option<String>, StoreError> {
    let mut found = of_users(tx, &[user.to_owned()]).await?;
    Ok(found.remove(user))
}

/// The ids of the organisations that directory users belong to, by user: by the domain of their address, or by the directory they
/// come from. When several name them, a configured one goes before a proposed one.
pub async fn of_users(
    tx: &mut Tx,
    users: &[String],
) -> Result<BTreeMap<String, String>, StoreError> {
    let mut found = BTreeMap::new();
    for users in users.chunks(AT_ONCE) {
        let list = placeholders_from(1, users.len());
        let ways = [
            "s.domain_folded = u.domain_folded",
            "s.tenant_id = u.home_tenant_id",
        ];
        let branches = ways.map(|way| {
            format!(
                "SELECT u.id AS user_id, o.state AS state, o.id AS organization FROM users u \
                 JOIN identity_sources s ON {way} JOIN connected_organizations o ON o.id = s.organization_id \
                 WHERE u.id IN ({list})"
            )
        });
        let text = format!(
            "{} ORDER BY user_id, state, organization",
            branches.join(" UNION ")
        );
        let values = users.iter().map(|id| Value::Text(Some(id.clone())));
        for row in Sql::new(text).values(values).fetch_all(tx).await? {
            found
                .entry(row.text("user_id")?)
                .or_insert(row.text("organization")?);
        }
    }
    Ok(found)
}

/// The sponsors of one side: users and groups.
pub async fn sponsors(
    tx: &mut Tx,
    organization: &str,
    side: Side,
) -> Result<Vec<Principal>, StoreError> {
    Sql::new(
        "SELECT sponsor_kind, sponsor_id FROM organization_sponsors \
         WHERE organization_id = $1 AND side = $2 ORDER BY sponsor_id",
    )
    .text(organization)
    .text(side.as_str())
    .fetch_all(tx)
    .await?
    .iter()
    .map(|row| Principal::read(row, "sponsor_kind", "sponsor_id"))
    .collect()
}

/// Adds a sponsor; `false` when it is one already.
pub async fn add_sponsor(
    tx: &mut Tx,
    organization: &str,
    side: Side,
    sponsor: &Principal,
) -> Result<bool, StoreError> {
    let added = Sql::new(
        "INSERT INTO organization_sponsors (organization_id, side, sponsor_kind, sponsor_id) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (organization_id, side, sponsor_id) DO NOTHING",
    )
    .text(organization)
    .text(side.as_str())
    .text(sponsor.kind.as_str())
    .text(&sponsor.id)
    .execute(tx)
    .await?;
    Ok(added > 0)
}

/// Writes an organisation over the one with the same id, or adds it; its sources are replaced, its sponsors left alone.
pub async fn upsert(
    tx: &mut Tx,
    organization: &ConnectedOrganization,
    import_key: Option<&str>,
    at: Instant,
) -> Result<(), StoreError> {
    let name = organization.display_name.as_deref().unwrap_or_default();
    let state = organization
        .state
        .map_or("configured", |state| state.as_str());
    Sql::new(
        "INSERT INTO connected_organizations (id, import_key, display_name, display_name_folded, description, state, \
           created_at, modified_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) \
         ON CONFLICT (id) DO UPDATE SET import_key = excluded.import_key, display_name = excluded.display_name, \
           display_name_folded = excluded.display_name_folded, description = excluded.description, \
           state = excluded.state, modified_at = excluded.modified_at \
         WHERE (connected_organizations.import_key, connected_organizations.display_name, \
           connected_organizations.display_name_folded, connected_organizations.description, \
           connected_organizations.state) \
           IS DISTINCT FROM (excluded.import_key, excluded.display_name, excluded.display_name_folded, \
           excluded.description, excluded.state)",
    )
    .text(&organization.id)
    .opt_text(import_key)
    .text(name)
    .text(fold(name))
    .opt_text(organization.description.as_deref())
    .text(state)
    .instant(at)
    .execute(tx)
    .await?;
    Sql::new("DELETE FROM identity_sources WHERE organization_id = $1")
        .text(&organization.id)
        .execute(tx)
        .await?;
    for (position, source) in (0_i64..).zip(&organization.identity_sources) {
        add_source(tx, &organization.id, position, source).await?;
    }
    Ok(())
}

async fn add_source(
    tx: &mut Tx,
    organization: &str,
    position: i64,
    source: &IdentitySource,
) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO identity_sources (organization_id, position, domain_folded, tenant_id, source) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .text(organization)
    .int(position)
    .opt_text(source.domain_name.as_deref().map(fold))
    .opt_text(source.tenant_id.as_deref().map(str::to_lowercase))
    .json(source)?
    .execute(tx)
    .await?;
    Ok(())
}
