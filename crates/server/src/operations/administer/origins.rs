//! What catalogs can bring in, as the directory knows it: groups, applications and sites, with their roles and owners.

use crate::store::principal::PrincipalKind;
use crate::store::service_principals::{self, Relation};
use crate::store::{StoreError, Tx, groups, sites};

/// A resource in its origin system.
pub struct Origin {
    /// The origin system as Graph spells it.
    pub system: &'static str,
    /// Its id there.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// Its roles: id there, and name.
    pub roles: Vec<(String, String)>,
    /// People who own it.
    pub owners: Vec<String>,
}

/// The resource with this id in this system; `None`: there is no such system, or no such resource.
pub async fn find(tx: &mut Tx, system: &str, id: &str) -> Result<Option<Origin>, StoreError> {
    match system.to_ascii_lowercase().as_str() {
        "aadgroup" => group(tx, &id.to_ascii_lowercase()).await,
        "aadapplication" => application(tx, &id.to_ascii_lowercase()).await,
        "sharepointonline" => site(tx, id).await,
        _ => Ok(None),
    }
}

async fn group(tx: &mut Tx, id: &str) -> Result<Option<Origin>, StoreError> {
    let Some(group) = groups::by_id(tx, id).await? else {
        return Ok(None);
    };
    let role = |word: &str| (format!("{word}_{}", group.id), word.to_owned());
    Ok(Some(Origin {
        system: "AadGroup",
        roles: vec![role("Member"), role("Owner")],
        owners: groups::owners(tx, id).await?,
        name: group.display_name,
        description: group.description,
        id: group.id,
    }))
}

async fn application(tx: &mut Tx, id: &str) -> Result<Option<Origin>, StoreError> {
    let Some(application) = service_principals::by_id(tx, id).await? else {
        return Ok(None);
    };
    let roles = service_principals::app_roles(tx, id).await?;
    let owners = service_principals::people(tx, id, Relation::Owner).await?;
    Ok(Some(Origin {
        system: "AadApplication",
        id: application.id,
        name: application.display_name,
        description: application.description,
        roles: roles
            .into_iter()
            .map(|role| (role.id, role.display_name))
            .collect(),
        owners: owners
            .into_iter()
            .filter(|owner| owner.kind == PrincipalKind::User)
            .map(|owner| owner.id)
            .collect(),
    }))
}

/// Sites have no owners here: administrators bring them in.
async fn site(tx: &mut Tx, url: &str) -> Result<Option<Origin>, StoreError> {
    let Some(site) = sites::by_url(tx, url).await? else {
        return Ok(None);
    };
    let roles = sites::roles(tx, &site.id).await?;
    Ok(Some(Origin {
        system: "SharePointOnline",
        id: site.web_url,
        name: site.display_name,
        description: None,
        roles: roles
            .into_iter()
            .map(|role| (role.number, role.display_name))
            .collect(),
        owners: Vec::new(),
    }))
}
