//! Who may administer what, and what was brought into catalogs.

use super::shape::{EntityType, Kind, Navigation, Property};
use super::{
    CATALOG, DIRECTORY_OBJECT, ENTITY, EXTERNAL_LIFECYCLE_ACTION, INSIGHT_LEVEL, REQUEST_STATE,
    REQUEST_TYPE, RESOURCE,
};

/// A resource brought into a catalog, or taken out of it.
pub static RESOURCE_REQUEST: EntityType = EntityType {
    name: "accessPackageResourceRequest",
    base: Some(&ENTITY),
    properties: &[
        Property::new("createdDateTime", Kind::DateTimeOffset)
            .filter()
            .sort(),
        Property::new("requestType", Kind::Enum(&REQUEST_TYPE)).filter(),
        Property::new("state", Kind::Enum(&REQUEST_STATE)).filter(),
    ],
    navigations: &[
        Navigation::one("catalog", &CATALOG).expand(),
        Navigation::one("resource", &RESOURCE).expand(),
    ],
};

/// A role that somebody has.
pub static ROLE_ASSIGNMENT: EntityType = EntityType {
    name: "unifiedRoleAssignment",
    base: Some(&ENTITY),
    properties: &[
        Property::new("appScopeId", Kind::String).filter(),
        Property::new("condition", Kind::String),
        Property::new("directoryScopeId", Kind::String),
        Property::new("principalId", Kind::String).filter(),
        Property::new("roleDefinitionId", Kind::String).filter(),
    ],
    navigations: &[
        Navigation::one("appScope", &APP_SCOPE),
        Navigation::one("directoryScope", &DIRECTORY_OBJECT),
        Navigation::one("principal", &DIRECTORY_OBJECT).expand(),
        Navigation::one("roleDefinition", &ROLE_DEFINITION).expand(),
    ],
};

/// A role that somebody can have.
pub static ROLE_DEFINITION: EntityType = EntityType {
    name: "unifiedRoleDefinition",
    base: Some(&ENTITY),
    properties: &[
        Property::new("description", Kind::String),
        Property::new("displayName", Kind::String).search(),
        Property::new("isBuiltIn", Kind::Boolean),
        Property::new("isEnabled", Kind::Boolean),
        Property::new("resourceScopes", Kind::Collection(&Kind::String)).required(),
        Property::new(
            "rolePermissions",
            Kind::Collection(&Kind::Complex("unifiedRolePermission")),
        )
        .required(),
        Property::new("templateId", Kind::String),
        Property::new("version", Kind::String),
    ],
    navigations: &[Navigation::many(
        "inheritsPermissionsFrom",
        &ROLE_DEFINITION,
    )],
};

/// What a role is held over.
pub static APP_SCOPE: EntityType = EntityType {
    name: "appScope",
    base: Some(&ENTITY),
    properties: &[
        Property::new("displayName", Kind::String),
        Property::new("type", Kind::String),
    ],
    navigations: &[],
};

/// What becomes of people from outside who have lost their last access.
pub static SETTINGS: EntityType = EntityType {
    name: "entitlementManagementSettings",
    base: Some(&ENTITY),
    properties: &[
        Property::new(
            "durationUntilExternalUserDeletedAfterBlocked",
            Kind::Duration,
        ),
        Property::new(
            "externalUserLifecycleAction",
            Kind::Enum(&EXTERNAL_LIFECYCLE_ACTION),
        ),
    ],
    navigations: &[],
};

/// Something that holds for the whole organisation.
pub static CONTROL_CONFIGURATION: EntityType = EntityType {
    name: "controlConfiguration",
    base: Some(&ENTITY),
    properties: &[
        Property::new("createdBy", Kind::String),
        Property::new("createdDateTime", Kind::DateTimeOffset),
        Property::new("isEnabled", Kind::Boolean).required(),
        Property::new("modifiedBy", Kind::String),
        Property::new("modifiedDateTime", Kind::DateTimeOffset),
    ],
    navigations: &[],
};

/// What people are told about each other.
pub static END_USER_SETTINGS: EntityType = EntityType {
    name: "endUserSettings",
    base: Some(&CONTROL_CONFIGURATION),
    properties: &[
        Property::new("relatedPeopleInsightLevel", Kind::Enum(&INSIGHT_LEVEL)),
        Property::new("showApproverDetailsToMembers", Kind::Boolean).required(),
    ],
    navigations: &[],
};
