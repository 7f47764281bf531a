//! Custom extensions: whom a catalog calls when something happens to its requests and assignments.

use super::shape::{EntityType, Kind, Navigation, Property};
use super::{ENTITY, EXTENSION_STAGE};

/// Whom to call, and how.
pub static CUSTOM_CALLOUT_EXTENSION: EntityType = EntityType {
    name: "customCalloutExtension",
    base: Some(&ENTITY),
    properties: &[
        Property::new(
            "authenticationConfiguration",
            Kind::Complex("customExtensionAuthenticationConfiguration"),
        ),
        Property::new(
            "clientConfiguration",
            Kind::Complex("customExtensionClientConfiguration"),
        ),
        Property::new("description", Kind::String),
        Property::new("displayName", Kind::String).search().sort(),
        Property::new(
            "endpointConfiguration",
            Kind::Complex("customExtensionEndpointConfiguration"),
        ),
    ],
    navigations: &[],
};

/// What both kinds have beside that.
const CALLED: &[Property] = &[
    Property::new(
        "callbackConfiguration",
        Kind::Complex("customExtensionCallbackConfiguration"),
    ),
    Property::new("createdBy", Kind::String),
    Property::new("createdDateTime", Kind::DateTimeOffset),
    Property::new("lastModifiedBy", Kind::String),
    Property::new("lastModifiedDateTime", Kind::DateTimeOffset),
];

/// Called about a request: when it was created, approved, granted, and when the access was removed.
pub static REQUEST_WORKFLOW_EXTENSION: EntityType = EntityType {
    name: "accessPackageAssignmentRequestWorkflowExtension",
    base: Some(&CUSTOM_CALLOUT_EXTENSION),
    properties: CALLED,
    navigations: &[],
};

/// Called about an assignment that comes to its end.
pub static ASSIGNMENT_WORKFLOW_EXTENSION: EntityType = EntityType {
    name: "accessPackageAssignmentWorkflowExtension",
    base: Some(&CUSTOM_CALLOUT_EXTENSION),
    properties: CALLED,
    navigations: &[],
};

/// When a policy has an extension called.
pub static EXTENSION_STAGE_SETTING: EntityType = EntityType {
    name: "customExtensionStageSetting",
    base: Some(&ENTITY),
    properties: &[Property::new("stage", Kind::Enum(&EXTENSION_STAGE))
        .required()
        .filter()],
    navigations: &[Navigation::one("customExtension", &CUSTOM_CALLOUT_EXTENSION).expand()],
};
