//! Access packages and the catalogs that hold them.

use serde::Serialize;

use crate::{
    AssignmentPolicy, CatalogState, CatalogType, ResourceRoleScope, json::read_object,
    time::Instant,
};

/// `accessPackage`: what a person asks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessPackage {
    /// A GUID.
    pub id: String,
    /// When it was created.
    pub created_date_time: Option<Instant>,
    /// What it is for; plain text.
    pub description: Option<String>,
    /// Name to show.
    pub display_name: Option<String>,
    /// Hidden ones are left out of browsing; who has the link may still ask.
    pub is_hidden: Option<bool>,
    /// When it last changed.
    pub modified_date_time: Option<Instant>,
    /// The catalog that holds it (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog: Option<Box<Catalog>>,
    /// What it gives (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_role_scopes: Option<Vec<ResourceRoleScope>>,
    /// Its policies (expanded; administrators).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment_policies: Option<Vec<AssignmentPolicy>>,
}

read_object!(AccessPackage {
    id = "id",
    created_date_time = "createdDateTime",
    description = "description",
    display_name = "displayName",
    is_hidden = "isHidden",
    modified_date_time = "modifiedDateTime",
    catalog = "catalog",
    resource_role_scopes = "resourceRoleScopes",
    assignment_policies = "assignmentPolicies"
});

/// `accessPackageCatalog`: an area with its own owners.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Catalog {
    /// A GUID.
    pub id: String,
    /// Who made it.
    pub catalog_type: Option<CatalogType>,
    /// When it was created.
    pub created_date_time: Option<Instant>,
    /// What it is for.
    pub description: Option<String>,
    /// Name to show.
    pub display_name: Option<String>,
    /// Whether people from outside may ask for its packages.
    pub is_externally_visible: Option<bool>,
    /// When it last changed.
    pub modified_date_time: Option<Instant>,
    /// Unpublished: nothing in it can be requested.
    pub state: Option<CatalogState>,
}

read_object!(Catalog {
    id = "id",
    catalog_type = "catalogType",
    created_date_time = "createdDateTime",
    description = "description",
    display_name = "displayName",
    is_externally_visible = "isExternallyVisible",
    modified_date_time = "modifiedDateTime",
    state = "state"
});
