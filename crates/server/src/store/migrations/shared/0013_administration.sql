-- What was brought into catalogs and taken out again: accessPackageResourceRequest. The resource may be gone.
CREATE TABLE resource_requests (
    id TEXT NOT NULL PRIMARY KEY,
    -- accessPackageRequestType: 'adminAdd' or 'adminRemove'
    request_type TEXT NOT NULL,
    -- accessPackageRequestState
    state TEXT NOT NULL,
    catalog_id TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX resource_requests_created ON resource_requests (created_at, id);
CREATE INDEX resource_requests_catalog ON resource_requests (catalog_id, created_at, id);
-- Who holds a package, for whatever reaches all of them.
CREATE INDEX assignments_held ON assignments (package_id, id) WHERE state IN ('partiallyDelivered', 'delivered');

-- The roles over entitlement management: unifiedRoleDefinition.
CREATE TABLE role_definitions (
    id TEXT NOT NULL PRIMARY KEY,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT NOT NULL
);
INSERT INTO role_definitions (id, display_name, display_name_folded, description) VALUES
    ('45d8d3c5-c802-45c6-b32a-1d70b5e1e86e', 'Administrator', 'administrator', 'Does everything in entitlement management.'),
    ('f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'Global Reader', 'global reader', 'Reads everything in entitlement management.'),
    ('ba92d953-d8e0-4e39-a797-0cbedb0a89e8', 'Catalog creator', 'catalog creator', 'Makes catalogs and owns those.'),
    ('ae79f266-94d4-4dab-b730-feca7e132178', 'Catalog owner', 'catalog owner', 'Does everything in one catalog.'),
    ('44272f93-9762-48e8-af59-1b5351b1d6b3', 'Catalog reader', 'catalog reader', 'Reads one catalog.'),
    ('7f480852-ebdc-47d4-87de-0d8498384a83', 'Access package manager', 'access package manager',
        'Edits packages and policies of one catalog, and gives access.'),
    ('e2182095-804a-4656-ae11-64734e9b7ae5', 'Access package assignment manager', 'access package assignment manager',
        'Gives and takes access of one catalog.');

-- Taken out of the lists. The row stays while requests and assignments of the past point to it; nothing else does.
ALTER TABLE catalogs ADD COLUMN deleted_at TEXT;
ALTER TABLE packages ADD COLUMN deleted_at TEXT;
ALTER TABLE policies ADD COLUMN deleted_at TEXT;
