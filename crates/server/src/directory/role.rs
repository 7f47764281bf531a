//! The roles over entitlement management (Graph contract: roles): their ids and the words of the organisation file.

use super::keys::{Keys, Kind};
use super::node::Node;
use crate::store::principal::{Principal, PrincipalKind};

/// Global Administrator of a whole directory: everything, here too.
pub const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
/// Administrator: everything.
pub const ADMINISTRATOR: &str = "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e";
/// Reads everything, the log included.
pub const GLOBAL_READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
/// Makes catalogs and owns those.
pub const CATALOG_CREATOR: &str = "ba92d953-d8e0-4e39-a797-0cbedb0a89e8";
/// Everything in one catalog.
pub const CATALOG_OWNER: &str = "ae79f266-94d4-4dab-b730-feca7e132178";
/// Reads one catalog.
pub const CATALOG_READER: &str = "44272f93-9762-48e8-af59-1b5351b1d6b3";
/// Packages, policies, assignments and requests of one catalog.
pub const PACKAGE_MANAGER: &str = "7f480852-ebdc-47d4-87de-0d8498384a83";
/// Assignments and requests of one catalog.
pub const ASSIGNMENT_MANAGER: &str = "e2182095-804a-4656-ae11-64734e9b7ae5";

/// A role.
pub struct Role {
    /// Its name.
    pub text: &'static str,
    /// Its id, the same in every organisation.
    pub id: &'static str,
    /// Held over one catalog rather than over everything.
    pub of_catalog: bool,
}

/// All of them.
pub static ROLES: [Role; 7] = [
    Role {
        text: "Administrator",
        id: ADMINISTRATOR,
        of_catalog: false,
    },
    Role {
        text: "Global Reader",
        id: GLOBAL_READER,
        of_catalog: false,
    },
    Role {
        text: "Catalog creator",
        id: CATALOG_CREATOR,
        of_catalog: false,
    },
    Role {
        text: "Catalog owner",
        id: CATALOG_OWNER,
        of_catalog: true,
    },
    Role {
        text: "Catalog reader",
        id: CATALOG_READER,
        of_catalog: true,
    },
    Role {
        text: "Access package manager",
        id: PACKAGE_MANAGER,
        of_catalog: true,
    },
    Role {
        text: "Access package assignment manager",
        id: ASSIGNMENT_MANAGER,
        of_catalog: true,
    },
];

/// The role with this id.
pub fn by_id(id: &str) -> Option<&'static Role> {
    ROLES.iter().find(|role| role.id.eq_ignore_ascii_case(id))
}

/// A role to give.
pub struct RoleGiven {
    /// To whom.
    pub principal: Principal,
    /// Which.
    pub role: &'static str,
    /// Over which catalog; none means over everything.
    pub catalog: Option<String>,
}

/// Reads `roleAssignments`.
pub fn roles(nodes: &[Node<'_>], keys: &Keys<'_>) -> Vec<RoleGiven> {
    const HOLDERS: [PrincipalKind; 3] = [
        PrincipalKind::User,
        PrincipalKind::Group,
        PrincipalKind::ServicePrincipal,
    ];
    nodes
        .iter()
        .filter_map(|node| {
            node.check_names(&["principal", "role", "catalog"], None);
            let principal = keys.principal(
                &HOLDERS,
                &node.need("principal"),
                &format!("{}.principal", node.path),
            );
            if !node.has("role") {
                node.problem("role", "is missing");
            }
            let role = node.word("role", |text| {
                ROLES.iter().find(|row| row.text.eq_ignore_ascii_case(text))
            })?;
            let catalog = node.text("catalog");
            if role.of_catalog != catalog.is_some() {
                let message = if role.of_catalog {
                    "is missing: this role is held over a catalog"
                } else {
                    "this role is held over everything"
                };
                node.problem("catalog", message);
            }
            let path = format!("{}.catalog", node.path);
            Some(RoleGiven {
                principal,
                role: role.id,
                catalog: catalog.map(|name| keys.resolve(Kind::Catalog, &name, &path)),
            })
        })
        .collect()
}
