//! Sets of people, and how people of partners are recognised.

use super::super::shape::{ComplexType, Kind, Navigation, Property};
use super::super::{GROUP, SOCIAL_SOURCE_TYPE};

pub(super) static TYPES: &[ComplexType] = &[
    ComplexType {
        name: "subjectSet",
        base: None,
        is_abstract: true,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "singleUser",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[
            Property::new("description", Kind::String),
            Property::new("userId", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "groupMembers",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[
            Property::new("description", Kind::String),
            Property::new("groupId", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "connectedOrganizationMembers",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[
            Property::new("connectedOrganizationId", Kind::String),
            Property::new("description", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "requestorManager",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[Property::new("managerLevel", Kind::Int32)],
        navigations: &[],
    },
    ComplexType {
        name: "targetManager",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[Property::new("managerLevel", Kind::Int32)],
        navigations: &[],
    },
    ComplexType {
        name: "internalSponsors",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "externalSponsors",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "targetUserSponsors",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "singleServicePrincipal",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[
            Property::new("description", Kind::String),
            Property::new("servicePrincipalId", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "attributeRuleMembers",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[
            Property::new("description", Kind::String),
            Property::new("membershipRule", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "targetApplicationOwners",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "targetAgentIdentitySponsorsOrOwners",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "identityGovernance.ruleBasedSubjectSet",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[Property::new("rule", Kind::String).required()],
        navigations: &[],
    },
    ComplexType {
        name: "identityGovernance.groupBasedSubjectSet",
        base: Some("subjectSet"),
        is_abstract: false,
        properties: &[],
        navigations: &[Navigation::many("groups", &GROUP)],
    },
    ComplexType {
        name: "identity",
        base: None,
        is_abstract: false,
        properties: &[
            Property::new("displayName", Kind::String),
            Property::new("id", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "identitySource",
        base: None,
        is_abstract: true,
        properties: &[],
        navigations: &[],
    },
    ComplexType {
        name: "azureActiveDirectoryTenant",
        base: Some("identitySource"),
        is_abstract: false,
        properties: &[
            Property::new("displayName", Kind::String),
            Property::new("tenantId", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "crossCloudAzureActiveDirectoryTenant",
        base: Some("identitySource"),
        is_abstract: false,
        properties: &[
            Property::new("cloudInstance", Kind::String).required(),
            Property::new("displayName", Kind::String),
            Property::new("tenantId", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "domainIdentitySource",
        base: Some("identitySource"),
        is_abstract: false,
        properties: &[
            Property::new("displayName", Kind::String),
            Property::new("domainName", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "externalDomainFederation",
        base: Some("identitySource"),
        is_abstract: false,
        properties: &[
            Property::new("displayName", Kind::String),
            Property::new("domainName", Kind::String),
            Property::new("issuerUri", Kind::String),
        ],
        navigations: &[],
    },
    ComplexType {
        name: "socialIdentitySource",
        base: Some("identitySource"),
        is_abstract: false,
        properties: &[
            Property::new("displayName", Kind::String),
            Property::new("socialIdentitySourceType", Kind::Enum(&SOCIAL_SOURCE_TYPE)).required(),
        ],
        navigations: &[],
    },
];
