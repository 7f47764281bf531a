//! What a package gives: a role on a resource, in a scope of it.

use serde::Serialize;

use crate::{RoleType, json::read_object, time::Instant};

/// `accessPackageResourceRoleScope`; its id is `<roleId>_<scopeId>`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceRoleScope {
    /// `<roleId>_<scopeId>`.
    pub id: String,
    /// When it was added to the package.
    pub created_date_time: Option<Instant>,
    /// The role (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<ResourceRole>,
    /// The scope (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<ResourceScope>,
}

read_object!(ResourceRoleScope {
    id = "id",
    created_date_time = "createdDateTime",
    role = "role",
    scope = "scope"
});

/// `accessPackageResourceRole`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceRole {
    /// A GUID.
    pub id: String,
    /// What it allows.
    pub description: Option<String>,
    /// Name to show, such as `Member`.
    pub display_name: Option<String>,
    /// Groups: `Member_{groupId}`, `Owner_{groupId}`; applications: the app role's id; sites: a number.
    pub origin_id: Option<String>,
    /// As in [`Resource::origin_system`].
    pub origin_system: Option<String>,
    /// How the role is held.
    #[serde(rename = "type")]
    pub role_type: Option<RoleType>,
    /// The resource (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<Box<Resource>>,
}

read_object!(ResourceRole {
    id = "id",
    description = "description",
    display_name = "displayName",
    origin_id = "originId",
    origin_system = "originSystem",
    role_type = "type",
    resource = "resource"
});

/// `accessPackageResourceScope`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceScope {
    /// A GUID.
    pub id: String,
    /// What it covers.
    pub description: Option<String>,
    /// Name to show; `Root` for the whole resource.
    pub display_name: Option<String>,
    /// True for the whole resource.
    pub is_root_scope: Option<bool>,
    /// Groups and applications: the resource's own; sites: the address.
    pub origin_id: Option<String>,
    /// As in [`Resource::origin_system`].
    pub origin_system: Option<String>,
    /// The resource (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<Box<Resource>>,
}

read_object!(ResourceScope {
    id = "id",
    description = "description",
    display_name = "displayName",
    is_root_scope = "isRootScope",
    origin_id = "originId",
    origin_system = "originSystem",
    resource = "resource"
});

/// `accessPackageResource`: a group, an application or a site known to a catalog.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// A GUID.
    pub id: String,
    /// When it came into the catalog.
    pub created_date_time: Option<Instant>,
    /// What it is.
    pub description: Option<String>,
    /// Name to show.
    pub display_name: Option<String>,
    /// When it last changed.
    pub modified_date_time: Option<Instant>,
    /// Its id in the origin system.
    pub origin_id: Option<String>,
    /// `AadGroup`, `AadApplication`, `SharePointOnline`, …: a free text.
    pub origin_system: Option<String>,
}

read_object!(Resource {
    id = "id",
    created_date_time = "createdDateTime",
    description = "description",
    display_name = "displayName",
    modified_date_time = "modifiedDateTime",
    origin_id = "originId",
    origin_system = "originSystem"
});
