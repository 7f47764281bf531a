-- The id under which whoever keeps the directory by SCIM knows a person or a group (RFC 7643, section 3.1: externalId). To the letter, and
-- not unique: it is theirs.
ALTER TABLE users ADD COLUMN external_id TEXT;
CREATE INDEX users_external_id ON users (external_id);
ALTER TABLE groups ADD COLUMN external_id TEXT;
CREATE INDEX groups_external_id ON groups (external_id);

-- Deleted by SCIM. The row stays for requests and assignments that point to it, with account_enabled 0 and its id before the sign-in name,
-- so that somebody else may have that name.
ALTER TABLE users ADD COLUMN deleted_at TEXT;
