//! Enumerations. All of them may grow; members in the second list stand after the sentinel.

use super::shape::EnumType;

const fn evolvable(
    name: &'static str,
    members: &'static [&'static str],
    later: &'static [&'static str],
) -> EnumType {
    EnumType {
        name,
        members,
        evolvable: true,
        later,
    }
}

/// Whose assignments `filterByCurrentUser` answers with.
pub static ASSIGNMENT_FILTER: EnumType = evolvable(
    "accessPackageAssignmentFilterByCurrentUserOptions",
    &["target", "createdBy"],
    &["targetManager", "targetAgentIdentitySponsorOrOwner"],
);

/// Whose requests `filterByCurrentUser` answers with.
pub static REQUEST_FILTER: EnumType = evolvable(
    "accessPackageAssignmentRequestFilterByCurrentUserOptions",
    &["target", "createdBy", "approver"],
    &[
        "targetOrRequestor",
        "targetManager",
        "requestForOthers",
        "targetAgentIdentitySponsorOrOwner",
    ],
);

/// Which packages `filterByCurrentUser` answers with.
pub static PACKAGE_FILTER: EnumType = evolvable(
    "accessPackageFilterByCurrentUserOptions",
    &["allowedRequestor"],
    &[],
);

/// Whose approvals `filterByCurrentUser` answers with.
pub static APPROVAL_FILTER: EnumType = evolvable(
    "approvalFilterByCurrentUserOptions",
    &["target", "createdBy", "approver"],
    &[],
);

/// State of an assignment.
pub static ASSIGNMENT_STATE: EnumType = evolvable(
    "accessPackageAssignmentState",
    &[
        "delivering",
        "partiallyDelivered",
        "delivered",
        "expired",
        "deliveryFailed",
    ],
    &[],
);

/// State of a catalog.
pub static CATALOG_STATE: EnumType = evolvable(
    "accessPackageCatalogState",
    &["unpublished", "published"],
    &[],
);

/// Kind of catalog.
pub static CATALOG_TYPE: EnumType = evolvable(
    "accessPackageCatalogType",
    &["userManaged", "serviceDefault", "serviceManaged"],
    &[],
);

/// State of a request.
pub static REQUEST_STATE: EnumType = evolvable(
    "accessPackageRequestState",
    &[
        "submitted",
        "pendingApproval",
        "delivering",
        "delivered",
        "deliveryFailed",
        "denied",
        "scheduled",
        "canceled",
        "partiallyDelivered",
    ],
    &[],
);

/// Kind of request.
pub static REQUEST_TYPE: EnumType = evolvable(
    "accessPackageRequestType",
    &[
        "notSpecified",
        "userAdd",
        "userUpdate",
        "userRemove",
        "adminAdd",
        "adminUpdate",
        "adminRemove",
        "systemAdd",
        "systemUpdate",
        "systemRemove",
        "onBehalfAdd",
    ],
    &["approverRemove"],
);

/// Whether the life cycle of an external subject is governed.
pub static SUBJECT_LIFECYCLE: EnumType = evolvable(
    "accessPackageSubjectLifecycle",
    &["notDefined", "notGoverned", "governed"],
    &[],
);

/// Kind of subject.
pub static SUBJECT_TYPE: EnumType = evolvable(
    "accessPackageSubjectType",
    &["notSpecified", "user", "servicePrincipal"],
    &[],
);

/// Who can be the target of a policy.
pub static ALLOWED_TARGET_SCOPE: EnumType = evolvable(
    "allowedTargetScope",
    &[
        "notSpecified",
        "specificDirectoryUsers",
        "specificConnectedOrganizationUsers",
        "specificDirectoryServicePrincipals",
        "allMemberUsers",
        "allDirectoryUsers",
        "allDirectoryServicePrincipals",
        "allConfiguredConnectedOrganizationUsers",
        "allExternalUsers",
        "allDirectoryAgentIdentities",
    ],
    &[],
);

/// State of a connected organization.
pub static CONNECTED_ORGANIZATION_STATE: EnumType = evolvable(
    "connectedOrganizationState",
    &["configured", "proposed"],
    &[],
);

/// Kind of resource role.
pub static ROLE_TYPE: EnumType = evolvable(
    "roleType",
    &["active", "eligible", "application", "delegated"],
    &[],
);

/// Every enumeration above, for tests that walk them.
#[cfg(test)]
pub(super) static ENUMS: &[&EnumType] = &[
    &ASSIGNMENT_FILTER,
    &REQUEST_FILTER,
    &PACKAGE_FILTER,
    &APPROVAL_FILTER,
    &ASSIGNMENT_STATE,
    &CATALOG_STATE,
    &CATALOG_TYPE,
    &REQUEST_STATE,
    &REQUEST_TYPE,
    &SUBJECT_LIFECYCLE,
    &SUBJECT_TYPE,
    &ALLOWED_TARGET_SCOPE,
    &CONNECTED_ORGANIZATION_STATE,
    &ROLE_TYPE,
];
