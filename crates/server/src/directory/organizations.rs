//! `connectedOrganizations`.

use portico_graph::model::CONNECTED_ORGANIZATION;
use portico_graph::{ConnectedOrganization, ConnectedOrganizationState, IdentitySource};
use uuid::Uuid;

use super::keys::{Keys, Kind};
use super::node::Node;
use crate::store::principal::Principal;

/// A partner to write.
pub struct Partner {
    /// The row.
    pub organization: ConnectedOrganization,
    /// Its key in the file.
    pub key: Option<String>,
    /// Those of ours who vouch for its people.
    pub internal_sponsors: Vec<Principal>,
    /// Those of its own.
    pub external_sponsors: Vec<Principal>,
}

/// Reads the partners.
pub fn organizations(nodes: &[Node<'_>], keys: &Keys<'_>) -> Vec<Partner> {
    const NAMES: [&str; 8] = [
        "key",
        "id",
        "displayName",
        "description",
        "state",
        "identitySources",
        "internalSponsors",
        "externalSponsors",
    ];
    nodes
        .iter()
        .map(|node| {
            node.check_names(&NAMES, Some(&CONNECTED_ORGANIZATION));
            let sponsors = |name| {
                let texts = node.texts(name);
                texts
                    .iter()
                    .map(|(name, path)| keys.person_or_group(name, path))
                    .collect()
            };
            let state = node.word("state", ConnectedOrganizationState::parse);
            Partner {
                internal_sponsors: sponsors("internalSponsors"),
                external_sponsors: sponsors("externalSponsors"),
                key: node.text("key"),
                organization: ConnectedOrganization {
                    id: keys.id_of(Kind::Organization, node),
                    display_name: Some(node.need("displayName")),
                    description: node.text("description"),
                    state: state.or(Some(ConnectedOrganizationState::Configured)),
                    identity_sources: sources(node),
                    ..ConnectedOrganization::default()
                },
            }
        })
        .collect()
}

fn sources(node: &Node<'_>) -> Vec<IdentitySource> {
    let Some(value) = node.raw("identitySources") else {
        return Vec::new();
    };
    let sources: Vec<IdentitySource> = node.typed("identitySources", &value).unwrap_or_default();
    for (index, source) in sources.iter().enumerate() {
        if source.odata_type.is_empty() {
            let name = format!("identitySources[{index}].@odata.type");
            node.problem(&name, "is missing");
        }
        let tenant = source.tenant_id.as_deref();
        if tenant.is_some_and(|id| Uuid::parse_str(id).is_err()) {
            let name = format!("identitySources[{index}].tenantId");
            node.problem(&name, "is no GUID");
        }
    }
    sources
}
