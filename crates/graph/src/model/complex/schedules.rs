//! Periods, and what resources say.

use super::super::shape::{ComplexType, Kind, Navigation, Property};
use super::super::{
    DAY_OF_WEEK, EXPIRATION_TYPE, QUESTION, RECURRENCE_RANGE_TYPE, RECURRENCE_TYPE, WEEK_INDEX,
};

pub(super) static TYPES: &[ComplexType] = &[
    ComplexType {
        name: "accessPackageSuggestionReason",
        base: None,
        is_abstract: true,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageSuggestionRelatedPeopleBased",
        base: Some("accessPackageSuggestionReason"),
        is_abstract: false,
        properties: &[
            Property::new(
                "relatedPeople",
                Kind::Collection(&Kind::Complex("identity")),
            )
            .required(),
            Property::new("relatedPeopleAssignmentCount", Kind::Int32).required(),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageSuggestionSelfAssignmentHistoryBased",
        base: Some("accessPackageSuggestionReason"),
        is_abstract: false,
        properties: &[
            Property::new("lastAssignmentDateTime", Kind::DateTimeOffset).required(),
            Property::new("pastAssignmentCount", Kind::Int32).required(),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "entitlementManagementSchedule",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("expiration", Kind::Complex("expirationPattern")),
            Property::new("recurrence", Kind::Complex("patternedRecurrence")),
            Property::new("startDateTime", Kind::DateTimeOffset),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "expirationPattern",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("duration", Kind::Duration),
            Property::new("endDateTime", Kind::DateTimeOffset),
            Property::new("type", Kind::Enum(&EXPIRATION_TYPE)),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "patternedRecurrence",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("pattern", Kind::Complex("recurrencePattern")),
            Property::new("range", Kind::Complex("recurrenceRange")),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "recurrencePattern",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("dayOfMonth", Kind::Int32).required(),
            Property::new("daysOfWeek", Kind::Collection(&Kind::Enum(&DAY_OF_WEEK))),
            Property::new("firstDayOfWeek", Kind::Enum(&DAY_OF_WEEK)),
            Property::new("index", Kind::Enum(&WEEK_INDEX)),
            Property::new("interval", Kind::Int32).required(),
            Property::new("month", Kind::Int32).required(),
            Property::new("type", Kind::Enum(&RECURRENCE_TYPE)),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "recurrenceRange",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("endDate", Kind::Date),
            Property::new("numberOfOccurrences", Kind::Int32).required(),
            Property::new("recurrenceTimeZone", Kind::String),
            Property::new("startDate", Kind::Date),
            Property::new("type", Kind::Enum(&RECURRENCE_RANGE_TYPE)),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "connectionInfo",
        base: None,
        is_abstract: false,
        properties: &[Property::new("url", Kind::String)],
        navigations: &[],
    },
    ComplexType {
        name: "unifiedRolePermission",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("allowedResourceActions", Kind::Collection(&Kind::String)).required(),
            Property::new("condition", Kind::String),
            Property::new("excludedResourceActions", Kind::Collection(&Kind::String)),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageResourceAttribute",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new(
                "destination",
                Kind::Complex("accessPackageResourceAttributeDestination"),
            ),
            Property::new("isEditable", Kind::Boolean),
            Property::new("isPersistedOnAssignmentRemoval", Kind::Boolean),
            Property::new("name", Kind::String),
            Property::new(
                "source",
                Kind::Complex("accessPackageResourceAttributeSource"),
            ),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageResourceAttributeDestination",
        base: None,
        is_abstract: true,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageResourceAttributeSource",
        base: None,
        is_abstract: true,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "accessPackageResourceAttributeQuestion",
        base: Some("accessPackageResourceAttributeSource"),
        is_abstract: false,
        properties: &[],
        navigations: &[Navigation::one("question", &QUESTION)],
    },
    ComplexType {
        name: "accessPackageUserDirectoryAttributeStore",
        base: Some("accessPackageResourceAttributeDestination"),
        is_abstract: false,
        properties: &[],
        navigations: &[],
    },
];
