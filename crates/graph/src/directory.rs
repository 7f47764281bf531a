//! Directory objects: users, groups, and the identity that names one of them.

use serde::{Deserialize, Serialize};

/// `user`, the members that this product reads or answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
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

/// `group`, the members that this product reads or answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
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

/// One of a list of directoryObject: told apart by `@odata.type`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum DirectoryObject {
    /// A person.
    User(Box<User>),
    /// A group.
    Group(Box<Group>),
}

/// `identity`: who did something, by id and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Identity {
    /// Object id; all zeros or absent means nobody.
    pub id: Option<String>,
    /// Name to show.
    pub display_name: Option<String>,
}
