//! Subjects: who requests or holds access; not always a directory user.

use serde::Serialize;

use crate::{SubjectLifecycle, SubjectType, json::read_object};

/// `accessPackageSubject`. Its `id` is not the directory object's id: that is `objectId`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// A GUID of its own.
    pub id: String,
    /// Name to show.
    pub display_name: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// Directory object id; null until a directory user exists.
    pub object_id: Option<String>,
    /// Security identifier of an on-premises account.
    pub on_premises_security_identifier: Option<String>,
    /// Sign-in name.
    pub principal_name: Option<String>,
    /// Whether the account's life follows the access.
    pub subject_lifecycle: Option<SubjectLifecycle>,
    /// A person or a service principal.
    pub subject_type: Option<SubjectType>,
}

read_object!(Subject {
    id = "id",
    display_name = "displayName",
    email = "email",
    object_id = "objectId",
    on_premises_security_identifier = "onPremisesSecurityIdentifier",
    principal_name = "principalName",
    subject_lifecycle = "subjectLifecycle",
    subject_type = "subjectType"
});
