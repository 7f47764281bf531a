//! Enumerations. Most of them may grow; members in the second list stand after the sentinel.

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

const fn closed(name: &'static str, members: &'static [&'static str]) -> EnumType {
    EnumType {
        name,
        members,
        evolvable: false,
        later: &[],
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

/// What becomes of access that nobody reviewed.
pub static REVIEW_EXPIRATION: EnumType = evolvable(
    "accessReviewExpirationBehavior",
    &["keepAccess", "removeAccess", "acceptAccessRecommendation"],
    &[],
);

/// Whether requestors learn who decides.
pub static APPROVER_VISIBILITY: EnumType = evolvable(
    "approverInformationVisibility",
    &["default", "notVisible", "visible"],
    &[],
);

/// How far a call to an extension is.
pub static CALLOUT_STATUS: EnumType = evolvable(
    "customExtensionCalloutInstanceStatus",
    &[
        "calloutSent",
        "callbackReceived",
        "calloutFailed",
        "callbackTimedOut",
        "waitingForCallback",
    ],
    &[],
);

/// When an extension is called.
pub static EXTENSION_STAGE: EnumType = evolvable(
    "accessPackageCustomExtensionStage",
    &[
        "assignmentRequestCreated",
        "assignmentRequestApproved",
        "assignmentRequestGranted",
        "assignmentRequestRemoved",
        "assignmentFourteenDaysBeforeExpiration",
        "assignmentOneDayBeforeExpiration",
    ],
    &[],
);

/// Day of the week.
pub static DAY_OF_WEEK: EnumType = closed(
    "dayOfWeek",
    &[
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ],
);

/// How access ends.
pub static EXPIRATION_TYPE: EnumType = closed(
    "expirationPatternType",
    &[
        "notSpecified",
        "noExpiration",
        "afterDateTime",
        "afterDuration",
    ],
);

/// How reviews recur.
pub static RECURRENCE_TYPE: EnumType = closed(
    "recurrencePatternType",
    &[
        "daily",
        "weekly",
        "absoluteMonthly",
        "relativeMonthly",
        "absoluteYearly",
        "relativeYearly",
    ],
);

/// How long reviews recur.
pub static RECURRENCE_RANGE_TYPE: EnumType =
    closed("recurrenceRangeType", &["endDate", "noEnd", "numbered"]);

/// Kind of social identity source.
pub static SOCIAL_SOURCE_TYPE: EnumType = evolvable("socialIdentitySourceType", &["facebook"], &[]);

/// Which week of a month.
pub static WEEK_INDEX: EnumType =
    closed("weekIndex", &["first", "second", "third", "fourth", "last"]);

/// By what `filterByCurrentUser` suggests packages; several are joined by commas.
pub static SUGGESTION_FILTER: EnumType = evolvable(
    "accessPackageSuggestionFilterByCurrentUserOptions",
    &["none", "relatedPeopleAssignments", "assignmentHistory"],
    &[],
);

/// What becomes of people from outside.
pub static EXTERNAL_LIFECYCLE_ACTION: EnumType = evolvable(
    "accessPackageExternalUserLifecycleAction",
    &["none", "blockSignIn", "blockSignInAndDelete"],
    &[],
);

/// What suggestions tell of colleagues.
pub static INSIGHT_LEVEL: EnumType = evolvable(
    "accessPackageSuggestionRelatedPeopleInsightLevel",
    &["disabled", "count", "countAndNames"],
    &[],
);

/// Every enumeration above.
pub static ENUMS: &[&EnumType] = &[
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
    &SUGGESTION_FILTER,
    &EXTERNAL_LIFECYCLE_ACTION,
    &INSIGHT_LEVEL,
    &REVIEW_EXPIRATION,
    &APPROVER_VISIBILITY,
    &CALLOUT_STATUS,
    &EXTENSION_STAGE,
    &DAY_OF_WEEK,
    &EXPIRATION_TYPE,
    &RECURRENCE_TYPE,
    &RECURRENCE_RANGE_TYPE,
    &SOCIAL_SOURCE_TYPE,
    &WEEK_INDEX,
];
