//! Custom extensions, and the moments at which policies have them called.

use portico_graph::model::{CUSTOM_CALLOUT_EXTENSION, EXTENSION_STAGE_SETTING};
use portico_odata::Column;

use super::super::source::{Field, Link, Source, UsualOrder};

/// Both kinds of extensions; each says which it is.
pub static EXTENSIONS: Source = Source {
    entity: &CUSTOM_CALLOUT_EXTENSION,
    table: "extensions n",
    id: "n.id",
    fields: &[
        Field::text("@odata.type", "'#microsoft.graph.' || n.kind"),
        Field::json("authenticationConfiguration", "n.authentication"),
        Field::json("callbackConfiguration", "n.callback"),
        Field::json("clientConfiguration", "n.client"),
        Field::text("createdBy", "n.created_by"),
        Field::text("createdDateTime", "n.created_at"),
        Field::text("description", "n.description"),
        Field::text("displayName", "n.display_name"),
        Field::json("endpointConfiguration", "n.endpoint"),
        Field::text("lastModifiedBy", "n.modified_by"),
        Field::text("lastModifiedDateTime", "n.modified_at"),
    ],
    links: &[],
    columns: &[
        Column::new("id", "n.id"),
        Column::new("displayName", "n.display_name").folded("n.display_name_folded"),
    ],
    orders: &[("displayName", "n.display_name_folded")],
    usual_order: UsualOrder::rising("n.display_name_folded"),
    alive: "",
};

/// When a policy has whom called.
pub static STAGE_SETTINGS: Source = Source {
    entity: &EXTENSION_STAGE_SETTING,
    table: "extension_stages s",
    id: "s.id",
    fields: &[Field::text("stage", "s.stage")],
    links: &[Link::one("customExtension", "s.extension_id", &EXTENSIONS)],
    columns: &[
        Column::new("id", "s.id"),
        Column::new("stage", "s.stage"),
        Column::new("customExtension/id", "s.extension_id"),
        Column::new("customExtension/displayName", "fn.display_name")
            .folded("fn.display_name_folded")
            .join("LEFT JOIN extensions fn ON fn.id = s.extension_id"),
    ],
    orders: &[],
    usual_order: UsualOrder::rising("s.stage"),
    alive: "",
};
