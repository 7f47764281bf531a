//! Connected organisations and their sponsors (Graph contract: organizations). Administrators only.

use portico_graph::{ConnectedOrganization, ConnectedOrganizationState, IdentitySource};
use serde_json::json;

use super::super::act::Act;
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use crate::http::caller::Manager;
use crate::http::members::Change;
use crate::store::organizations::{self, Side};
use crate::store::principal::Principal;
use crate::store::{Sql, Tx, groups, users};

const KIND: &str = "connectedOrganization";

/// What a call says about an organisation; what it does not say stays, or is as usual in a new one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Its name.
    pub display_name: Option<String>,
    /// What it is.
    pub description: Change,
    /// How its people are recognised: all of it.
    pub identity_sources: Option<Vec<IdentitySource>>,
    /// Whether it counts as configured.
    pub state: Option<ConnectedOrganizationState>,
}

/// A user or group, as a reference names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sponsor {
    /// A user.
    User(String),
    /// A group.
    Group(String),
    /// One of both.
    Object(String),
}

/// Writes an organisation down. Answers its id.
///
/// # Errors
/// [`Refusal::Forbidden`] to whoever is no administrator, [`Refusal::Bad`] when another organisation's people are recognised the same way.
pub async fn create(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    said: &Said,
) -> Result<String, Refusal> {
    admit(tx, manager).await?;
    let organization = ConnectedOrganization {
        id: act.ids.guid(),
        display_name: said.display_name.clone(),
        description: said.description.over(None),
        state: Some(said.state.unwrap_or(ConnectedOrganizationState::Configured)),
        identity_sources: said.identity_sources.clone().unwrap_or_default(),
        ..ConnectedOrganization::default()
    };
    check_sources(tx, &organization).await?;
    organizations::upsert(tx, &organization, None, act.now).await?;
    let object = (KIND, organization.id.as_str());
    act.log(tx, "organizationCreated", object, json!({}), None)
        .await?;
    belong(tx, &organization.id).await?;
    Ok(organization.id)
}

/// Changes what is said of one.
///
/// # Errors
/// As [`create`], and [`Refusal::UnknownHere`].
pub async fn change(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    id: &str,
    said: &Said,
) -> Result<(), Refusal> {
    admit(tx, manager).await?;
    let before = organizations::by_id(tx, id)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    let organization = ConnectedOrganization {
        id: id.to_owned(),
        display_name: said.display_name.clone().or(before.display_name),
        description: said.description.over(before.description),
        state: said.state.or(before.state),
        identity_sources: said
            .identity_sources
            .clone()
            .unwrap_or(before.identity_sources),
        ..ConnectedOrganization::default()
    };
    check_sources(tx, &organization).await?;
    let key = Sql::new("SELECT import_key FROM connected_organizations WHERE id = $1")
        .text(id)
        .fetch_one(tx)
        .await?
        .opt_text("import_key")?;
    organizations::upsert(tx, &organization, key.as_deref(), act.now).await?;
    let state = organization.state.map(ConnectedOrganizationState::as_str);
    let details = json!({ "state": state });
    act.log(tx, "organizationChanged", (KIND, id), details, None)
        .await?;
    belong(tx, id).await?;
    Ok(())
}

/// Deletes one that no policy names. Its people stay in the directory.
///
/// # Errors
/// As [`change`], and [`Refusal::InUse`].
pub async fn delete(tx: &mut Tx, act: &Act, manager: &Manager, id: &str) -> Result<(), Refusal> {
    admit(tx, manager).await?;
    organizations::by_id(tx, id)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    let named = Sql::new(
        "SELECT policy_id FROM policy_scopes WHERE kind = 'organization' AND scope_id = $1 LIMIT 1",
    )
    .text(id)
    .fetch_optional(tx)
    .await?;
    if named.is_some() {
        return Err(Refusal::InUse(
            "A policy names the organisation: change that first.",
        ));
    }
    for statement in [
        "UPDATE subjects SET connected_organization_id = NULL WHERE connected_organization_id = $1",
        "DELETE FROM organization_sponsors WHERE organization_id = $1",
        "DELETE FROM identity_sources WHERE organization_id = $1",
        "DELETE FROM connected_organizations WHERE id = $1",
    ] {
        Sql::new(statement).text(id).execute(tx).await?;
    }
    act.log(tx, "organizationDeleted", (KIND, id), json!({}), None)
        .await?;
    Ok(())
}

/// Adds somebody who vouches for its people.
///
/// # Errors
/// As [`change`]; [`Refusal::Bad`] for somebody who does not exist or is a sponsor already.
pub async fn add_sponsor(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    (id, side): (&str, Side),
    sponsor: &Sponsor,
) -> Result<(), Refusal> {
    admit(tx, manager).await?;
    organizations::by_id(tx, id)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    let sponsor = find(tx, sponsor).await?;
    let sponsor = sponsor
        .ok_or_else(|| Refusal::Bad("What the reference names does not exist.".to_owned()))?;
    if !organizations::add_sponsor(tx, id, side, &sponsor).await? {
        return Err(Refusal::Bad("It is a sponsor already.".to_owned()));
    }
    let details = json!({ "sponsorId": sponsor.id, "side": side.as_str() });
    act.log(tx, "sponsorAdded", (KIND, id), details, None)
        .await?;
    Ok(())
}

/// Takes a sponsor away.
///
/// # Errors
/// As [`change`]; [`Refusal::UnknownHere`] for somebody who is no sponsor.
pub async fn remove_sponsor(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    (id, side): (&str, Side),
    sponsor: &str,
) -> Result<(), Refusal> {
    admit(tx, manager).await?;
    let removed = Sql::new(
        "DELETE FROM organization_sponsors WHERE organization_id = $1 AND side = $2 AND sponsor_id = $3",
    )
    .text(id)
    .text(side.as_str())
    .text(sponsor)
    .execute(tx)
    .await?;
    if removed == 0 {
        return Err(Refusal::UnknownHere);
    }
    let details = json!({ "sponsorId": sponsor, "side": side.as_str() });
    act.log(tx, "sponsorRemoved", (KIND, id), details, None)
        .await?;
    Ok(())
}

/// Who may not change them may not read them either, so nobody learns here which there are.
async fn admit(tx: &mut Tx, manager: &Manager) -> Result<(), Refusal> {
    Mandate::of(tx, manager).await?.allow(Duty::Organization)
}

async fn find(tx: &mut Tx, sponsor: &Sponsor) -> Result<Option<Principal>, Refusal> {
    let (Sponsor::User(id) | Sponsor::Group(id) | Sponsor::Object(id)) = sponsor;
    if !matches!(sponsor, Sponsor::Group(_)) && users::by_id(tx, id).await?.is_some() {
        return Ok(Some(Principal::user(id)));
    }
    if !matches!(sponsor, Sponsor::User(_)) && groups::by_id(tx, id).await?.is_some() {
        return Ok(Some(Principal::group(id)));
    }
    Ok(None)
}

/// A domain or tenant tells people of one organisation; that somebody only proposed another one is no obstacle.
async fn check_sources(tx: &mut Tx, organization: &ConnectedOrganization) -> Result<(), Refusal> {
    if organization.state != Some(ConnectedOrganizationState::Configured) {
        return Ok(());
    }
    for source in &organization.identity_sources {
        let taken = Sql::new(
            "SELECT o.id AS id FROM identity_sources s JOIN connected_organizations o ON o.id = s.organization_id \
             WHERE o.id <> $1 AND o.state = 'configured' AND (s.domain_folded = $2 OR s.tenant_id = $3) LIMIT 1",
        )
        .text(&organization.id)
        .opt_text(source.domain_name.as_deref().map(crate::store::fold::fold))
        .opt_text(source.tenant_id.as_deref().map(str::to_lowercase))
        .fetch_optional(tx)
        .await?;
        if taken.is_some() {
            return Err(Refusal::Bad(
                "Another connected organisation has this domain or tenant.".to_owned(),
            ));
        }
    }
    Ok(())
}

/// People who are known already belong to it from now on when its sources recognise them, and those no more whom they do not. Whoever had only a
/// proposed one moves here.
async fn belong(tx: &mut Tx, id: &str) -> Result<(), Refusal> {
    Sql::new(
        "UPDATE subjects SET connected_organization_id = NULL WHERE connected_organization_id = $1",
    )
    .text(id)
    .execute(tx)
    .await?;
    Sql::new(
        "UPDATE subjects SET connected_organization_id = $1 \
         WHERE (connected_organization_id IS NULL OR connected_organization_id IN \
             (SELECT p.id FROM connected_organizations p WHERE p.state = 'proposed')) \
           AND (object_id IN (SELECT u.id FROM users u JOIN identity_sources s ON s.organization_id = $1 \
               AND (s.domain_folded = u.domain_folded OR s.tenant_id = u.home_tenant_id)) \
             OR (object_id IS NULL AND EXISTS (SELECT 1 FROM identity_sources i WHERE i.organization_id = $1 \
               AND subjects.email_folded LIKE '%@' || i.domain_folded)))",
    )
    .text(id)
    .execute(tx)
    .await?;
    Ok(())
}
