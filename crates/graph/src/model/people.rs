//! People, groups and organizations.

use super::shape::{EntityType, Kind, Navigation, Property};
use super::{CONNECTED_ORGANIZATION_STATE, ENTITY, SUBJECT_LIFECYCLE, SUBJECT_TYPE};

const TEXTS: Kind = Kind::Collection(&Kind::String);

/// Somebody who asks for access or has it; may not be in the directory yet.
pub static SUBJECT: EntityType = EntityType {
    name: "accessPackageSubject",
    base: Some(&ENTITY),
    properties: &[
        Property::new("displayName", Kind::String).search(),
        Property::new("email", Kind::String).search(),
        Property::new("objectId", Kind::String).filter(),
        Property::new("onPremisesSecurityIdentifier", Kind::String),
        Property::new("principalName", Kind::String).filter(),
        Property::new("subjectLifecycle", Kind::Enum(&SUBJECT_LIFECYCLE))
            .required()
            .filter(),
        Property::new("subjectType", Kind::Enum(&SUBJECT_TYPE)).filter(),
    ],
    navigations: &[Navigation::one("connectedOrganization", &CONNECTED_ORGANIZATION).expand()],
};

/// An organization whose people may come in.
pub static CONNECTED_ORGANIZATION: EntityType = EntityType {
    name: "connectedOrganization",
    base: Some(&ENTITY),
    properties: &[
        Property::new("createdDateTime", Kind::DateTimeOffset)
            .filter()
            .sort(),
        Property::new("description", Kind::String),
        Property::new("displayName", Kind::String).search().sort(),
        Property::new(
            "identitySources",
            Kind::Collection(&Kind::Complex("identitySource")),
        ),
        Property::new("modifiedDateTime", Kind::DateTimeOffset).filter(),
        Property::new("state", Kind::Enum(&CONNECTED_ORGANIZATION_STATE)).filter(),
    ],
    navigations: &[
        Navigation::many("externalSponsors", &DIRECTORY_OBJECT).expand(),
        Navigation::many("internalSponsors", &DIRECTORY_OBJECT).expand(),
    ],
};

/// Anything in the directory.
pub static DIRECTORY_OBJECT: EntityType = EntityType {
    name: "directoryObject",
    base: Some(&ENTITY),
    properties: &[Property::new("deletedDateTime", Kind::DateTimeOffset)],
    navigations: &[],
};

/// A group of the directory.
pub static GROUP: EntityType = EntityType {
    name: "group",
    base: Some(&DIRECTORY_OBJECT),
    properties: &[
        Property::new("createdDateTime", Kind::DateTimeOffset).filter(),
        Property::new("description", Kind::String),
        Property::new("displayName", Kind::String).search().sort(),
        Property::new("groupTypes", TEXTS).required(),
        Property::new("isAssignableToRole", Kind::Boolean),
        Property::new("mail", Kind::String),
        Property::new("mailEnabled", Kind::Boolean),
        Property::new("mailNickname", Kind::String),
        Property::new("membershipRule", Kind::String),
        Property::new("membershipRuleProcessingState", Kind::String),
        Property::new("securityEnabled", Kind::Boolean),
        Property::new("visibility", Kind::String),
    ],
    navigations: &[
        Navigation::many("memberOf", &DIRECTORY_OBJECT),
        Navigation::many("members", &DIRECTORY_OBJECT),
        Navigation::many("owners", &DIRECTORY_OBJECT),
        Navigation::many("transitiveMembers", &DIRECTORY_OBJECT),
    ],
};

/// A person of the directory.
pub static USER: EntityType = EntityType {
    name: "user",
    base: Some(&DIRECTORY_OBJECT),
    properties: &[
        Property::new("accountEnabled", Kind::Boolean).filter(),
        Property::new("businessPhones", TEXTS).required(),
        Property::new("companyName", Kind::String),
        Property::new("country", Kind::String),
        Property::new("createdDateTime", Kind::DateTimeOffset).filter(),
        Property::new("department", Kind::String).search(),
        Property::new("displayName", Kind::String).search().sort(),
        Property::new("employeeId", Kind::String),
        Property::new("externalUserState", Kind::String),
        Property::new("givenName", Kind::String),
        Property::new("jobTitle", Kind::String).search(),
        Property::new("mail", Kind::String).search(),
        Property::new("mobilePhone", Kind::String),
        Property::new("officeLocation", Kind::String),
        Property::new("onPremisesSecurityIdentifier", Kind::String),
        Property::new("otherMails", TEXTS).required(),
        Property::new("preferredLanguage", Kind::String),
        Property::new("proxyAddresses", TEXTS).required(),
        Property::new("surname", Kind::String),
        Property::new("usageLocation", Kind::String),
        Property::new("userPrincipalName", Kind::String).search(),
        Property::new("userType", Kind::String).filter(),
    ],
    navigations: &[
        Navigation::many("directReports", &DIRECTORY_OBJECT),
        Navigation::one("manager", &DIRECTORY_OBJECT)
            .shown_as(&USER)
            .expand(),
        Navigation::many("memberOf", &DIRECTORY_OBJECT),
        Navigation::many("sponsors", &DIRECTORY_OBJECT),
        Navigation::many("transitiveMemberOf", &DIRECTORY_OBJECT),
    ],
};
