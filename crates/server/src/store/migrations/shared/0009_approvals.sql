-- What lists of approvals are ordered by stands beside each reference, so that a page is cut in the index alone: rows of requests are
-- long. Whoever decided a stage is a reference too (tier 'reviewer', kind 'user'), whomever the policy names.
ALTER TABLE stage_approvers ADD COLUMN request_id TEXT NOT NULL DEFAULT '';
-- of the request
ALTER TABLE stage_approvers ADD COLUMN created_at TEXT NOT NULL DEFAULT '';
UPDATE stage_approvers SET
    request_id = (SELECT t.request_id FROM request_stages t WHERE t.id = stage_approvers.stage_id),
    created_at = (SELECT q.created_at FROM request_stages t JOIN requests q ON q.id = t.request_id WHERE t.id = stage_approvers.stage_id);
INSERT INTO stage_approvers (stage_id, tier, kind, scope_id, level, request_id, created_at)
    SELECT t.id, 'reviewer', 'user', s.object_id, 0, t.request_id, q.created_at FROM request_stages t
    JOIN requests q ON q.id = t.request_id JOIN subjects s ON s.id = t.reviewed_by_id WHERE s.object_id IS NOT NULL;
DROP INDEX stage_approvers_who;
CREATE INDEX stage_approvers_who ON stage_approvers (kind, scope_id, level, created_at, request_id, stage_id, tier);
