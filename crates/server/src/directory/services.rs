//! `servicePrincipals` and `sites`.

use super::keys::{Keys, Kind};
use super::node::Node;
use crate::store::principal::Principal;
use crate::store::service_principals::{AppRole, ServicePrincipal};
use crate::store::sites::{Site, SiteRole};

/// An application or agent to write.
pub struct Service {
    /// The row.
    pub principal: ServicePrincipal,
    /// Its roles.
    pub roles: Vec<AppRole>,
    /// Who answers for it.
    pub owners: Vec<Principal>,
    /// Who vouches for it.
    pub sponsors: Vec<Principal>,
}

/// A site to write.
pub struct Place {
    /// The row.
    pub site: Site,
    /// Its permission levels, numbered from 1 in the order of the file.
    pub roles: Vec<SiteRole>,
}

/// Reads applications and agents.
pub fn services(nodes: &[Node<'_>], keys: &Keys<'_>) -> Vec<Service> {
    const NAMES: [&str; 9] = [
        "key",
        "id",
        "displayName",
        "description",
        "kind",
        "appId",
        "appRoles",
        "owners",
        "sponsors",
    ];
    let people = |node: &Node<'_>, name| {
        let texts = node.texts(name);
        texts
            .iter()
            .map(|(name, path)| keys.person_or_group(name, path))
            .collect()
    };
    nodes
        .iter()
        .map(|node| {
            node.check_names(&NAMES, None);
            let id = keys.id_of(Kind::ServicePrincipal, node);
            let kind = node.word("kind", |word| {
                ["agent", "application"]
                    .into_iter()
                    .find(|kind| *kind == word)
            });
            Service {
                roles: app_roles(node, &id, keys),
                owners: people(node, "owners"),
                sponsors: people(node, "sponsors"),
                principal: ServicePrincipal {
                    id,
                    import_key: node.text("key"),
                    kind: kind.unwrap_or("application").to_owned(),
                    display_name: node.need("displayName"),
                    description: node.text("description"),
                    app_id: node.text("appId"),
                },
            }
        })
        .collect()
}

fn app_roles(node: &Node<'_>, service: &str, keys: &Keys<'_>) -> Vec<AppRole> {
    const NAMES: [&str; 6] = [
        "id",
        "displayName",
        "description",
        "value",
        "allowedMemberTypes",
        "isEnabled",
    ];
    node.list("appRoles")
        .iter()
        .map(|role| {
            role.check_names(&NAMES, None);
            let display_name = role.need("displayName");
            AppRole {
                id: role
                    .text("id")
                    .unwrap_or_else(|| keys.derived(&format!("appRole/{service}/{display_name}"))),
                display_name,
                description: role.text("description"),
                value: role.text("value"),
            }
        })
        .collect()
}

/// Reads sites; addresses must differ.
pub fn sites(nodes: &[Node<'_>], keys: &Keys<'_>) -> Vec<Place> {
    let mut addresses = std::collections::BTreeSet::new();
    nodes
        .iter()
        .map(|node| {
            node.check_names(&["key", "id", "displayName", "webUrl", "roles"], None);
            let web_url = node.need("webUrl");
            if !addresses.insert(web_url.clone()) {
                node.problem("webUrl", "another site has this address");
            }
            if !web_url.starts_with("https://") && !web_url.starts_with("http://") {
                node.problem("webUrl", "must start with https://");
            }
            let roles = (1..)
                .zip(node.texts("roles"))
                .map(|(number, (name, _))| SiteRole {
                    number: u32::to_string(&number),
                    display_name: name,
                })
                .collect();
            Place {
                site: Site {
                    id: keys.id_of(Kind::Site, node),
                    import_key: node.text("key"),
                    display_name: node.need("displayName"),
                    web_url,
                },
                roles,
            }
        })
        .collect()
}
