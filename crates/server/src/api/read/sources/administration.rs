//! Roles over entitlement management, and resources brought into catalogs.

use portico_graph::model::{RESOURCE_REQUEST, ROLE_ASSIGNMENT, ROLE_DEFINITION};
use portico_odata::Column;

use super::super::source::{Field, Link, Source, UsualOrder};
use super::directory::OBJECTS;
use super::packages::CATALOGS;
use super::resources::RESOURCES;

/// Resources brought into catalogs and taken out again.
pub static RESOURCE_REQUESTS: Source = Source {
    entity: &RESOURCE_REQUEST,
    table: "resource_requests j",
    id: "j.id",
    fields: &[
        Field::text("createdDateTime", "j.created_at"),
        Field::text("requestType", "j.request_type"),
        Field::text("state", "j.state"),
    ],
    links: &[
        Link::one("catalog", "j.catalog_id", &CATALOGS),
        Link::one("resource", "j.resource_id", &RESOURCES),
    ],
    columns: &[
        Column::new("id", "j.id"),
        Column::new("createdDateTime", "j.created_at"),
        Column::new("requestType", "j.request_type"),
        Column::new("state", "j.state"),
    ],
    orders: &[("createdDateTime", "j.created_at")],
    usual_order: UsualOrder::falling("j.created_at"),
    alive: "",
};

/// Who has which role over what.
pub static ROLE_ASSIGNMENTS: Source = Source {
    entity: &ROLE_ASSIGNMENT,
    table: "role_assignments w",
    id: "w.id",
    fields: &[
        Field::text("appScopeId", "w.app_scope_id"),
        Field::absent("condition"),
        Field::absent("directoryScopeId"),
        Field::text("principalId", "w.principal_id"),
        Field::text("roleDefinitionId", "w.role_id"),
    ],
    links: &[
        Link::one("principal", "w.principal_id", &OBJECTS),
        Link::one("roleDefinition", "w.role_id", &ROLE_DEFINITIONS),
    ],
    columns: &[
        Column::new("id", "w.id"),
        Column::new("appScopeId", "w.app_scope_id"),
        Column::new("principalId", "w.principal_id"),
        Column::new("roleDefinitionId", "w.role_id"),
    ],
    orders: &[],
    usual_order: UsualOrder::rising("w.created_at"),
    alive: "",
};

/// Which roles there are.
pub static ROLE_DEFINITIONS: Source = Source {
    entity: &ROLE_DEFINITION,
    table: "role_definitions n",
    id: "n.id",
    fields: &[
        Field::text("description", "n.description"),
        Field::text("displayName", "n.display_name"),
        Field::flag("isBuiltIn", "1"),
        Field::flag("isEnabled", "1"),
        Field::json("resourceScopes", "'[\"/\"]'"),
        Field::empty("rolePermissions"),
        Field::text("templateId", "n.id"),
        Field::absent("version"),
    ],
    links: &[],
    columns: &[
        Column::new("id", "n.id"),
        Column::new("displayName", "n.display_name").folded("n.display_name_folded"),
    ],
    orders: &[],
    usual_order: UsualOrder::rising("n.display_name_folded"),
    alive: "",
};
