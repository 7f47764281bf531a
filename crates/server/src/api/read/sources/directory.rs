//! People, groups and organizations.

use portico_graph::model::{CONNECTED_ORGANIZATION, GROUP, SUBJECT, USER};
use portico_odata::Column;

use super::super::source::{Field, Link, Source, UsualOrder};
use super::related::{
    ALL_GROUPS_OF, ALL_MEMBERS_OF, EXTERNAL_SPONSORS, GROUPS_OF, INTERNAL_SPONSORS, MEMBERS_OF,
    NAME_OF_RELATED, OWNERS_OF, REPORTS, SPONSORS_OF_USER,
};

/// Who asks for access or has it.
pub static SUBJECTS: Source = Source {
    entity: &SUBJECT,
    table: "subjects s",
    id: "s.id",
    fields: &[
        Field::text("displayName", "s.display_name"),
        Field::text("email", "s.email"),
        Field::text("objectId", "s.object_id"),
        Field::text(
            "onPremisesSecurityIdentifier",
            "s.on_premises_security_identifier",
        ),
        Field::text("principalName", "s.principal_name"),
        Field::text("subjectLifecycle", "s.subject_lifecycle"),
        Field::text("subjectType", "s.subject_type"),
    ],
    links: &[Link::one(
        "connectedOrganization",
        "s.connected_organization_id",
        &ORGANIZATIONS,
    )],
    columns: &[
        Column::new("id", "s.id"),
        Column::new("displayName", "s.display_name").folded("s.display_name_folded"),
        Column::new("email", "s.email").folded("s.email_folded"),
        Column::new("objectId", "s.object_id"),
        Column::new("principalName", "s.principal_name"),
        Column::new("subjectLifecycle", "s.subject_lifecycle"),
        Column::new("subjectType", "s.subject_type"),
    ],
    orders: &[],
    // Who was invited by address has no name yet.
    usual_order: UsualOrder::rising("COALESCE(s.display_name_folded, '')"),
    alive: "",
};

/// Partner organisations.
pub static ORGANIZATIONS: Source = Source {
    entity: &CONNECTED_ORGANIZATION,
    table: "connected_organizations o",
    id: "o.id",
    fields: &[
        Field::text("createdDateTime", "o.created_at"),
        Field::text("description", "o.description"),
        Field::text("displayName", "o.display_name"),
        Field::json(
            "identitySources",
            "'[' || COALESCE((SELECT string_agg(i.source, ',' ORDER BY i.position) FROM identity_sources i \
             WHERE i.organization_id = o.id), '') || ']'",
        ),
        Field::text("modifiedDateTime", "o.modified_at"),
        Field::text("state", "o.state"),
    ],
    links: &[
        Link::many(
            "externalSponsors",
            "z.organization_id",
            NAME_OF_RELATED,
            &EXTERNAL_SPONSORS,
        )
        .by_role(),
        Link::many(
            "internalSponsors",
            "z.organization_id",
            NAME_OF_RELATED,
            &INTERNAL_SPONSORS,
        )
        .by_role(),
    ],
    columns: &[
        Column::new("id", "o.id"),
        Column::new("createdDateTime", "o.created_at"),
        Column::new("displayName", "o.display_name").folded("o.display_name_folded"),
        Column::new("modifiedDateTime", "o.modified_at"),
        Column::new("state", "o.state"),
    ],
    orders: &[
        ("displayName", "o.display_name_folded"),
        ("createdDateTime", "o.created_at"),
    ],
    usual_order: UsualOrder::rising("o.display_name_folded"),
    alive: "",
};

/// People of the directory.
pub static USERS: Source = Source {
    entity: &USER,
    table: "users u",
    id: "u.id",
    fields: USER_FIELDS,
    links: &[
        Link::many("directReports", "z.manager_id", NAME_OF_RELATED, &REPORTS),
        Link::one("manager", "u.manager_id", &MANAGERS),
        Link::many("memberOf", "z.member_id", NAME_OF_RELATED, &GROUPS_OF),
        Link::many("sponsors", "z.user_id", NAME_OF_RELATED, &SPONSORS_OF_USER),
        Link::many(
            "transitiveMemberOf",
            "z.member_id",
            NAME_OF_RELATED,
            &ALL_GROUPS_OF,
        ),
    ],
    columns: &[
        Column::new("id", "u.id"),
        Column::new("displayName", "u.display_name").folded("u.display_name_folded"),
        Column::new("mail", "u.mail").folded("u.mail_folded"),
        Column::new("userPrincipalName", "u.user_principal_name")
            .folded("u.user_principal_name_folded"),
        Column::new("department", "u.department").folded("u.department_folded"),
        Column::new("jobTitle", "u.job_title").folded("u.job_title_folded"),
        Column::new("userType", "u.user_type"),
        Column::new("accountEnabled", "u.account_enabled"),
        Column::new("createdDateTime", "u.created_at"),
        Column::new("manager/id", "u.manager_id"),
    ],
    orders: &[("displayName", "u.display_name_folded")],
    usual_order: UsualOrder::rising("u.display_name_folded"),
    alive: "",
};

const USER_FIELDS: &[Field] = &[
    Field::flag("accountEnabled", "u.account_enabled"),
    Field::empty("businessPhones"),
    Field::text("companyName", "u.company_name"),
    Field::absent("country"),
    Field::text("createdDateTime", "u.created_at"),
    Field::absent("deletedDateTime"),
    Field::text("department", "u.department"),
    Field::text("displayName", "u.display_name"),
    Field::absent("employeeId"),
    Field::absent("externalUserState"),
    Field::text("givenName", "u.given_name"),
    Field::text("jobTitle", "u.job_title"),
    Field::text("mail", "u.mail"),
    Field::text("mobilePhone", "u.mobile_phone"),
    Field::text("officeLocation", "u.office_location"),
    Field::absent("onPremisesSecurityIdentifier"),
    Field::empty("otherMails"),
    Field::text("preferredLanguage", "u.preferred_language"),
    Field::empty("proxyAddresses"),
    Field::text("surname", "u.surname"),
    Field::absent("usageLocation"),
    Field::text("userPrincipalName", "u.user_principal_name"),
    Field::text("userType", "u.user_type"),
];

/// People as they are met behind others: the model says directory object, so that each says that it is a person.
pub static MANAGERS: Source = Source {
    entity: &USER,
    table: "users u",
    id: "u.id",
    fields: &MANAGER_FIELDS,
    links: &[],
    columns: &[Column::new("id", "u.id")],
    orders: &[("displayName", "u.display_name_folded")],
    usual_order: UsualOrder::rising("u.display_name_folded"),
    alive: "",
};

const MANAGER_FIELDS: [Field; USER_FIELDS.len() + 1] = {
    let mut all = [Field::text("@odata.type", "'#microsoft.graph.user'"); USER_FIELDS.len() + 1];
    let mut place = 0;
    while place < USER_FIELDS.len() {
        all[place + 1] = USER_FIELDS[place];
        place += 1;
    }
    all
};

/// Groups of the directory. All of them give access; none is a mailing list only.
pub static GROUPS: Source = Source {
    entity: &GROUP,
    table: "groups g",
    id: "g.id",
    fields: &[
        Field::text("createdDateTime", "g.created_at"),
        Field::absent("deletedDateTime"),
        Field::text("description", "g.description"),
        Field::text("displayName", "g.display_name"),
        Field::empty("groupTypes"),
        Field::absent("isAssignableToRole"),
        Field::text("mail", "g.mail"),
        Field::flag("mailEnabled", "CASE WHEN g.mail IS NULL THEN 0 ELSE 1 END"),
        Field::text("mailNickname", "g.mail_nickname"),
        Field::absent("membershipRule"),
        Field::absent("membershipRuleProcessingState"),
        Field::flag("securityEnabled", "1"),
        Field::absent("visibility"),
    ],
    links: &[
        Link::many("memberOf", "z.member_id", NAME_OF_RELATED, &GROUPS_OF),
        Link::many("members", "z.group_id", NAME_OF_RELATED, &MEMBERS_OF),
        Link::many("owners", "z.group_id", NAME_OF_RELATED, &OWNERS_OF),
        Link::many(
            "transitiveMembers",
            "z.group_id",
            NAME_OF_RELATED,
            &ALL_MEMBERS_OF,
        ),
    ],
    columns: &[
        Column::new("id", "g.id"),
        Column::new("createdDateTime", "g.created_at"),
        Column::new("displayName", "g.display_name").folded("g.display_name_folded"),
    ],
    orders: &[("displayName", "g.display_name_folded")],
    usual_order: UsualOrder::rising("g.display_name_folded"),
    alive: "",
};

/// Direct members of groups: people, groups and service principals, read as far as they have the properties of a person.
pub static MEMBERS: Source = Source {
    entity: &USER,
    table: "group_members m \
            LEFT JOIN users u ON m.member_kind = 'user' AND u.id = m.member_id \
            LEFT JOIN groups g ON m.member_kind = 'group' AND g.id = m.member_id \
            LEFT JOIN service_principals v ON m.member_kind = 'servicePrincipal' AND v.id = m.member_id",
    id: "m.member_id",
    fields: &[
        Field::text("@odata.type", "'#microsoft.graph.' || m.member_kind"),
        Field::text(
            "displayName",
            "COALESCE(u.display_name, g.display_name, v.display_name)",
        ),
        Field::text("mail", "COALESCE(u.mail, g.mail)"),
        Field::empty("businessPhones"),
        Field::text("department", "u.department"),
        Field::text("givenName", "u.given_name"),
        Field::text("jobTitle", "u.job_title"),
        Field::text("mobilePhone", "u.mobile_phone"),
        Field::text("officeLocation", "u.office_location"),
        Field::text("preferredLanguage", "u.preferred_language"),
        Field::text("surname", "u.surname"),
        Field::text("userPrincipalName", "u.user_principal_name"),
        Field::text("userType", "u.user_type"),
    ],
    links: &[],
    columns: &[Column::new("id", "m.member_id")],
    orders: &[("displayName", NAME_OF_MEMBER)],
    usual_order: UsualOrder::rising(NAME_OF_MEMBER),
    alive: "",
};

const NAME_OF_MEMBER: &str =
    "COALESCE(u.display_name_folded, g.display_name_folded, v.display_name_folded, '')";

/// Whatever is in the directory, read as far as it has the properties of a person.
pub static OBJECTS: Source = Source {
    entity: &USER,
    table: "(SELECT u.id AS id, 'user' AS kind, u.display_name AS display_name, u.display_name_folded AS display_name_folded, \
               u.mail AS mail, u.user_principal_name AS user_principal_name, u.department AS department, \
               u.job_title AS job_title, u.user_type AS user_type FROM users u \
             UNION ALL SELECT g.id, 'group', g.display_name, g.display_name_folded, g.mail, NULL, NULL, NULL, NULL FROM groups g \
             UNION ALL SELECT v.id, 'servicePrincipal', v.display_name, v.display_name_folded, NULL, NULL, NULL, NULL, NULL \
               FROM service_principals v) d",
    id: "d.id",
    fields: &[
        Field::text("@odata.type", "'#microsoft.graph.' || d.kind"),
        Field::text("displayName", "d.display_name"),
        Field::text("mail", "d.mail"),
        Field::text("userPrincipalName", "d.user_principal_name"),
        Field::text("department", "d.department"),
        Field::text("jobTitle", "d.job_title"),
        Field::text("userType", "d.user_type"),
    ],
    links: &[],
    columns: &[Column::new("id", "d.id")],
    orders: &[("displayName", "d.display_name_folded")],
    usual_order: UsualOrder::rising("d.display_name_folded"),
    alive: "",
};
