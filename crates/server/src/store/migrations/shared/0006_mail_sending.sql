-- Sending of outgoing mail. due_at, lease_until and first_attempt_at are on the real clock, like every lease; created_at and sent_at
-- stay on the organisation's. due_at '' is before every moment: at once. last_error is the last refusal, also of a letter that was
-- given up (state 'failed').
ALTER TABLE mail ADD COLUMN due_at TEXT NOT NULL DEFAULT '';
ALTER TABLE mail ADD COLUMN lease_holder TEXT DEFAULT NULL;
ALTER TABLE mail ADD COLUMN lease_until TEXT DEFAULT NULL;
ALTER TABLE mail ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mail ADD COLUMN first_attempt_at TEXT DEFAULT NULL;
ALTER TABLE mail ADD COLUMN last_error TEXT DEFAULT NULL;
CREATE INDEX mail_due ON mail (state, due_at, position);
