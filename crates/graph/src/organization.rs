//! Connected organizations: partners whose people come in as guests.

use serde::Serialize;

use crate::{ConnectedOrganizationState, json::read_object, time::Instant};

/// `connectedOrganization`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectedOrganization {
    /// A GUID.
    pub id: String,
    /// Name to show.
    pub display_name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// `proposed` ones are not covered by `allConfiguredConnectedOrganizationUsers`.
    pub state: Option<ConnectedOrganizationState>,
    /// How its people are recognised.
    pub identity_sources: Vec<IdentitySource>,
    /// When it was recorded.
    pub created_date_time: Option<Instant>,
    /// When it last changed.
    pub modified_date_time: Option<Instant>,
}

read_object!(ConnectedOrganization {
    id = "id",
    display_name = "displayName",
    description = "description",
    state = "state",
    identity_sources = "identitySources",
    created_date_time = "createdDateTime",
    modified_date_time = "modifiedDateTime"
});

/// `identitySource`: told apart by `@odata.type`; every concrete type's members are here.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentitySource {
    /// Such as `#microsoft.graph.domainIdentitySource`.
    #[serde(rename = "@odata.type")]
    pub odata_type: String,
    /// Name to show.
    pub display_name: Option<String>,
    /// Of domain sources and external federations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    /// Of tenant sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// Of tenants in other clouds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cloud_instance: Option<String>,
    /// Of external federations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer_uri: Option<String>,
    /// Of social sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub social_identity_source_type: Option<String>,
}

read_object!(IdentitySource {
    odata_type = "@odata.type",
    display_name = "displayName",
    domain_name = "domainName",
    tenant_id = "tenantId",
    cloud_instance = "cloudInstance",
    issuer_uri = "issuerUri",
    social_identity_source_type = "socialIdentitySourceType"
});
