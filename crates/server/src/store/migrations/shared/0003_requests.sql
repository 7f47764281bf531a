-- Requests, their approval stages, assignments and deliveries.

CREATE TABLE assignments (
    id TEXT NOT NULL PRIMARY KEY,
    target_id TEXT NOT NULL REFERENCES subjects (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    policy_id TEXT REFERENCES policies (id),
    -- accessPackageAssignmentState, or 'reserved': the id is promised to a request that is not delivering yet. A reserved row is in
    -- no list; a request's $expand=assignment shows it with state null.
    state TEXT NOT NULL,
    status TEXT NOT NULL,
    -- entitlementManagementSchedule as JSON: the effective window
    schedule TEXT,
    starts_at TEXT,
    -- null: no end
    ends_at TEXT,
    -- when it has ended
    expired_at TEXT,
    callout_instances TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
);
CREATE UNIQUE INDEX assignments_one_live ON assignments (target_id, package_id)
    WHERE state IN ('delivering', 'partiallyDelivered', 'delivered');
CREATE INDEX assignments_target ON assignments (target_id, created_at, id);
CREATE INDEX assignments_package ON assignments (package_id, created_at, id);
CREATE INDEX assignments_policy ON assignments (policy_id);
CREATE INDEX assignments_created ON assignments (created_at, id);
CREATE INDEX assignments_ends ON assignments (ends_at) WHERE state IN ('delivering', 'partiallyDelivered', 'delivered');

CREATE TABLE requests (
    id TEXT NOT NULL PRIMARY KEY,
    -- accessPackageRequestType
    request_type TEXT NOT NULL,
    -- accessPackageRequestState
    state TEXT NOT NULL,
    -- display word, free text
    status TEXT NOT NULL,
    requestor_id TEXT NOT NULL REFERENCES subjects (id),
    target_id TEXT NOT NULL REFERENCES subjects (id),
    -- who sent it, when that is not the requestor (adminAdd: the administrator); subject id
    created_by_id TEXT NOT NULL REFERENCES subjects (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    policy_id TEXT REFERENCES policies (id),
    assignment_id TEXT NOT NULL REFERENCES assignments (id),
    justification TEXT,
    -- entitlementManagementSchedule as asked, JSON
    schedule TEXT,
    -- accessPackageAnswer[] as sent, JSON
    answers TEXT NOT NULL,
    -- the policy with its questions as it was when the request was made, JSON; null when no policy rules the request
    frozen_policy TEXT,
    bypass_approval BIGINT NOT NULL,
    -- 1 when a live assignment existed and this request renews or changes it
    is_renewal BIGINT NOT NULL,
    starts_at TEXT,
    callout_instances TEXT NOT NULL,
    -- why it failed or was closed, for people who may see it; null while all is well
    failure TEXT,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    completed_at TEXT
);
CREATE UNIQUE INDEX requests_one_open ON requests (target_id, package_id)
    WHERE state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering');
CREATE INDEX requests_target ON requests (target_id, created_at, id);
CREATE INDEX requests_requestor ON requests (requestor_id, created_at, id);
CREATE INDEX requests_created_by ON requests (created_by_id, created_at, id);
CREATE INDEX requests_package ON requests (package_id, created_at, id);
CREATE INDEX requests_assignment ON requests (assignment_id);
CREATE INDEX requests_created ON requests (created_at, id);
CREATE INDEX requests_state ON requests (state, created_at, id);

-- One row an approval stage, written when the request is made.
CREATE TABLE request_stages (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    -- 0 is the first
    position BIGINT NOT NULL,
    -- approvalStage.status: 'Initializing', 'InProgress', 'Completed', 'Expired'
    status TEXT NOT NULL,
    -- approvalStage.reviewResult: 'NotReviewed', 'Approved', 'Denied'
    review_result TEXT NOT NULL,
    display_name TEXT,
    -- the frozen accessPackageApprovalStage as JSON
    settings TEXT NOT NULL,
    started_at TEXT,
    due_at TEXT,
    -- when escalation approvers join; null without escalation
    escalates_at TEXT,
    escalated_at TEXT,
    -- subject id and the name shown then
    reviewed_by_id TEXT REFERENCES subjects (id),
    reviewed_by_name TEXT,
    reviewed_at TEXT,
    justification TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX request_stages_position ON request_stages (request_id, position);
CREATE INDEX request_stages_reviewer ON request_stages (reviewed_by_id, reviewed_at);

-- Whom a stage may wait for, by reference, so that "waits for me" starts from what is mine; who really decides is resolved live.
-- tier: 'primary', 'fallbackPrimary', 'escalation', 'fallbackEscalation'. kind and scope_id:
--   'user' + user id, 'group' + group id, 'managerOf' + user id (level says how far up),
--   'internalSponsorsOf' / 'externalSponsorsOf' + connected organisation id, 'sponsorsOf' + user id, 'ownersOf' + service principal id.
CREATE TABLE stage_approvers (
    stage_id TEXT NOT NULL REFERENCES request_stages (id),
    tier TEXT NOT NULL,
    kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    level BIGINT NOT NULL,
    PRIMARY KEY (stage_id, tier, kind, scope_id, level)
);
CREATE INDEX stage_approvers_who ON stage_approvers (kind, scope_id, stage_id);

-- One role to give or take for a request. action: 'give' or 'take'. state: 'waiting', 'done', 'failed'.
CREATE TABLE deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    assignment_id TEXT NOT NULL REFERENCES assignments (id),
    role_scope_id TEXT NOT NULL,
    action TEXT NOT NULL,
    target_id TEXT NOT NULL REFERENCES subjects (id),
    origin_system TEXT NOT NULL,
    -- the resource's origin id, and the role's
    origin_id TEXT NOT NULL,
    role_origin_id TEXT NOT NULL,
    scope_origin_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    error TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT
);
CREATE UNIQUE INDEX deliveries_once ON deliveries (request_id, role_scope_id, action);
CREATE INDEX deliveries_assignment ON deliveries (assignment_id);

-- What each assignment gives right now. A role is taken from the person only when no other row gives it. principal_id is the
-- directory object (user or service principal), not the subject.
CREATE TABLE role_grants (
    assignment_id TEXT NOT NULL REFERENCES assignments (id),
    principal_id TEXT NOT NULL,
    origin_system TEXT NOT NULL,
    origin_id TEXT NOT NULL,
    role_origin_id TEXT NOT NULL,
    granted_at TEXT NOT NULL,
    PRIMARY KEY (assignment_id, origin_system, origin_id, role_origin_id)
);
CREATE INDEX role_grants_role ON role_grants (origin_system, origin_id, role_origin_id, principal_id);
CREATE INDEX role_grants_principal ON role_grants (principal_id);
