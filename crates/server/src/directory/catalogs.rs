//! `catalogs` with their resources and packages.

use std::collections::BTreeMap;

use portico_graph::model::{ACCESS_PACKAGE, CATALOG, RESOURCE};
use portico_graph::{
    AccessPackage, Catalog, CatalogState, CatalogType, Resource, ResourceRole, ResourceScope,
};

use super::keys::{Keys, Kind};
use super::node::Node;
use super::policies::{Policy, policies};
use super::services::{Place, Service};

/// A catalog to write.
pub struct Shelf {
    /// The row.
    pub catalog: Catalog,
    /// Its key in the file.
    pub key: Option<String>,
    /// What it has.
    pub resources: Vec<Asset>,
    /// What can be asked for.
    pub packages: Vec<Parcel>,
}

/// A resource to write.
pub struct Asset {
    /// The row.
    pub resource: Resource,
    /// Its key in the file.
    pub key: Option<String>,
    /// The roles it offers.
    pub roles: Vec<ResourceRole>,
    /// Its only scope: the whole of it.
    pub scope: ResourceScope,
}

/// A package to write.
pub struct Parcel {
    /// The row.
    pub package: AccessPackage,
    /// Its key in the file.
    pub key: Option<String>,
    /// Role and scope ids that it gives.
    pub gives: Vec<(String, String)>,
    /// Packages whose holders cannot get it.
    pub incompatible_packages: Vec<String>,
    /// Groups whose members cannot get it.
    pub incompatible_groups: Vec<String>,
    /// Its policies.
    pub policies: Vec<Policy>,
}

/// What resources can point to.
pub struct Origins<'a> {
    /// Applications, for their roles.
    pub services: &'a [Service],
    /// Sites, for their permission levels.
    pub sites: &'a [Place],
}

/// Reads a catalog.
pub fn catalog(node: &Node<'_>, keys: &Keys<'_>, origins: &Origins<'_>) -> Shelf {
    const NAMES: [&str; 9] = [
        "key",
        "id",
        "displayName",
        "description",
        "state",
        "catalogType",
        "isExternallyVisible",
        "resources",
        "accessPackages",
    ];
    node.check_names(&NAMES, Some(&CATALOG));
    let id = keys.id_of(Kind::Catalog, node);
    let resources: Vec<_> = node
        .list("resources")
        .iter()
        .map(|one| resource(one, &id, keys, origins))
        .collect();
    let known: BTreeMap<&str, &Asset> = resources
        .iter()
        .map(|asset| (asset.resource.id.as_str(), asset))
        .collect();
    let packages = node
        .list("accessPackages")
        .iter()
        .map(|one| package(one, &known, keys))
        .collect();
    Shelf {
        packages,
        resources,
        key: node.text("key"),
        catalog: Catalog {
            id,
            catalog_type: Some(
                node.word("catalogType", CatalogType::parse)
                    .unwrap_or(CatalogType::UserManaged),
            ),
            description: node.text("description"),
            display_name: Some(node.need("displayName")),
            is_externally_visible: Some(node.flag("isExternallyVisible").unwrap_or(false)),
            state: Some(
                node.word("state", CatalogState::parse)
                    .unwrap_or(CatalogState::Published),
            ),
            ..Catalog::default()
        },
    }
}

fn resource(node: &Node<'_>, catalog: &str, keys: &Keys<'_>, origins: &Origins<'_>) -> Asset {
    const NAMES: [&str; 6] = [
        "key",
        "id",
        "originSystem",
        "originId",
        "displayName",
        "description",
    ];
    node.check_names(&NAMES, Some(&RESOURCE));
    let id = keys.id_of(Kind::Resource, node);
    let system = node.need("originSystem");
    let (origin_id, roles) = origin(node, &system, keys, origins);
    let roles = roles
        .into_iter()
        .map(|(origin, name)| ResourceRole {
            id: keys.derived(&format!("role/{id}/{origin}")),
            display_name: Some(name),
            origin_id: Some(origin),
            origin_system: Some(system.clone()),
            ..ResourceRole::default()
        })
        .collect();
    let scope = ResourceScope {
        id: keys.derived(&format!("scope/{id}/{origin_id}")),
        display_name: Some("Root".into()),
        is_root_scope: Some(true),
        origin_id: Some(origin_id.clone()),
        origin_system: Some(system.clone()),
        ..ResourceScope::default()
    };
    if catalog.is_empty() {
        node.problem("", "belongs to a catalog without a key");
    }
    Asset {
        roles,
        scope,
        key: node.text("key"),
        resource: Resource {
            id,
            description: node.text("description"),
            display_name: Some(node.need("displayName")),
            origin_id: Some(origin_id),
            origin_system: Some(system),
            ..Resource::default()
        },
    }
}

/// Where a resource is, and its roles as origin id and name (Graph contract: catalogs and resources).
fn origin(
    node: &Node<'_>,
    system: &str,
    keys: &Keys<'_>,
    origins: &Origins<'_>,
) -> (String, Vec<(String, String)>) {
    let name = node.need("originId");
    let path = format!("{}.originId", node.path);
    match system {
        "AadGroup" => {
            let group = keys.resolve(Kind::Group, &name, &path);
            let role = |word: &str| (format!("{word}_{group}"), word.to_owned());
            let roles = vec![role("Member"), role("Owner")];
            (group, roles)
        }
        "AadApplication" => {
            let id = keys.resolve(Kind::ServicePrincipal, &name, &path);
            let service = origins.services.iter().find(|one| one.principal.id == id);
            if service.is_none() {
                node.problem(
                    "originId",
                    "the application must be in the same file, for its roles",
                );
            }
            let roles = service.map_or(&[][..], |one| &one.roles);
            let roles = roles
                .iter()
                .map(|role| (role.id.clone(), role.display_name.clone()))
                .collect();
            (id, roles)
        }
        "SharePointOnline" => {
            let site = origins.sites.iter().find(|one| {
                one.site.web_url == name || one.site.import_key.as_ref() == Some(&name)
            });
            let Some(place) = site else {
                node.problem(
                    "originId",
                    "the site must be in the same file, for its roles",
                );
                return (name, Vec::new());
            };
            let roles = place
                .roles
                .iter()
                .map(|role| (role.number.clone(), role.display_name.clone()))
                .collect();
            (place.site.web_url.clone(), roles)
        }
        _ => {
            node.problem(
                "originSystem",
                "is AadGroup, AadApplication or SharePointOnline",
            );
            (name, Vec::new())
        }
    }
}

fn package(node: &Node<'_>, resources: &BTreeMap<&str, &Asset>, keys: &Keys<'_>) -> Parcel {
    const NAMES: [&str; 9] = [
        "key",
        "id",
        "displayName",
        "description",
        "isHidden",
        "resourceRoleScopes",
        "incompatibleAccessPackages",
        "incompatibleGroups",
        "assignmentPolicies",
    ];
    node.check_names(&NAMES, Some(&ACCESS_PACKAGE));
    let id = keys.id_of(Kind::Package, node);
    let gives = node
        .list("resourceRoleScopes")
        .iter()
        .filter_map(|one| given(one, resources, keys))
        .collect();
    let references = |name, kind| {
        let texts = node.texts(name);
        texts
            .iter()
            .map(|(text, path)| {
                let other = keys.resolve(kind, text, path);
                if other == id {
                    keys.problem(path, "a package cannot exclude itself");
                }
                other
            })
            .collect()
    };
    Parcel {
        gives,
        incompatible_packages: references("incompatibleAccessPackages", Kind::Package),
        incompatible_groups: references("incompatibleGroups", Kind::Group),
        policies: policies(&node.list("assignmentPolicies"), keys),
        key: node.text("key"),
        package: AccessPackage {
            id,
            description: node.text("description"),
            display_name: Some(node.need("displayName")),
            is_hidden: Some(node.flag("isHidden").unwrap_or(false)),
            ..AccessPackage::default()
        },
    }
}

/// One role that a package gives; the resource must be in the package's own catalog.
fn given(
    node: &Node<'_>,
    resources: &BTreeMap<&str, &Asset>,
    keys: &Keys<'_>,
) -> Option<(String, String)> {
    node.check_names(&["resource", "role"], None);
    let (name, role) = (node.need("resource"), node.need("role"));
    let asset = resources.values().find(|asset| {
        asset.key.as_ref() == Some(&name) || asset.resource.id.eq_ignore_ascii_case(&name)
    });
    let Some(asset) = asset else {
        let message = if keys.declares(Kind::Resource, &name) {
            format!("'{name}' is a resource of another catalog")
        } else {
            format!("'{name}' is no resource of this catalog")
        };
        node.problem("resource", message);
        return None;
    };
    let found = asset.roles.iter().find(|one| {
        [&one.display_name, &one.origin_id]
            .into_iter()
            .flatten()
            .any(|word| word.eq_ignore_ascii_case(&role))
    });
    if found.is_none() {
        let offered: Vec<_> = asset
            .roles
            .iter()
            .filter_map(|one| one.display_name.as_deref())
            .collect();
        node.problem(
            "role",
            format!(
                "'{role}' is no role of this resource, which has: {}",
                offered.join(", ")
            ),
        );
    }
    Some((found?.id.clone(), asset.scope.id.clone()))
}
