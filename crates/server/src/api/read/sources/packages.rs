//! Packages and their catalogs.

use portico_graph::model::{ACCESS_PACKAGE, AVAILABLE_ACCESS_PACKAGE, CATALOG};
use portico_odata::Column;

use super::super::source::{Field, Link, Source, UsualOrder};
use super::{EXTENSIONS, GROUPS, POLICIES, RESOURCES, ROLE_SCOPES, ROLES, SCOPES};

const CATALOG_JOIN: &str = "LEFT JOIN catalogs fc ON fc.id = p.catalog_id";

/// Access packages.
pub static PACKAGES: Source = Source {
    entity: &ACCESS_PACKAGE,
    table: "packages p",
    id: "p.id",
    fields: &[
        Field::text("createdDateTime", "p.created_at"),
        Field::text("description", "p.description"),
        Field::text("displayName", "p.display_name"),
        Field::flag("isHidden", "p.is_hidden"),
        Field::text("modifiedDateTime", "p.modified_at"),
    ],
    links: &[
        Link::through(
            "accessPackagesIncompatibleWith",
            "JOIN incompatible_packages i ON i.package_id = p.id",
            ("i.incompatible_id", BY_NAME),
            &PACKAGES,
        )
        .by_role(),
        Link::many(
            "assignmentPolicies",
            "o.package_id",
            "o.created_at, o.id",
            &POLICIES,
        )
        .by_role(),
        Link::one("catalog", "p.catalog_id", &CATALOGS),
        Link::through(
            "incompatibleAccessPackages",
            "JOIN incompatible_packages i ON i.incompatible_id = p.id",
            ("i.package_id", BY_NAME),
            &PACKAGES,
        )
        .by_role(),
        Link::through(
            "incompatibleGroups",
            "JOIN incompatible_groups i ON i.group_id = g.id",
            ("i.package_id", "g.display_name_folded, g.id"),
            &GROUPS,
        )
        .by_role(),
        Link::many(
            "resourceRoleScopes",
            "x.package_id",
            ROLE_SCOPE_ORDER,
            &ROLE_SCOPES,
        ),
    ],
    columns: &[
        Column::new("id", "p.id"),
        Column::new("displayName", "p.display_name").folded("p.display_name_folded"),
        Column::new("description", "p.description").folded("p.description_folded"),
        Column::new("isHidden", "p.is_hidden"),
        Column::new("createdDateTime", "p.created_at"),
        Column::new("modifiedDateTime", "p.modified_at"),
        Column::new("catalog/id", "p.catalog_id"),
        Column::new("catalog/displayName", "fc.display_name")
            .folded("fc.display_name_folded")
            .join(CATALOG_JOIN),
        Column::new("catalog/state", "fc.state").join(CATALOG_JOIN),
        Column::new("catalog/catalogType", "fc.catalog_type").join(CATALOG_JOIN),
        Column::new("catalog/isExternallyVisible", "fc.is_externally_visible").join(CATALOG_JOIN),
    ],
    orders: &[
        ("displayName", "p.display_name_folded"),
        ("createdDateTime", "p.created_at"),
    ],
    usual_order: UsualOrder::rising("p.display_name_folded"),
    alive: "p.deleted_at IS NULL",
};

const BY_NAME: &str = "p.display_name_folded, p.id";

/// By the name of the resource, which is how people look for things.
const ROLE_SCOPE_ORDER: &str = "(SELECT e.display_name_folded FROM resource_roles r \
     JOIN resources e ON e.id = r.resource_id WHERE r.id = x.role_id), x.id";

/// The little of a package that everybody who can request it sees.
pub static AVAILABLE_PACKAGES: Source = Source {
    entity: &AVAILABLE_ACCESS_PACKAGE,
    table: "packages p",
    id: "p.id",
    fields: &[
        Field::text("description", "p.description"),
        Field::text("displayName", "p.display_name"),
    ],
    links: &[Link::many(
        "resourceRoleScopes",
        "x.package_id",
        ROLE_SCOPE_ORDER,
        &ROLE_SCOPES,
    )],
    columns: &[
        Column::new("id", "p.id"),
        Column::new("displayName", "p.display_name").folded("p.display_name_folded"),
        Column::new("description", "p.description").folded("p.description_folded"),
    ],
    orders: &[("displayName", "p.display_name_folded")],
    usual_order: UsualOrder::rising("p.display_name_folded"),
    alive: "",
};

/// Catalogs.
pub static CATALOGS: Source = Source {
    entity: &CATALOG,
    table: "catalogs c",
    id: "c.id",
    fields: &[
        Field::text("catalogType", "c.catalog_type"),
        Field::text("createdDateTime", "c.created_at"),
        Field::text("description", "c.description"),
        Field::text("displayName", "c.display_name"),
        Field::flag("isExternallyVisible", "c.is_externally_visible"),
        Field::text("modifiedDateTime", "c.modified_at"),
        Field::text("state", "c.state"),
    ],
    links: &[
        Link::many("accessPackages", "p.catalog_id", BY_NAME, &PACKAGES).by_role(),
        Link::many(
            "customWorkflowExtensions",
            "n.catalog_id",
            "n.display_name_folded, n.id",
            &EXTENSIONS,
        )
        .by_role(),
        Link::many(
            "resources",
            "e.catalog_id",
            "e.display_name_folded, e.id",
            &RESOURCES,
        )
        .by_role(),
        Link::through(
            "resourceRoles",
            "JOIN resources held ON held.id = r.resource_id",
            ("held.catalog_id", "r.display_name_folded, r.id"),
            &ROLES,
        )
        .by_role(),
        Link::through(
            "resourceScopes",
            "JOIN resources held ON held.id = y.resource_id",
            ("held.catalog_id", "y.display_name, y.id"),
            &SCOPES,
        )
        .by_role(),
    ],
    columns: &[
        Column::new("id", "c.id"),
        Column::new("catalogType", "c.catalog_type"),
        Column::new("createdDateTime", "c.created_at"),
        Column::new("displayName", "c.display_name").folded("c.display_name_folded"),
        Column::new("isExternallyVisible", "c.is_externally_visible"),
        Column::new("modifiedDateTime", "c.modified_at"),
        Column::new("state", "c.state"),
    ],
    orders: &[
        ("displayName", "c.display_name_folded"),
        ("createdDateTime", "c.created_at"),
    ],
    usual_order: UsualOrder::rising("c.display_name_folded"),
    alive: "c.deleted_at IS NULL",
};
