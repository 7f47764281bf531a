//! Requests, approvals and assignments.

use super::shape::{EntityType, Kind, Navigation, Property};
use super::{
    ACCESS_PACKAGE, ASSIGNMENT_STATE, ENTITY, POLICY, REQUEST_STATE, REQUEST_TYPE, SUBJECT,
};

/// A request to be given, keep or lose access.
pub static ASSIGNMENT_REQUEST: EntityType = EntityType {
    name: "accessPackageAssignmentRequest",
    base: Some(&ENTITY),
    properties: &[
        Property::new(
            "answers",
            Kind::Collection(&Kind::Complex("accessPackageAnswer")),
        ),
        Property::new("completedDateTime", Kind::DateTimeOffset).filter(),
        Property::new("createdDateTime", Kind::DateTimeOffset)
            .filter()
            .sort(),
        Property::new(
            "customExtensionCalloutInstances",
            Kind::Collection(&Kind::Complex("customExtensionCalloutInstance")),
        ),
        Property::new("justification", Kind::String),
        Property::new("requestType", Kind::Enum(&REQUEST_TYPE)).filter(),
        Property::new("schedule", Kind::Complex("entitlementManagementSchedule")),
        Property::new("state", Kind::Enum(&REQUEST_STATE)).filter(),
        Property::new("status", Kind::String).filter(),
    ],
    navigations: &[
        Navigation::one("accessPackage", &ACCESS_PACKAGE).expand(),
        Navigation::one("assignment", &ASSIGNMENT).expand(),
        Navigation::one("requestor", &SUBJECT).expand(),
    ],
};

/// Access that somebody has, had, or is about to get.
pub static ASSIGNMENT: EntityType = EntityType {
    name: "accessPackageAssignment",
    base: Some(&ENTITY),
    properties: &[
        Property::new(
            "customExtensionCalloutInstances",
            Kind::Collection(&Kind::Complex("customExtensionCalloutInstance")),
        ),
        Property::new("expiredDateTime", Kind::DateTimeOffset).filter(),
        Property::new("schedule", Kind::Complex("entitlementManagementSchedule")),
        Property::new("state", Kind::Enum(&ASSIGNMENT_STATE)).filter(),
        Property::new("status", Kind::String).filter(),
    ],
    navigations: &[
        Navigation::one("accessPackage", &ACCESS_PACKAGE).expand(),
        Navigation::one("assignmentPolicy", &POLICY).expand(),
        Navigation::one("target", &SUBJECT).expand(),
    ],
};

/// The decisions a request waits for; its id is the id of the request.
pub static APPROVAL: EntityType = EntityType {
    name: "approval",
    base: Some(&ENTITY),
    properties: &[],
    navigations: &[Navigation::many("stages", &APPROVAL_STAGE).expand()],
};

/// One decision of an approval.
pub static APPROVAL_STAGE: EntityType = EntityType {
    name: "approvalStage",
    base: Some(&ENTITY),
    properties: &[
        Property::new("assignedToMe", Kind::Boolean).filter(),
        Property::new("displayName", Kind::String).search(),
        Property::new("justification", Kind::String),
        Property::new("reviewedBy", Kind::Complex("identity")),
        Property::new("reviewedDateTime", Kind::DateTimeOffset).filter(),
        Property::new("reviewResult", Kind::String).filter(),
        Property::new("status", Kind::String).filter(),
    ],
    navigations: &[],
};
