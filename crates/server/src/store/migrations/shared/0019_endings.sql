-- The fewest days before its end for which the holder of access was told of it: 14, or 1. What had begun when the end was set counts as told.
ALTER TABLE assignments ADD COLUMN end_told BIGINT;
-- Ends are looked at before they come now: each job looks once, and puts itself off to the next moment of its own.
UPDATE jobs SET due_at = '' WHERE kind = 'expire' AND state = 'waiting';
DELETE FROM jobs WHERE kind = 'nearExpiry';

-- Since when a governed person from outside may not sign in because their last access ended; null: they may, or somebody else says that
-- they may not.
ALTER TABLE subjects ADD COLUMN blocked_at TEXT;

-- Attributes of people that answers of a request have set and that go with its access again (accessPackageResourceAttribute,
-- isPersistedOnAssignmentRemoval false).
CREATE TABLE attribute_values (
    assignment_id TEXT NOT NULL REFERENCES assignments (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    set_at TEXT NOT NULL,
    PRIMARY KEY (assignment_id, name)
);
CREATE INDEX attribute_values_user ON attribute_values (user_id, name);

-- Policies that hand out access by themselves are few, and asked for whenever the directory changes.
CREATE INDEX policies_automatic ON policies (id) WHERE automatic_request_settings IS NOT NULL AND deleted_at IS NULL;

-- How many seconds the answer to a call may take, and until when that is, counted from its arrival; null: nobody waits, or it has not arrived.
ALTER TABLE callouts ADD COLUMN answer_within BIGINT;
ALTER TABLE callouts ADD COLUMN answer_by TEXT;
DROP INDEX callouts_waiting;
CREATE INDEX callouts_waiting ON callouts (due_at, created_at, id) WHERE state = 'waiting';
