//! Directory objects: users, groups, and the identity that names one of them.

use serde::Serialize;
use serde_json::Value;

use crate::json::{Fault, FromJson, deserialize_from_json, read_object};
use crate::odata_type::{ODATA_TYPE, short_type};

/// `user`, the members that this product reads or answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// `#microsoft.graph.user` inside lists of directoryObject.
    #[serde(rename = "@odata.type", skip_serializing_if = "Option::is_none")]
    pub odata_type: Option<String>,
    /// Object id, a GUID.
    pub id: String,
    /// Name to show.
    pub display_name: Option<String>,
    /// First name.
    pub given_name: Option<String>,
    /// Last name.
    pub surname: Option<String>,
    /// Sign-in name.
    pub user_principal_name: Option<String>,
    /// Address.
    pub mail: Option<String>,
    /// Title.
    pub job_title: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Company; for guests the organisation's name.
    pub company_name: Option<String>,
    /// Place of work.
    pub office_location: Option<String>,
    /// A language tag such as `pt-BR`.
    pub preferred_language: Option<String>,
    /// `Member` or `Guest`.
    pub user_type: Option<String>,
}

read_object!(User {
    odata_type = "@odata.type",
    id = "id",
    display_name = "displayName",
    given_name = "givenName",
    surname = "surname",
    user_principal_name = "userPrincipalName",
    mail = "mail",
    job_title = "jobTitle",
    department = "department",
    company_name = "companyName",
    office_location = "officeLocation",
    preferred_language = "preferredLanguage",
    user_type = "userType"
});

/// `group`, the members that this product reads or answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// `#microsoft.graph.group` inside lists of directoryObject.
    #[serde(rename = "@odata.type", skip_serializing_if = "Option::is_none")]
    pub odata_type: Option<String>,
    /// Object id, a GUID.
    pub id: String,
    /// Name to show.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Address.
    pub mail: Option<String>,
}

read_object!(Group {
    odata_type = "@odata.type",
    id = "id",
    display_name = "displayName",
    description = "description",
    mail = "mail"
});

/// One of a list of directoryObject: told apart by `@odata.type`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum DirectoryObject {
    /// A person.
    User(Box<User>),
    /// A group.
    Group(Box<Group>),
}

impl FromJson for DirectoryObject {
    fn blank() -> Self {
        Self::User(FromJson::blank())
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let kind = value
            .get(ODATA_TYPE)
            .and_then(Value::as_str)
            .map(short_type);
        *self = match kind {
            Some("group") => Self::Group(FromJson::blank()),
            _ => Self::User(FromJson::blank()),
        };
        match self {
            Self::Group(group) => group.read(value),
            Self::User(user) => user.read(value),
        }
    }
}
deserialize_from_json!(DirectoryObject);

/// `identity`: who did something, by id and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// Object id; all zeros or absent means nobody.
    pub id: Option<String>,
    /// Name to show.
    pub display_name: Option<String>,
}

read_object!(Identity {
    id = "id",
    display_name = "displayName"
});
