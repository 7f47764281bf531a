//! What packages open: resources, their roles and scopes.

use super::shape::{EntityType, Kind, Navigation, Property};
use super::{ENTITY, ROLE_TYPE};

/// A group, an application, a site.
pub static RESOURCE: EntityType = EntityType {
    name: "accessPackageResource",
    base: Some(&ENTITY),
    properties: &[
        Property::new(
            "attributes",
            Kind::Collection(&Kind::Complex("accessPackageResourceAttribute")),
        ),
        Property::new("createdDateTime", Kind::DateTimeOffset).filter(),
        Property::new("description", Kind::String),
        Property::new("displayName", Kind::String).search(),
        Property::new("modifiedDateTime", Kind::DateTimeOffset).filter(),
        Property::new("originId", Kind::String).filter(),
        Property::new("originSystem", Kind::String).filter(),
    ],
    navigations: &[
        Navigation::one("environment", &RESOURCE_ENVIRONMENT),
        Navigation::many("roles", &RESOURCE_ROLE).expand(),
        Navigation::many("scopes", &RESOURCE_SCOPE).expand(),
    ],
};

/// Where a resource lives.
pub static RESOURCE_ENVIRONMENT: EntityType = EntityType {
    name: "accessPackageResourceEnvironment",
    base: Some(&ENTITY),
    properties: &[
        Property::new("connectionInfo", Kind::Complex("connectionInfo")),
        Property::new("createdDateTime", Kind::DateTimeOffset),
        Property::new("description", Kind::String),
        Property::new("displayName", Kind::String),
        Property::new("isDefaultEnvironment", Kind::Boolean),
        Property::new("modifiedDateTime", Kind::DateTimeOffset),
        Property::new("originId", Kind::String).filter(),
        Property::new("originSystem", Kind::String).filter(),
    ],
    navigations: &[Navigation::many("resources", &RESOURCE)],
};

/// What somebody is in a resource.
pub static RESOURCE_ROLE: EntityType = EntityType {
    name: "accessPackageResourceRole",
    base: Some(&ENTITY),
    properties: &[
        Property::new("description", Kind::String),
        Property::new("displayName", Kind::String).search(),
        Property::new("originId", Kind::String).filter(),
        Property::new("originSystem", Kind::String).filter(),
        Property::new("type", Kind::Enum(&ROLE_TYPE)).filter(),
    ],
    navigations: &[Navigation::one("resource", &RESOURCE).expand()],
};

/// A role in a scope, as a package gives it.
pub static RESOURCE_ROLE_SCOPE: EntityType = EntityType {
    name: "accessPackageResourceRoleScope",
    base: Some(&ENTITY),
    properties: &[Property::new("createdDateTime", Kind::DateTimeOffset).filter()],
    navigations: &[
        Navigation::one("role", &RESOURCE_ROLE).expand(),
        Navigation::one("scope", &RESOURCE_SCOPE).expand(),
    ],
};

/// The part of a resource a role holds in.
pub static RESOURCE_SCOPE: EntityType = EntityType {
    name: "accessPackageResourceScope",
    base: Some(&ENTITY),
    properties: &[
        Property::new("description", Kind::String),
        Property::new("displayName", Kind::String),
        Property::new("isRootScope", Kind::Boolean).filter(),
        Property::new("originId", Kind::String).filter(),
        Property::new("originSystem", Kind::String).filter(),
    ],
    navigations: &[Navigation::one("resource", &RESOURCE).expand()],
};
