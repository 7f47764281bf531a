-- The level stands before whom it is about: whether anybody names a level of managers at all is one look into the index then, and the
-- thousands below the head of an organisation are gone through only when somebody does.
DROP INDEX stage_approvers_who;
CREATE INDEX stage_approvers_who ON stage_approvers (kind, level, scope_id, created_at, request_id, stage_id, tier);
DROP INDEX stage_approvers_open;
CREATE INDEX stage_approvers_open ON stage_approvers (kind, level, scope_id, settled, created_at, request_id, stage_id, tier)
    WHERE settled = 0;
