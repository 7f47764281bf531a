-- 1 once nobody can decide the reference's request any more, and for who decided it. What waits is found among the open ones alone: they
-- are few, however much somebody was ever asked about. An open reference may still be one that does not wait, never the other way round.
ALTER TABLE stage_approvers ADD COLUMN settled BIGINT NOT NULL DEFAULT 0;
UPDATE stage_approvers SET settled = 1 WHERE tier = 'reviewer'
    OR request_id IN (SELECT q.id FROM requests q WHERE q.state NOT IN ('submitted', 'pendingApproval'));
CREATE INDEX stage_approvers_open ON stage_approvers (kind, scope_id, level, settled, created_at, request_id, stage_id, tier)
    WHERE settled = 0;
