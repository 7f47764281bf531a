//! The entity model of the API: types, properties, navigation properties, sets.
//!
//! It is data, a line a property, and knows nothing of storage. The server checks query options
//! against it and shapes its answers by it; the portal does not refer to it, so the browser does
//! not carry it. Names and types follow the metadata of Microsoft Graph v1.0.

mod administration;
mod complex;
mod enums;
mod extensions;
mod metadata;
mod packages;
mod people;
mod questions;
mod requests;
mod resources;
mod sets;
mod shape;

#[cfg(test)]
mod metadata_test;

pub use administration::{
    APP_SCOPE, CONTROL_CONFIGURATION, END_USER_SETTINGS, RESOURCE_REQUEST, ROLE_ASSIGNMENT,
    ROLE_DEFINITION, SETTINGS,
};
pub use complex::complex_types;
pub use enums::*;
pub use extensions::{
    ASSIGNMENT_WORKFLOW_EXTENSION, CUSTOM_CALLOUT_EXTENSION, EXTENSION_STAGE_SETTING,
    REQUEST_WORKFLOW_EXTENSION,
};
pub use metadata::{OPERATIONS, Operation, metadata, type_name};
pub use packages::{ACCESS_PACKAGE, AVAILABLE_ACCESS_PACKAGE, CATALOG, POLICY, SUGGESTION};
pub use people::{CONNECTED_ORGANIZATION, DIRECTORY_OBJECT, GROUP, SUBJECT, USER};
pub use questions::{MULTIPLE_CHOICE_QUESTION, QUESTION, TEXT_INPUT_QUESTION};
pub use requests::{APPROVAL, APPROVAL_STAGE, ASSIGNMENT, ASSIGNMENT_REQUEST};
pub use resources::{
    RESOURCE, RESOURCE_ENVIRONMENT, RESOURCE_ROLE, RESOURCE_ROLE_SCOPE, RESOURCE_SCOPE,
};
pub use sets::{SETS, TYPES};
pub use shape::{
    ComplexType, EntitySet, EntityType, EnumType, Kind, Navigation, Property, UNKNOWN_FUTURE_VALUE,
};

/// The root of all entity types: it holds the key.
pub static ENTITY: EntityType = EntityType {
    name: "entity",
    base: None,
    properties: &[Property::new("id", Kind::String).required().filter()],
    navigations: &[],
};
