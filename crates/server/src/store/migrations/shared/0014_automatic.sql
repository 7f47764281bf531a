-- Until when access is kept that its holder left the scope of; null: they did not.
ALTER TABLE assignments ADD COLUMN grace_until TEXT;
CREATE INDEX assignments_under ON assignments (policy_id, id) WHERE state IN ('partiallyDelivered', 'delivered');
