-- People, groups and partner organisations.
--
-- One text for both engines: every column is TEXT or BIGINT. On PostgreSQL the store reads TEXT as TEXT COLLATE "C", so that both
-- engines compare byte by byte. COUNTER stands for the engine's own ascending integer key. Instants are TEXT of fixed width in UTC
-- (2026-11-24T03:54:00Z), booleans 0/1. A column named *_folded is computed by store::fold and is the only one searched or sorted by.

-- Single facts of this database: namespace, organisation, demo key, clock offset, cookie secret.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row a settings object of the API (entitlementManagementSettings, endUserSettings), as JSON.
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    modified_at TEXT NOT NULL
);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    import_key TEXT,
    user_principal_name TEXT NOT NULL,
    user_principal_name_folded TEXT NOT NULL,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    given_name TEXT,
    surname TEXT,
    mail TEXT,
    mail_folded TEXT,
    -- folded domain of mail, else of the sign-in name: what identity_sources.domain_folded is matched with
    domain_folded TEXT,
    -- 'Member' or 'Guest'
    user_type TEXT NOT NULL,
    department TEXT,
    department_folded TEXT,
    job_title TEXT,
    job_title_folded TEXT,
    company_name TEXT,
    office_location TEXT,
    mobile_phone TEXT,
    preferred_language TEXT,
    -- IANA zone name
    time_zone TEXT,
    manager_id TEXT REFERENCES users (id),
    account_enabled BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
);
CREATE UNIQUE INDEX users_user_principal_name ON users (user_principal_name_folded);
CREATE INDEX users_display_name ON users (display_name_folded, id);
CREATE INDEX users_mail ON users (mail_folded);
CREATE INDEX users_domain ON users (domain_folded);
CREATE INDEX users_manager ON users (manager_id);

-- The `sponsors` relation of a user: users or groups.
CREATE TABLE user_sponsors (
    user_id TEXT NOT NULL REFERENCES users (id),
    sponsor_kind TEXT NOT NULL,
    sponsor_id TEXT NOT NULL,
    PRIMARY KEY (user_id, sponsor_id)
);
CREATE INDEX user_sponsors_sponsor ON user_sponsors (sponsor_id);

CREATE TABLE groups (
    id TEXT NOT NULL PRIMARY KEY,
    import_key TEXT,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT,
    mail TEXT,
    mail_nickname TEXT,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
);
CREATE INDEX groups_display_name ON groups (display_name_folded, id);

-- Direct members. member_kind: 'user', 'group' or 'servicePrincipal'. source: 'directory' (imported or set by hand) or 'access'
-- (delivered by an assignment: only these are taken away when access ends).
CREATE TABLE group_members (
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_kind TEXT NOT NULL,
    member_id TEXT NOT NULL,
    source TEXT NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (group_id, member_id)
);
CREATE INDEX group_members_member ON group_members (member_id);

-- Transitive membership, kept in the same transaction as group_members: one row a person (user or service principal) and group.
CREATE TABLE memberships (
    member_id TEXT NOT NULL,
    group_id TEXT NOT NULL REFERENCES groups (id),
    PRIMARY KEY (member_id, group_id)
);
CREATE INDEX memberships_group ON memberships (group_id, member_id);

CREATE TABLE group_owners (
    group_id TEXT NOT NULL REFERENCES groups (id),
    owner_id TEXT NOT NULL,
    -- 'directory' or 'access', as in group_members
    source TEXT NOT NULL,
    PRIMARY KEY (group_id, owner_id)
);
CREATE INDEX group_owners_owner ON group_owners (owner_id);

CREATE TABLE connected_organizations (
    id TEXT NOT NULL PRIMARY KEY,
    import_key TEXT,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT,
    -- connectedOrganizationState: 'configured' or 'proposed'
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
);
CREATE INDEX connected_organizations_display_name ON connected_organizations (display_name_folded, id);

-- The identitySources of an organisation in their order. `source` is the wire object as JSON.
CREATE TABLE identity_sources (
    organization_id TEXT NOT NULL REFERENCES connected_organizations (id),
    position BIGINT NOT NULL,
    domain_folded TEXT,
    tenant_id TEXT,
    source TEXT NOT NULL,
    PRIMARY KEY (organization_id, position)
);
CREATE INDEX identity_sources_domain ON identity_sources (domain_folded);
CREATE INDEX identity_sources_tenant ON identity_sources (tenant_id);

-- side: 'internal' or 'external'. sponsor_kind: 'user' or 'group'.
CREATE TABLE organization_sponsors (
    organization_id TEXT NOT NULL REFERENCES connected_organizations (id),
    side TEXT NOT NULL,
    sponsor_kind TEXT NOT NULL,
    sponsor_id TEXT NOT NULL,
    PRIMARY KEY (organization_id, side, sponsor_id)
);
CREATE INDEX organization_sponsors_sponsor ON organization_sponsors (sponsor_id);

-- Who may ask and be given access. A subject may have no directory user (object_id null: a guest before approval).
CREATE TABLE subjects (
    id TEXT NOT NULL PRIMARY KEY,
    -- accessPackageSubjectType: 'user' or 'servicePrincipal'
    subject_type TEXT NOT NULL,
    object_id TEXT,
    display_name TEXT,
    display_name_folded TEXT,
    email TEXT,
    email_folded TEXT,
    principal_name TEXT,
    on_premises_security_identifier TEXT,
    -- accessPackageSubjectLifecycle
    subject_lifecycle TEXT NOT NULL,
    connected_organization_id TEXT REFERENCES connected_organizations (id),
    created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX subjects_object ON subjects (object_id) WHERE object_id IS NOT NULL;
CREATE UNIQUE INDEX subjects_email_without_object ON subjects (email_folded) WHERE object_id IS NULL;
CREATE INDEX subjects_organization ON subjects (connected_organization_id);

-- Agents and applications. kind: 'agent' or 'application'.
CREATE TABLE service_principals (
    id TEXT NOT NULL PRIMARY KEY,
    import_key TEXT,
    kind TEXT NOT NULL,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT,
    app_id TEXT,
    account_enabled BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
);

CREATE TABLE app_roles (
    id TEXT NOT NULL PRIMARY KEY,
    service_principal_id TEXT NOT NULL REFERENCES service_principals (id),
    display_name TEXT NOT NULL,
    description TEXT,
    value TEXT
);
CREATE INDEX app_roles_service_principal ON app_roles (service_principal_id);

-- relation: 'owner' or 'sponsor'. person_kind: 'user' or 'group'.
CREATE TABLE service_principal_people (
    service_principal_id TEXT NOT NULL REFERENCES service_principals (id),
    relation TEXT NOT NULL,
    person_kind TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (service_principal_id, relation, person_id)
);
CREATE INDEX service_principal_people_person ON service_principal_people (person_id);

CREATE TABLE sites (
    id TEXT NOT NULL PRIMARY KEY,
    import_key TEXT,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    web_url TEXT NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
);
CREATE UNIQUE INDEX sites_web_url ON sites (web_url);

-- The permission levels of a site; number is the role's originId.
CREATE TABLE site_roles (
    site_id TEXT NOT NULL REFERENCES sites (id),
    number TEXT NOT NULL,
    display_name TEXT NOT NULL,
    description TEXT,
    PRIMARY KEY (site_id, number)
);

-- Who holds which role over entitlement management. role_id is the roleDefinitionId; app_scope_id is '/' or
-- '/AccessPackageCatalog/{id}'; catalog_id repeats the latter's id. principal_kind: 'user', 'group' or 'servicePrincipal'.
CREATE TABLE role_assignments (
    id TEXT NOT NULL PRIMARY KEY,
    principal_kind TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    role_id TEXT NOT NULL,
    app_scope_id TEXT NOT NULL,
    catalog_id TEXT,
    created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX role_assignments_once ON role_assignments (principal_id, role_id, app_scope_id);
CREATE INDEX role_assignments_scope ON role_assignments (app_scope_id);
