//! Requests, assignments and the policies that rule them.

use portico_graph::model::{ASSIGNMENT, ASSIGNMENT_REQUEST, POLICY, QUESTION};
use portico_odata::Column;

use super::super::source::{Field, Link, Source, UsualOrder};
use super::{CATALOGS, PACKAGES, STAGE_SETTINGS, SUBJECTS};

/// Requests.
pub static REQUESTS: Source = Source {
    entity: &ASSIGNMENT_REQUEST,
    table: "requests q",
    id: "q.id",
    fields: &[
        Field::json("answers", "q.answers"),
        Field::text("completedDateTime", "q.completed_at"),
        Field::text("createdDateTime", "q.created_at"),
        Field::json("customExtensionCalloutInstances", "q.callout_instances"),
        Field::text("justification", "q.justification"),
        Field::text("requestType", "q.request_type"),
        Field::json("schedule", "q.schedule"),
        Field::text("state", "q.state"),
        Field::text("status", "q.status"),
    ],
    links: &[
        Link::one("accessPackage", "q.package_id", &PACKAGES),
        Link::one("assignment", "q.assignment_id", &ASSIGNMENTS),
        Link::one("requestor", "q.requestor_id", &SUBJECTS),
    ],
    columns: &[
        Column::new("id", "q.id"),
        Column::new("state", "q.state"),
        Column::new("status", "q.status"),
        Column::new("requestType", "q.request_type"),
        Column::new("createdDateTime", "q.created_at"),
        Column::new("completedDateTime", "q.completed_at"),
        Column::new("accessPackage/id", "q.package_id"),
        Column::new("accessPackage/displayName", "fp.display_name")
            .folded("fp.display_name_folded")
            .join("LEFT JOIN packages fp ON fp.id = q.package_id"),
        Column::new("assignment/id", "q.assignment_id"),
        Column::new("assignment/accessPackage/id", "q.package_id"),
        Column::new("assignment/assignmentPolicy/id", "q.policy_id"),
        Column::new("assignment/target/id", "q.target_id"),
        Column::new("assignment/target/objectId", "ft.object_id").join(TARGET_OF_REQUEST),
        Column::new("assignment/target/displayName", "ft.display_name")
            .folded("ft.display_name_folded")
            .join(TARGET_OF_REQUEST),
        Column::new("requestor/id", "q.requestor_id"),
        Column::new("requestor/objectId", "fr.object_id").join(REQUESTOR),
        Column::new("requestor/principalName", "fr.principal_name").join(REQUESTOR),
        Column::new("requestor/email", "fr.email")
            .folded("fr.email_folded")
            .join(REQUESTOR),
        Column::new("requestor/displayName", "fr.display_name")
            .folded("fr.display_name_folded")
            .join(REQUESTOR),
    ],
    orders: &[("createdDateTime", "q.created_at")],
    usual_order: UsualOrder::falling("q.created_at"),
    alive: "",
};

const REQUESTOR: &str = "LEFT JOIN subjects fr ON fr.id = q.requestor_id";
const TARGET_OF_REQUEST: &str = "LEFT JOIN subjects ft ON ft.id = q.target_id";

/// Assignments. One that is only promised to a pending request has an id and a target, but no state yet.
pub static ASSIGNMENTS: Source = Source {
    entity: &ASSIGNMENT,
    table: "assignments a",
    id: "a.id",
    fields: &[
        Field::json("customExtensionCalloutInstances", "a.callout_instances"),
        Field::text("expiredDateTime", "a.expired_at"),
        Field::json("schedule", "a.schedule"),
        Field::text("state", STATE),
        Field::text("status", STATUS),
    ],
    links: &[
        Link::one("accessPackage", "a.package_id", &PACKAGES),
        Link::one("assignmentPolicy", "a.policy_id", &POLICIES),
        Link::one("target", "a.target_id", &SUBJECTS),
    ],
    columns: &[
        Column::new("id", "a.id"),
        Column::new("state", STATE),
        Column::new("status", STATUS),
        Column::new("expiredDateTime", "a.expired_at"),
        Column::new("accessPackage/id", "a.package_id"),
        Column::new("accessPackage/displayName", "fp.display_name")
            .folded("fp.display_name_folded")
            .join("LEFT JOIN packages fp ON fp.id = a.package_id"),
        Column::new("accessPackage/catalog/id", "fp.catalog_id")
            .join("LEFT JOIN packages fp ON fp.id = a.package_id"),
        Column::new("assignmentPolicy/id", "a.policy_id"),
        Column::new("target/id", "a.target_id"),
        Column::new("target/objectId", "ft.object_id").join(TARGET),
        Column::new("target/principalName", "ft.principal_name").join(TARGET),
        Column::new("target/email", "ft.email")
            .folded("ft.email_folded")
            .join(TARGET),
        Column::new("target/displayName", "ft.display_name")
            .folded("ft.display_name_folded")
            .join(TARGET),
    ],
    orders: &[],
    usual_order: UsualOrder::falling("a.created_at"),
    alive: "",
};

const STATE: &str = "CASE WHEN a.state = 'reserved' THEN NULL ELSE a.state END";
const STATUS: &str = "CASE WHEN a.state = 'reserved' THEN NULL ELSE a.status END";
const TARGET: &str = "LEFT JOIN subjects ft ON ft.id = a.target_id";

/// Policies.
pub static POLICIES: Source = Source {
    entity: &POLICY,
    table: "policies o",
    id: "o.id",
    fields: &[
        Field::text("allowedTargetScope", "o.allowed_target_scope"),
        Field::json("automaticRequestSettings", "o.automatic_request_settings"),
        Field::text("createdDateTime", "o.created_at"),
        Field::text("description", "o.description"),
        Field::text("displayName", "o.display_name"),
        Field::json("expiration", "o.expiration"),
        Field::text("modifiedDateTime", "o.modified_at"),
        Field::json("notificationSettings", "o.notification_settings"),
        Field::json("requestApprovalSettings", "o.request_approval_settings"),
        Field::json("requestorSettings", "o.requestor_settings"),
        Field::json("reviewSettings", "o.review_settings"),
        Field::json("specificAllowedTargets", "o.specific_allowed_targets"),
    ],
    links: &[
        Link::one("accessPackage", "o.package_id", &PACKAGES),
        Link::one(
            "catalog",
            "(SELECT op.catalog_id FROM packages op WHERE op.id = o.package_id)",
            &CATALOGS,
        ),
        Link::many(
            "customExtensionStageSettings",
            "s.policy_id",
            "s.position, s.id",
            &STAGE_SETTINGS,
        )
        .by_role(),
        Link::held("questions", "o.questions", &QUESTION),
    ],
    columns: &[
        Column::new("id", "o.id"),
        Column::new("allowedTargetScope", "o.allowed_target_scope"),
        Column::new("createdDateTime", "o.created_at"),
        Column::new("displayName", "o.display_name").folded("o.display_name_folded"),
        Column::new("modifiedDateTime", "o.modified_at"),
    ],
    orders: &[
        ("displayName", "o.display_name_folded"),
        ("createdDateTime", "o.created_at"),
    ],
    usual_order: UsualOrder::rising("o.display_name_folded"),
    alive: "o.deleted_at IS NULL",
};
