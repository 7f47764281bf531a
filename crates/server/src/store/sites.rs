//! Sites and their permission levels.

use portico_graph::time::Instant;

use super::fold::fold;
use super::{Sql, StoreError, Tx};

/// A site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Id, a GUID.
    pub id: String,
    /// Key in the organisation file it came from.
    pub import_key: Option<String>,
    /// Name to show.
    pub display_name: String,
    /// Address, unique.
    pub web_url: String,
}

/// A permission level of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteRole {
    /// Its number as text: the role's origin id.
    pub number: String,
    /// Name to show.
    pub display_name: String,
}

/// By address.
pub async fn by_url(tx: &mut Tx, web_url: &str) -> Result<Option<Site>, StoreError> {
    Sql::new("SELECT * FROM sites WHERE web_url = $1")
        .text(web_url)
        .fetch_optional(tx)
        .await?
        .map(|row| {
            Ok(Site {
                id: row.text("id")?,
                import_key: row.opt_text("import_key")?,
                display_name: row.text("display_name")?,
                web_url: row.text("web_url")?,
            })
        })
        .transpose()
}

/// The permission levels of a site.
pub async fn roles(tx: &mut Tx, site: &str) -> Result<Vec<SiteRole>, StoreError> {
    Sql::new("SELECT number, display_name FROM site_roles WHERE site_id = $1 ORDER BY number")
        .text(site)
        .fetch_all(tx)
        .await?
        .iter()
        .map(|row| {
            Ok(SiteRole {
                number: row.text("number")?,
                display_name: row.text("display_name")?,
            })
        })
        .collect()
}

/// Writes a site over the one with the same id, or adds it.
pub async fn upsert(tx: &mut Tx, site: &Site, at: Instant) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO sites (id, import_key, display_name, display_name_folded, web_url, created_at, modified_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $6) \
         ON CONFLICT (id) DO UPDATE SET import_key = excluded.import_key, display_name = excluded.display_name, \
           display_name_folded = excluded.display_name_folded, web_url = excluded.web_url, \
           modified_at = excluded.modified_at \
         WHERE (sites.import_key, sites.display_name, sites.display_name_folded, sites.web_url) \
           IS DISTINCT FROM (excluded.import_key, excluded.display_name, excluded.display_name_folded, excluded.web_url)",
    )
    .text(&site.id)
    .opt_text(site.import_key.as_deref())
    .text(&site.display_name)
    .text(fold(&site.display_name))
    .text(&site.web_url)
    .instant(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes a permission level over the one with the same number, or adds it.
pub async fn upsert_role(tx: &mut Tx, site: &str, role: &SiteRole) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO site_roles (site_id, number, display_name) VALUES ($1, $2, $3) \
         ON CONFLICT (site_id, number) DO UPDATE SET display_name = excluded.display_name",
    )
    .text(site)
    .text(&role.number)
    .text(&role.display_name)
    .execute(tx)
    .await?;
    Ok(())
}
