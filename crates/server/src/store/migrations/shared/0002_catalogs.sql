-- Catalogs, their resources, access packages and policies.

CREATE TABLE catalogs (
    id TEXT NOT NULL PRIMARY KEY,
    import_key TEXT,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT,
    -- accessPackageCatalogType
    catalog_type TEXT NOT NULL,
    -- accessPackageCatalogState: only packages of a 'published' catalog can be requested
    state TEXT NOT NULL,
    is_externally_visible BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
);
CREATE INDEX catalogs_display_name ON catalogs (display_name_folded, id);

CREATE TABLE resources (
    id TEXT NOT NULL PRIMARY KEY,
    import_key TEXT,
    catalog_id TEXT NOT NULL REFERENCES catalogs (id),
    origin_system TEXT NOT NULL,
    -- id of the group, service principal, or URL of the site
    origin_id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT,
    -- accessPackageResourceAttribute[] as JSON
    attributes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
);
CREATE UNIQUE INDEX resources_origin ON resources (catalog_id, origin_system, origin_id);

CREATE TABLE resource_roles (
    id TEXT NOT NULL PRIMARY KEY,
    resource_id TEXT NOT NULL REFERENCES resources (id),
    origin_system TEXT NOT NULL,
    -- 'Member_{groupId}', 'Owner_{groupId}', an app role's id, a site role's number
    origin_id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT,
    -- roleType, null where it does not apply
    type TEXT
);
CREATE UNIQUE INDEX resource_roles_origin ON resource_roles (resource_id, origin_id);

CREATE TABLE resource_scopes (
    id TEXT NOT NULL PRIMARY KEY,
    resource_id TEXT NOT NULL REFERENCES resources (id),
    origin_system TEXT NOT NULL,
    origin_id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    description TEXT,
    is_root_scope BIGINT NOT NULL
);
CREATE UNIQUE INDEX resource_scopes_origin ON resource_scopes (resource_id, origin_id);

CREATE TABLE packages (
    -- row number of the full-text index; means nothing else
    search_row COUNTER,
    id TEXT NOT NULL UNIQUE,
    import_key TEXT,
    catalog_id TEXT NOT NULL REFERENCES catalogs (id),
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT,
    description_folded TEXT,
    is_hidden BIGINT NOT NULL,
    -- folded name, description and names of the resources and roles
    search_text TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
);
CREATE INDEX packages_display_name ON packages (display_name_folded, id);
CREATE INDEX packages_catalog ON packages (catalog_id);
CREATE INDEX packages_created ON packages (created_at, id);

-- What a package gives. id is '{role_id}_{scope_id}', the same in every package that holds the pair.
CREATE TABLE resource_role_scopes (
    package_id TEXT NOT NULL REFERENCES packages (id),
    id TEXT NOT NULL,
    role_id TEXT NOT NULL REFERENCES resource_roles (id),
    scope_id TEXT NOT NULL REFERENCES resource_scopes (id),
    created_at TEXT NOT NULL,
    PRIMARY KEY (package_id, id)
);
CREATE INDEX resource_role_scopes_role ON resource_role_scopes (role_id);

-- Who holds incompatible_id cannot get package_id; one-way.
CREATE TABLE incompatible_packages (
    package_id TEXT NOT NULL REFERENCES packages (id),
    incompatible_id TEXT NOT NULL REFERENCES packages (id),
    PRIMARY KEY (package_id, incompatible_id)
);
CREATE INDEX incompatible_packages_inverse ON incompatible_packages (incompatible_id);

CREATE TABLE incompatible_groups (
    package_id TEXT NOT NULL REFERENCES packages (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    PRIMARY KEY (package_id, group_id)
);
CREATE INDEX incompatible_groups_inverse ON incompatible_groups (group_id);

-- Columns named like a property of accessPackageAssignmentPolicy and not listed as text hold that property as JSON ('null' is SQL null).
CREATE TABLE policies (
    id TEXT NOT NULL PRIMARY KEY,
    import_key TEXT,
    package_id TEXT NOT NULL REFERENCES packages (id),
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT,
    -- allowedTargetScope
    allowed_target_scope TEXT NOT NULL,
    specific_allowed_targets TEXT NOT NULL,
    automatic_request_settings TEXT,
    expiration TEXT,
    requestor_settings TEXT,
    request_approval_settings TEXT,
    review_settings TEXT,
    notification_settings TEXT,
    questions TEXT NOT NULL,
    custom_extension_stage_settings TEXT NOT NULL,
    -- requestorSettings.enableTargetsToSelfAddAccess, and enableOnBehalfRequestorsToAddAccess, for the eligibility joins; an
    -- automatic policy has neither
    self_add BIGINT NOT NULL,
    on_behalf_add BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
);
CREATE INDEX policies_package ON policies (package_id, created_at, id);
CREATE INDEX policies_display_name ON policies (display_name_folded, id);

-- Whom a policy covers, one row each: kind and scope_id ('' where the kind needs none) are one of
--   'allMembers', 'allUsers', 'allExternal', 'allConfiguredOrganizations', 'allServicePrincipals', 'allAgents',
--   'user' + user id, 'group' + group id, 'organization' + connected organisation id, 'servicePrincipal' + id.
CREATE TABLE policy_scopes (
    policy_id TEXT NOT NULL REFERENCES policies (id),
    kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    PRIMARY KEY (policy_id, kind, scope_id)
);
CREATE INDEX policy_scopes_who ON policy_scopes (kind, scope_id, policy_id);
