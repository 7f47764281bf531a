//! What policies are made of.

use super::super::shape::{ComplexType, Kind, Navigation, Property};
use super::super::{APPROVER_VISIBILITY, QUESTION, REVIEW_EXPIRATION};

pub(super) static TYPES: &[ComplexType] = &[
    ComplexType {
        name: "accessPackageApprovalStage",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new(
                "approverInformationVisibility",
                Kind::Enum(&APPROVER_VISIBILITY),
            )
            .required(),
            Property::new("durationBeforeAutomaticDenial", Kind::Duration),
            Property::new("durationBeforeEscalation", Kind::Duration),
            Property::new(
                "escalationApprovers",
                Kind::Collection(&Kind::Complex("subjectSet")),
            ),
            Property::new(
                "fallbackEscalationApprovers",
                Kind::Collection(&Kind::Complex("subjectSet")),
            ),
            Property::new(
                "fallbackPrimaryApprovers",
                Kind::Collection(&Kind::Complex("subjectSet")),
            ),
            Property::new("isApproverJustificationRequired", Kind::Boolean),
            Property::new("isEscalationEnabled", Kind::Boolean),
            Property::new(
                "primaryApprovers",
                Kind::Collection(&Kind::Complex("subjectSet")),
            ),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageDynamicApprovalStage",
        base: Some("accessPackageApprovalStage"),
        is_abstract: false,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageAssignmentApprovalSettings",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("isApprovalRequiredForAdd", Kind::Boolean),
            Property::new("isApprovalRequiredForUpdate", Kind::Boolean),
            Property::new("isRequestorJustificationRequired", Kind::Boolean),
            Property::new(
                "stages",
                Kind::Collection(&Kind::Complex("accessPackageApprovalStage")),
            ),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageAssignmentRequestorSettings",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("allowCustomAssignmentSchedule", Kind::Boolean),
            Property::new("enableOnBehalfRequestorsToAddAccess", Kind::Boolean),
            Property::new("enableOnBehalfRequestorsToRemoveAccess", Kind::Boolean),
            Property::new("enableOnBehalfRequestorsToUpdateAccess", Kind::Boolean),
            Property::new("enableTargetsToSelfAddAccess", Kind::Boolean),
            Property::new("enableTargetsToSelfRemoveAccess", Kind::Boolean),
            Property::new("enableTargetsToSelfUpdateAccess", Kind::Boolean),
            Property::new(
                "onBehalfRequestors",
                Kind::Collection(&Kind::Complex("subjectSet")),
            ),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageAssignmentReviewSettings",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("expirationBehavior", Kind::Enum(&REVIEW_EXPIRATION)),
            Property::new(
                "fallbackReviewers",
                Kind::Collection(&Kind::Complex("subjectSet")),
            ),
            Property::new("isEnabled", Kind::Boolean),
            Property::new("isRecommendationEnabled", Kind::Boolean),
            Property::new("isReviewerJustificationRequired", Kind::Boolean),
            Property::new("isSelfReview", Kind::Boolean),
            Property::new(
                "primaryReviewers",
                Kind::Collection(&Kind::Complex("subjectSet")),
            ),
            Property::new("schedule", Kind::Complex("entitlementManagementSchedule")),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageAutomaticRequestSettings",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("gracePeriodBeforeAccessRemoval", Kind::Duration),
            Property::new("removeAccessWhenTargetLeavesAllowedTargets", Kind::Boolean),
            Property::new("requestAccessForAllowedTargets", Kind::Boolean),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageNotificationSettings",
        base: None,
        is_abstract: false,
        properties: &[Property::new("isAssignmentNotificationDisabled", Kind::Boolean).required()],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageAssignmentRequestRequirements",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("allowCustomAssignmentSchedule", Kind::Boolean),
            Property::new("isApprovalRequiredForAdd", Kind::Boolean),
            Property::new("isApprovalRequiredForUpdate", Kind::Boolean),
            Property::new("isRequestorJustificationRequired", Kind::Boolean),
            Property::new("policyDescription", Kind::String),
            Property::new("policyDisplayName", Kind::String),
            Property::new("policyId", Kind::String),
            Property::new("schedule", Kind::Complex("entitlementManagementSchedule")),
        ],
        navigations: &[Navigation::many("questions", &QUESTION)],
    },
    ComplexType {
        name: "accessPackageAnswer",
        base: None,
        is_abstract: true,
        properties: &[Property::new("displayValue", Kind::String)],
        navigations: &[Navigation::one("answeredQuestion", &QUESTION)],
    },
    ComplexType {
        name: "accessPackageAnswerString",
        base: Some("accessPackageAnswer"),
        is_abstract: false,
        properties: &[Property::new("value", Kind::String)],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageAnswerChoice",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("actualValue", Kind::String),
            Property::new(
                "localizations",
                Kind::Collection(&Kind::Complex("accessPackageLocalizedText")),
            ),
            Property::new("text", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageLocalizedText",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("languageCode", Kind::String).required(),
            Property::new("text", Kind::String),
        ],
        navigations: &[],
    },
];
