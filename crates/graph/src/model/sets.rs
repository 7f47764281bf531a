//! The sets that can be addressed, and the list of all types.

use super::shape::{EntitySet, EntityType};
use super::{
    ACCESS_PACKAGE, APP_SCOPE, APPROVAL, APPROVAL_STAGE, ASSIGNMENT, ASSIGNMENT_REQUEST,
    ASSIGNMENT_WORKFLOW_EXTENSION, AVAILABLE_ACCESS_PACKAGE, CATALOG, CONNECTED_ORGANIZATION,
    CONTROL_CONFIGURATION, CUSTOM_CALLOUT_EXTENSION, DIRECTORY_OBJECT, END_USER_SETTINGS, ENTITY,
    EXTENSION_STAGE_SETTING, GROUP, MULTIPLE_CHOICE_QUESTION, POLICY, QUESTION,
    REQUEST_WORKFLOW_EXTENSION, RESOURCE, RESOURCE_ENVIRONMENT, RESOURCE_REQUEST, RESOURCE_ROLE,
    RESOURCE_ROLE_SCOPE, RESOURCE_SCOPE, ROLE_ASSIGNMENT, ROLE_DEFINITION, SETTINGS, SUBJECT,
    SUGGESTION, TEXT_INPUT_QUESTION, USER,
};

/// The sets this server answers for.
pub static SETS: &[EntitySet] = &[
    EntitySet {
        path: "identityGovernance/entitlementManagement/accessPackages",
        entity: &ACCESS_PACKAGE,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/catalogs",
        entity: &CATALOG,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/assignmentPolicies",
        entity: &POLICY,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/resources",
        entity: &RESOURCE,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/connectedOrganizations",
        entity: &CONNECTED_ORGANIZATION,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/availableAccessPackages",
        entity: &AVAILABLE_ACCESS_PACKAGE,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/accessPackageSuggestions",
        entity: &SUGGESTION,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/assignmentRequests",
        entity: &ASSIGNMENT_REQUEST,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/assignments",
        entity: &ASSIGNMENT,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/accessPackageAssignmentApprovals",
        entity: &APPROVAL,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/resourceRequests",
        entity: &RESOURCE_REQUEST,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/resourceEnvironments",
        entity: &RESOURCE_ENVIRONMENT,
    },
    EntitySet {
        path: "identityGovernance/entitlementManagement/subjects",
        entity: &SUBJECT,
    },
    EntitySet {
        path: "roleManagement/entitlementManagement/roleAssignments",
        entity: &ROLE_ASSIGNMENT,
    },
    EntitySet {
        path: "roleManagement/entitlementManagement/roleDefinitions",
        entity: &ROLE_DEFINITION,
    },
    EntitySet {
        path: "users",
        entity: &USER,
    },
    EntitySet {
        path: "groups",
        entity: &GROUP,
    },
];

/// Every type of the model.
pub static TYPES: &[&EntityType] = &[
    &ENTITY,
    &ACCESS_PACKAGE,
    &AVAILABLE_ACCESS_PACKAGE,
    &SUGGESTION,
    &CATALOG,
    &POLICY,
    &QUESTION,
    &MULTIPLE_CHOICE_QUESTION,
    &TEXT_INPUT_QUESTION,
    &CUSTOM_CALLOUT_EXTENSION,
    &REQUEST_WORKFLOW_EXTENSION,
    &ASSIGNMENT_WORKFLOW_EXTENSION,
    &EXTENSION_STAGE_SETTING,
    &RESOURCE,
    &RESOURCE_ENVIRONMENT,
    &RESOURCE_REQUEST,
    &RESOURCE_ROLE,
    &RESOURCE_ROLE_SCOPE,
    &RESOURCE_SCOPE,
    &ROLE_ASSIGNMENT,
    &ROLE_DEFINITION,
    &APP_SCOPE,
    &SETTINGS,
    &CONTROL_CONFIGURATION,
    &END_USER_SETTINGS,
    &SUBJECT,
    &CONNECTED_ORGANIZATION,
    &DIRECTORY_OBJECT,
    &GROUP,
    &USER,
    &ASSIGNMENT_REQUEST,
    &ASSIGNMENT,
    &APPROVAL,
    &APPROVAL_STAGE,
];
