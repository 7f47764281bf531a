-- Rules over attributes of people (attributeRuleMembers), each once in its canonical text; the id is derived from the text. A rule stays
-- when no policy names it any more: requests that were made before may still ask for its people.
CREATE TABLE attribute_rules (
    id TEXT NOT NULL PRIMARY KEY,
    rule TEXT NOT NULL
);

-- Whom each rule holds: written in the transaction that writes the person or the rule, so that nothing is evaluated when it is read.
-- policy_scopes and stage_approvers point to rules with kind 'rule' + rule id.
CREATE TABLE rule_members (
    rule_id TEXT NOT NULL REFERENCES attribute_rules (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (user_id, rule_id)
);
CREATE INDEX rule_members_rule ON rule_members (rule_id, user_id);

-- The directory a guest comes from, in lower case: what identity_sources.tenant_id is matched with, as domain_folded is with domains.
ALTER TABLE users ADD COLUMN home_tenant_id TEXT DEFAULT NULL;
CREATE INDEX users_home_tenant ON users (home_tenant_id);
UPDATE identity_sources SET tenant_id = lower(tenant_id);
