//! What packages give.

use portico_graph::model::{RESOURCE, RESOURCE_ROLE, RESOURCE_ROLE_SCOPE, RESOURCE_SCOPE};
use portico_odata::Column;

use super::super::source::{Field, Link, Source, UsualOrder};

/// Roles in scopes, as packages give them.
pub static ROLE_SCOPES: Source = Source {
    entity: &RESOURCE_ROLE_SCOPE,
    table: "resource_role_scopes x",
    id: "x.id",
    fields: &[Field::text("createdDateTime", "x.created_at")],
    links: &[
        Link::one("role", "x.role_id", &ROLES),
        Link::one("scope", "x.scope_id", &SCOPES),
    ],
    columns: &[
        Column::new("id", "x.id"),
        Column::new("createdDateTime", "x.created_at"),
    ],
    orders: &[],
    usual_order: UsualOrder::rising(
        "(SELECT e.display_name_folded FROM resource_roles r JOIN resources e ON e.id = r.resource_id \
          WHERE r.id = x.role_id)",
    ),
    alive: "",
};

/// Roles of resources.
pub static ROLES: Source = Source {
    entity: &RESOURCE_ROLE,
    table: "resource_roles r",
    id: "r.id",
    fields: &[
        Field::text("description", "r.description"),
        Field::text("displayName", "r.display_name"),
        Field::text("originId", "r.origin_id"),
        Field::text("originSystem", "r.origin_system"),
        Field::text("type", "r.type"),
    ],
    links: &[Link::one("resource", "r.resource_id", &RESOURCES)],
    columns: &[
        Column::new("id", "r.id"),
        Column::new("displayName", "r.display_name").folded("r.display_name_folded"),
        Column::new("originId", "r.origin_id"),
        Column::new("originSystem", "r.origin_system"),
        Column::new("type", "r.type"),
    ],
    orders: &[],
    usual_order: UsualOrder::rising("r.display_name_folded"),
    alive: "",
};

/// Scopes of resources.
pub static SCOPES: Source = Source {
    entity: &RESOURCE_SCOPE,
    table: "resource_scopes y",
    id: "y.id",
    fields: &[
        Field::text("description", "y.description"),
        Field::text("displayName", "y.display_name"),
        Field::flag("isRootScope", "y.is_root_scope"),
        Field::text("originId", "y.origin_id"),
        Field::text("originSystem", "y.origin_system"),
    ],
    links: &[Link::one("resource", "y.resource_id", &RESOURCES)],
    columns: &[
        Column::new("id", "y.id"),
        Column::new("isRootScope", "y.is_root_scope"),
        Column::new("originId", "y.origin_id"),
        Column::new("originSystem", "y.origin_system"),
    ],
    orders: &[],
    usual_order: UsualOrder::rising("y.display_name"),
    alive: "",
};

/// Groups, applications and sites that a catalog knows.
pub static RESOURCES: Source = Source {
    entity: &RESOURCE,
    table: "resources e",
    id: "e.id",
    fields: &[
        Field::json("attributes", "e.attributes"),
        Field::text("createdDateTime", "e.created_at"),
        Field::text("description", "e.description"),
        Field::text("displayName", "e.display_name"),
        Field::text("modifiedDateTime", "e.modified_at"),
        Field::text("originId", "e.origin_id"),
        Field::text("originSystem", "e.origin_system"),
    ],
    links: &[
        Link::many(
            "roles",
            "r.resource_id",
            "r.display_name_folded, r.id",
            &ROLES,
        )
        .by_role(),
        Link::many("scopes", "y.resource_id", "y.display_name, y.id", &SCOPES).by_role(),
    ],
    columns: &[
        Column::new("id", "e.id"),
        Column::new("createdDateTime", "e.created_at"),
        Column::new("displayName", "e.display_name").folded("e.display_name_folded"),
        Column::new("modifiedDateTime", "e.modified_at"),
        Column::new("originId", "e.origin_id"),
        Column::new("originSystem", "e.origin_system"),
    ],
    orders: &[],
    usual_order: UsualOrder::rising("e.display_name_folded"),
    alive: "",
};
