-- What runs beside requests: jobs, timeline, audit log, mail, sessions, remembered answers.

-- The outbox and the clockwork. due_at is on the organisation's clock (which the demo can move), lease_until on the real one.
-- state: 'waiting' or 'dead' (given up, kept for people to read). A finished job is deleted.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- id of what it is about: a request, an assignment, a stage
    subject_id TEXT NOT NULL,
    -- a second job with the same key is not added
    dedupe_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at TEXT NOT NULL,
    lease_holder TEXT,
    lease_until TEXT,
    attempts BIGINT NOT NULL,
    last_error TEXT,
    created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX jobs_dedupe ON jobs (dedupe_key);
CREATE INDEX jobs_due ON jobs (state, due_at, id);
CREATE INDEX jobs_subject ON jobs (subject_id);

-- Named leases for work that only one process does at a time; real clock.
CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    until TEXT NOT NULL
);

-- The timeline of a request or assignment, in plain facts; words are made from it when it is shown.
CREATE TABLE events (
    position COUNTER,
    id TEXT NOT NULL UNIQUE,
    request_id TEXT REFERENCES requests (id),
    assignment_id TEXT REFERENCES assignments (id),
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- who did it (subject id and the name then); null: the system
    actor_id TEXT,
    actor_name TEXT,
    data TEXT NOT NULL
);
CREATE INDEX events_request ON events (request_id, position);
CREATE INDEX events_assignment ON events (assignment_id, position);

-- The hash-chained log. An entry is written with its change; seq, prev_hash and hash are null until the sealer links it.
CREATE TABLE audit (
    position COUNTER,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    -- subject id, or 'system', 'import'
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    -- canonical JSON without personal text
    details TEXT NOT NULL,
    -- erasable together: names, justifications, answers, and the salt of their hash
    personal TEXT,
    personal_salt TEXT,
    personal_hash TEXT,
    payload_hash TEXT NOT NULL,
    seq BIGINT,
    prev_hash TEXT,
    hash TEXT
);
CREATE UNIQUE INDEX audit_seq ON audit (seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_unsealed ON audit (position) WHERE seq IS NULL;
CREATE INDEX audit_object ON audit (object_kind, object_id);
CREATE INDEX audit_actor ON audit (actor, at);

-- Outgoing mail; in the demo also the mailbox that is shown. state: 'waiting', 'sent', 'failed'.
CREATE TABLE mail (
    position COUNTER,
    id TEXT NOT NULL UNIQUE,
    dedupe_key TEXT NOT NULL,
    to_address TEXT NOT NULL,
    to_name TEXT,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    language TEXT,
    request_id TEXT,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    sent_at TEXT
);
CREATE UNIQUE INDEX mail_dedupe ON mail (dedupe_key);
CREATE INDEX mail_state ON mail (state, position);

-- Cookie sessions; id_hash is SHA-256 of the cookie's secret, in hex. Real clock.
CREATE TABLE sessions (
    id_hash TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL REFERENCES subjects (id),
    -- how the person signed in: 'demo', an OIDC provider, a one-time code
    method TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX sessions_subject ON sessions (subject_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- Answers remembered for repeated POSTs; the key is a hash of caller, method, path, client-request-id and body. Real clock.
CREATE TABLE idempotency (
    key TEXT NOT NULL PRIMARY KEY,
    status BIGINT NOT NULL,
    location TEXT,
    body TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX idempotency_expires ON idempotency (expires_at);
