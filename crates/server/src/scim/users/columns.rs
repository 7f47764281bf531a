//! What users can be found by.

use crate::scim::attribute::ENTERPRISE;
use crate::scim::filter::sql::{Column, Kind};

const fn column(path: &'static [&'static str], kind: Kind) -> Column {
    Column { path, kind }
}

/// There is one address and one phone, of one type each.
const MAIL_TYPE: Kind = Kind::Lower("CASE WHEN u.mail IS NULL THEN NULL ELSE 'work' END");
const MAIL_PRIMARY: Kind = Kind::Flag("CASE WHEN u.mail IS NULL THEN NULL ELSE 1 END");
const PHONE_TYPE: Kind =
    Kind::Lower("CASE WHEN u.mobile_phone IS NULL THEN NULL ELSE 'mobile' END");
const MAIL: Kind = Kind::Folded("u.mail_folded");
const PHONE: Kind = Kind::Lower("u.mobile_phone");
const MANAGER: Kind = Kind::Id("u.manager_id");

/// By path, over the table `u`.
pub static COLUMNS: &[Column] = &[
    column(&["id"], Kind::Id("u.id")),
    column(&["userName"], Kind::Folded("u.user_principal_name_folded")),
    column(&["externalId"], Kind::Exact("u.external_id")),
    column(&["displayName"], Kind::Folded("u.display_name_folded")),
    column(&["name", "givenName"], Kind::Lower("u.given_name")),
    column(&["name", "familyName"], Kind::Lower("u.surname")),
    column(
        &["name", "formatted"],
        Kind::Folded("u.display_name_folded"),
    ),
    column(&["emails"], MAIL),
    column(&["emails", "value"], MAIL),
    column(&["emails", "type"], MAIL_TYPE),
    column(&["emails", "primary"], MAIL_PRIMARY),
    column(&["phoneNumbers"], PHONE),
    column(&["phoneNumbers", "value"], PHONE),
    column(&["phoneNumbers", "type"], PHONE_TYPE),
    column(&["active"], Kind::Flag("u.account_enabled")),
    column(&["title"], Kind::Folded("u.job_title_folded")),
    column(&["userType"], Kind::Lower("u.user_type")),
    column(&["preferredLanguage"], Kind::Lower("u.preferred_language")),
    column(&["timezone"], Kind::Lower("u.time_zone")),
    column(&["meta", "created"], Kind::Moment("u.created_at")),
    column(&["meta", "lastModified"], Kind::Moment("u.modified_at")),
    column(
        &[ENTERPRISE, "department"],
        Kind::Folded("u.department_folded"),
    ),
    column(&[ENTERPRISE, "organization"], Kind::Lower("u.company_name")),
    column(&[ENTERPRISE, "manager"], MANAGER),
    column(&[ENTERPRISE, "manager", "value"], MANAGER),
];
