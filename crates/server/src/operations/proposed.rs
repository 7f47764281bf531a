//! Partners nobody has set up yet: when somebody of an unknown organisation asks under a policy for everybody outside, the organisation
//! is written down as `proposed` (Graph contract: allExternalUsers), so that an administrator finds it and can configure it.

use portico_graph::{
    AllowedTargetScope, AssignmentPolicy, ConnectedOrganization, ConnectedOrganizationState,
    IdentitySource, Subject,
};
use serde_json::json;

use super::act::Act;
use crate::ids::derived;
use crate::store::fold::domain;
use crate::store::{Sql, StoreError, Tx, meta, organizations, subjects, users};

/// Writes it down, unless the target's organisation is known or the address says nothing.
pub async fn record(
    tx: &mut Tx,
    act: &Act,
    policy: &AssignmentPolicy,
    target: &Subject,
) -> Result<(), StoreError> {
    if policy.allowed_target_scope != Some(AllowedTargetScope::AllExternalUsers)
        || subjects::organization(tx, target).await?.is_some()
    {
        return Ok(());
    }
    let Some(domain) = domain_of(tx, target).await? else {
        return Ok(());
    };
    let namespace = meta::namespace(tx).await?;
    let organization = ConnectedOrganization {
        id: derived(
            &namespace,
            &format!("connectedOrganization/proposed/{domain}"),
        ),
        display_name: Some(domain.clone()),
        state: Some(ConnectedOrganizationState::Proposed),
        identity_sources: vec![IdentitySource {
            odata_type: "#microsoft.graph.domainIdentitySource".to_owned(),
            display_name: Some(domain.clone()),
            domain_name: Some(domain.clone()),
            ..IdentitySource::default()
        }],
        ..ConnectedOrganization::default()
    };
    organizations::upsert(tx, &organization, None, act.now).await?;
    Sql::new("UPDATE subjects SET connected_organization_id = $2 WHERE id = $1")
        .text(&target.id)
        .text(&organization.id)
        .execute(tx)
        .await?;
    let object = ("connectedOrganization", organization.id.as_str());
    let details = json!({ "domain": domain });
    act.log(tx, "organizationProposed", object, details, None)
        .await
}

/// The domain that organisations are recognised by.
async fn domain_of(tx: &mut Tx, target: &Subject) -> Result<Option<String>, StoreError> {
    if let Some(object) = &target.object_id {
        let user = users::by_id(tx, object).await?;
        return Ok(user.and_then(|user| user.domain()));
    }
    Ok(target.email.as_deref().and_then(domain))
}
