-- Whom policies of a catalog may have called (Graph: customWorkflowExtensions).
CREATE TABLE extensions (
    id TEXT NOT NULL PRIMARY KEY,
    catalog_id TEXT NOT NULL REFERENCES catalogs (id),
    -- the name of its type
    kind TEXT NOT NULL,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT,
    -- customExtension…Configuration, as JSON
    endpoint TEXT NOT NULL,
    authentication TEXT,
    client TEXT,
    callback TEXT,
    created_at TEXT NOT NULL,
    created_by TEXT,
    modified_at TEXT NOT NULL,
    modified_by TEXT
);
CREATE INDEX extensions_catalog ON extensions (catalog_id, display_name_folded, id);

-- What policies.custom_extension_stage_settings says, as rows: whoever reads a setting reads the extension with it.
CREATE TABLE extension_stages (
    id TEXT NOT NULL PRIMARY KEY,
    policy_id TEXT NOT NULL REFERENCES policies (id),
    position BIGINT NOT NULL,
    -- accessPackageCustomExtensionStage
    stage TEXT NOT NULL,
    extension_id TEXT NOT NULL REFERENCES extensions (id)
);
CREATE INDEX extension_stages_policy ON extension_stages (policy_id, position, id);
CREATE INDEX extension_stages_extension ON extension_stages (extension_id);

-- When an extension's answer is waited for, frozen with the request, and the moment at which it waits now: 'created' or 'approved'.
ALTER TABLE requests ADD COLUMN pauses_created BIGINT NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN pauses_approved BIGINT NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN awaits TEXT;

-- Calls about a request or an assignment; the id is the customExtensionStageInstanceId.
CREATE TABLE callouts (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT,
    assignment_id TEXT NOT NULL,
    extension_id TEXT NOT NULL,
    -- accessPackageCustomExtensionStage
    stage TEXT NOT NULL,
    url TEXT NOT NULL,
    -- what is sent, as it was when this was written; empty once it was
    body TEXT NOT NULL,
    -- what clientConfiguration says
    timeout_ms BIGINT NOT NULL,
    retries BIGINT NOT NULL,
    -- 1: the request waits for its answer
    is_awaited BIGINT NOT NULL,
    -- 'waiting': to be sent; then customExtensionCalloutInstanceStatus
    state TEXT NOT NULL,
    detail TEXT,
    correlation_id TEXT,
    due_at TEXT NOT NULL,
    lease_holder TEXT,
    lease_until TEXT,
    attempts BIGINT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX callouts_waiting ON callouts (due_at, id) WHERE state = 'waiting';
CREATE INDEX callouts_request ON callouts (request_id, created_at, id);
CREATE INDEX callouts_assignment ON callouts (assignment_id, created_at, id);
