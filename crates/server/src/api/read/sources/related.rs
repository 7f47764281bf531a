//! Directory objects of any kind by what relates them to something: the relation's table comes first, so that a list is read from its index.

use portico_graph::model::USER;
use portico_odata::Column;

use super::super::source::{Field, Source, UsualOrder};

/// Their order.
pub const NAME_OF_RELATED: &str = "COALESCE(u.display_name_folded, g.display_name_folded, v.display_name_folded, ''), COALESCE(u.id, g.id, v.id)";
const NAME: &str =
    "COALESCE(u.display_name_folded, g.display_name_folded, v.display_name_folded, '')";

/// What is read of each, as far as its kind has it.
const FIELDS: &[Field] = &[
    Field::text(
        "@odata.type",
        "CASE WHEN u.id IS NOT NULL THEN '#microsoft.graph.user' WHEN g.id IS NOT NULL THEN '#microsoft.graph.group' \
         ELSE '#microsoft.graph.servicePrincipal' END",
    ),
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
];

macro_rules! related {
    ($(#[$doc:meta])* $name:ident: $table:literal, $id:literal, $alive:literal) => {
        $(#[$doc])*
        pub static $name: Source = Source {
            entity: &USER,
            table: concat!(
                $table,
                " z LEFT JOIN users u ON u.id = ", $id,
                " LEFT JOIN groups g ON g.id = ", $id,
                " LEFT JOIN service_principals v ON v.id = ", $id
            ),
            id: $id,
            fields: FIELDS,
            links: &[],
            columns: &[Column::new("id", $id)],
            orders: &[("displayName", NAME)],
            usual_order: UsualOrder::rising(NAME),
            alive: $alive,
        };
    };
}

related! {
    /// Those of ours who vouch for a partner's people.
    INTERNAL_SPONSORS: "organization_sponsors", "z.sponsor_id", "z.side = 'internal'"
}
related! {
    /// Those of the partner's own.
    EXTERNAL_SPONSORS: "organization_sponsors", "z.sponsor_id", "z.side = 'external'"
}
related! {
    /// Who vouches for a person.
    SPONSORS_OF_USER: "user_sponsors", "z.sponsor_id", ""
}
related! {
    /// Whom a person manages.
    REPORTS: "users", "z.id", "z.deleted_at IS NULL"
}
related! {
    /// Groups that somebody or something is in.
    GROUPS_OF: "group_members", "z.group_id", ""
}
related! {
    /// The same, by way of other groups too.
    ALL_GROUPS_OF: "memberships", "z.group_id", ""
}
related! {
    /// Who and what is in a group.
    MEMBERS_OF: "group_members", "z.member_id", ""
}
related! {
    /// Who is in a group, by way of other groups too.
    ALL_MEMBERS_OF: "memberships", "z.member_id", ""
}
related! {
    /// Who owns a group.
    OWNERS_OF: "group_owners", "z.owner_id", ""
}
