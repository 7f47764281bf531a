//! Packages, catalogs and policies.

use super::shape::{EntityType, Kind, Navigation, Property};
use super::{
    ALLOWED_TARGET_SCOPE, CATALOG_STATE, CATALOG_TYPE, CUSTOM_CALLOUT_EXTENSION, ENTITY,
    EXTENSION_STAGE_SETTING, GROUP, QUESTION, RESOURCE, RESOURCE_ROLE, RESOURCE_ROLE_SCOPE,
    RESOURCE_SCOPE,
};

/// A bundle of access that is asked for as one.
pub static ACCESS_PACKAGE: EntityType = EntityType {
    name: "accessPackage",
    base: Some(&ENTITY),
    properties: &[
        Property::new("createdDateTime", Kind::DateTimeOffset)
            .filter()
            .sort(),
        Property::new("description", Kind::String).search(),
        Property::new("displayName", Kind::String).search().sort(),
        Property::new("isHidden", Kind::Boolean).filter(),
        Property::new("modifiedDateTime", Kind::DateTimeOffset).filter(),
    ],
    navigations: &[
        Navigation::many("accessPackagesIncompatibleWith", &ACCESS_PACKAGE).expand(),
        Navigation::many("assignmentPolicies", &POLICY).expand(),
        Navigation::one("catalog", &CATALOG).expand(),
        Navigation::many("incompatibleAccessPackages", &ACCESS_PACKAGE).expand(),
        Navigation::many("incompatibleGroups", &GROUP).expand(),
        Navigation::many("resourceRoleScopes", &RESOURCE_ROLE_SCOPE).expand(),
    ],
};

/// What anybody who may ask for a package sees of it.
pub static AVAILABLE_ACCESS_PACKAGE: EntityType = EntityType {
    name: "availableAccessPackage",
    base: Some(&ENTITY),
    properties: &[
        Property::new("description", Kind::String).search(),
        Property::new("displayName", Kind::String).search().sort(),
    ],
    navigations: &[Navigation::many("resourceRoleScopes", &RESOURCE_ROLE_SCOPE).expand()],
};

/// A container of packages and resources.
pub static CATALOG: EntityType = EntityType {
    name: "accessPackageCatalog",
    base: Some(&ENTITY),
    properties: &[
        Property::new("catalogType", Kind::Enum(&CATALOG_TYPE)).filter(),
        Property::new("createdDateTime", Kind::DateTimeOffset)
            .filter()
            .sort(),
        Property::new("description", Kind::String),
        Property::new("displayName", Kind::String).search().sort(),
        Property::new("isExternallyVisible", Kind::Boolean).filter(),
        Property::new("modifiedDateTime", Kind::DateTimeOffset).filter(),
        Property::new("state", Kind::Enum(&CATALOG_STATE)).filter(),
    ],
    navigations: &[
        Navigation::many("accessPackages", &ACCESS_PACKAGE).expand(),
        Navigation::many("customWorkflowExtensions", &CUSTOM_CALLOUT_EXTENSION).expand(),
        Navigation::many("resourceRoles", &RESOURCE_ROLE).expand(),
        Navigation::many("resourceScopes", &RESOURCE_SCOPE).expand(),
        Navigation::many("resources", &RESOURCE).expand(),
    ],
};

/// Who may ask for a package, who decides, and for how long.
pub static POLICY: EntityType = EntityType {
    name: "accessPackageAssignmentPolicy",
    base: Some(&ENTITY),
    properties: &[
        Property::new("allowedTargetScope", Kind::Enum(&ALLOWED_TARGET_SCOPE)).filter(),
        Property::new(
            "automaticRequestSettings",
            Kind::Complex("accessPackageAutomaticRequestSettings"),
        ),
        Property::new("createdDateTime", Kind::DateTimeOffset)
            .filter()
            .sort(),
        Property::new("description", Kind::String),
        Property::new("displayName", Kind::String).search().sort(),
        Property::new("expiration", Kind::Complex("expirationPattern")),
        Property::new("modifiedDateTime", Kind::DateTimeOffset).filter(),
        Property::new(
            "notificationSettings",
            Kind::Complex("accessPackageNotificationSettings"),
        ),
        Property::new(
            "requestApprovalSettings",
            Kind::Complex("accessPackageAssignmentApprovalSettings"),
        ),
        Property::new(
            "requestorSettings",
            Kind::Complex("accessPackageAssignmentRequestorSettings"),
        ),
        Property::new(
            "reviewSettings",
            Kind::Complex("accessPackageAssignmentReviewSettings"),
        ),
        Property::new(
            "specificAllowedTargets",
            Kind::Collection(&Kind::Complex("subjectSet")),
        ),
    ],
    navigations: &[
        Navigation::one("accessPackage", &ACCESS_PACKAGE).expand(),
        Navigation::one("catalog", &CATALOG).expand(),
        Navigation::many("customExtensionStageSettings", &EXTENSION_STAGE_SETTING).expand(),
        Navigation::many("questions", &QUESTION).expand(),
    ],
};

/// A package that somebody may want, and why.
pub static SUGGESTION: EntityType = EntityType {
    name: "accessPackageSuggestion",
    base: Some(&ENTITY),
    properties: &[Property::new(
        "reasons",
        Kind::Collection(&Kind::Complex("accessPackageSuggestionReason")),
    )
    .required()],
    navigations: &[Navigation::one("accessPackage", &AVAILABLE_ACCESS_PACKAGE).expand()],
};
