//! What waits for somebody's decision, and what was settled that they were asked about. Found from what is theirs (their groups, their
//! reports, those they sponsor), then held against the directory as it is now, as a decision would be.

use std::collections::BTreeMap;

use portico_governance::approvers::Panel;

use crate::operations::panels;
use crate::signin::person::Person;
use crate::store::sql::placeholders_from;
use crate::store::{Sql, StoreError, Tx, Value};

use super::read::Scope;

mod asked;

pub use asked::{is_approver, is_approver_of_package, page};

/// Ways from a reference of `stage_approvers` to the user `$1`: its kind, its level, and a statement whose `scope_id` is what it then names.
/// Whoever else a stage names, it is not they.
const WAYS: [(&str, i64, &str); 12] = [
    ("user", 0, "SELECT CAST($1 AS TEXT) AS scope_id"),
    (
        "group",
        0,
        "SELECT i.group_id AS scope_id FROM memberships i WHERE i.member_id = $1",
    ),
    (
        "rule",
        0,
        "SELECT i.rule_id AS scope_id FROM rule_members i WHERE i.user_id = $1",
    ),
    (
        "managerOf",
        1,
        "SELECT a.id AS scope_id FROM users a WHERE a.manager_id = $1",
    ),
    (
        "managerOf",
        2,
        "SELECT b.id AS scope_id FROM users a JOIN users b ON b.manager_id = a.id WHERE a.manager_id = $1",
    ),
    (
        "managerOf",
        3,
        "SELECT c.id AS scope_id FROM users a JOIN users b ON b.manager_id = a.id \
           JOIN users c ON c.manager_id = b.id WHERE a.manager_id = $1",
    ),
    (
        "managerOf",
        4,
        "SELECT d.id AS scope_id FROM users a JOIN users b ON b.manager_id = a.id \
           JOIN users c ON c.manager_id = b.id JOIN users d ON d.manager_id = c.id WHERE a.manager_id = $1",
    ),
    (
        "internalSponsorsOf",
        0,
        "SELECT s.organization_id AS scope_id FROM organization_sponsors s \
         WHERE s.side = 'internal' AND (s.sponsor_id = $1 \
         OR s.sponsor_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1))",
    ),
    (
        "externalSponsorsOf",
        0,
        "SELECT s.organization_id AS scope_id FROM organization_sponsors s \
         WHERE s.side = 'external' AND (s.sponsor_id = $1 \
         OR s.sponsor_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1))",
    ),
    (
        "sponsorsOf",
        0,
        "SELECT s.user_id AS scope_id FROM user_sponsors s WHERE s.sponsor_id = $1 \
         OR s.sponsor_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)",
    ),
    (
        "ownersOf",
        0,
        "SELECT s.service_principal_id AS scope_id FROM service_principal_people s \
         JOIN service_principals n ON n.id = s.service_principal_id \
         WHERE n.kind <> 'agent' AND s.relation = 'owner' AND (s.person_id = $1 \
         OR s.person_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1))",
    ),
    (
        "sponsorsOrOwnersOf",
        0,
        "SELECT s.service_principal_id AS scope_id FROM service_principal_people s \
         JOIN service_principals n ON n.id = s.service_principal_id \
         WHERE n.kind = 'agent' AND (s.person_id = $1 \
         OR s.person_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1))",
    ),
];

/// A condition on references (alias `v`) for each of the ways.
fn conditions() -> [String; WAYS.len()] {
    WAYS.map(|(kind, level, scopes)| {
        format!("v.kind = '{kind}' AND v.level = {level} AND v.scope_id IN ({scopes})")
    })
}

/// Which references are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Among {
    /// Every one.
    All,
    /// Those that can still be decided.
    Open,
}

/// Everything by which a reference can lead to the user `$1`: a statement with kind, level and scope, each once.
fn scopes(among: Among) -> String {
    // Thousands are below the head of an organisation, and hardly anybody names a manager three levels up: a way that no reference takes
    // is not walked.
    let open = match among {
        Among::All => "",
        Among::Open => " AND g.settled = 0",
    };
    let ways = WAYS.map(|(kind, level, scopes)| {
        format!(
            "SELECT '{kind}' AS kind, x.scope_id AS scope_id, {level} AS level FROM ({scopes}) x \
             WHERE EXISTS (SELECT 1 FROM stage_approvers g WHERE g.kind = '{kind}' AND g.level = {level}{open})"
        )
    });
    ways.join(" UNION ")
}

/// A reference (alias `v`) is one of those of [`scopes`] (alias `m`).
const IS_MINE: &str = "v.kind = m.kind AND v.scope_id = m.scope_id AND v.level = m.level";

/// Those of an escalation count only once it has happened.
const JOINED: &str =
    "(v.tier NOT IN ('escalation', 'fallbackEscalation') OR t.escalated_at IS NOT NULL)";

/// A stage (alias `t`) of a request (alias `q`) that can be decided now.
const WAITS: &str = "t.status = 'InProgress' AND q.state = 'pendingApproval'";

/// Nobody decides more at a sitting; who has more waiting sees the longest waiting first, and the rest when those are done.
const MOST: usize = 2000;

/// Ids of the requests that wait for the person's decision now, longest waiting first.
pub async fn request_ids(tx: &mut Tx, person: &Person) -> Result<Vec<String>, StoreError> {
    let rows = Sql::new(waiting_text())
        .text(&person.user_id)
        .fetch_all(tx)
        .await?;
    let (mut requests, mut stages) = (Vec::new(), Vec::new());
    for row in &rows {
        if row.int("waits")? == 1 {
            requests.push(row.text("request_id")?);
            stages.push(row.text("stage_id")?);
        }
    }
    let panels = panels::of_stages(tx, &stages).await?;
    // One stage of a request is in progress at a time, so no request comes twice.
    let mine = requests.into_iter().zip(&stages);
    let mine = mine.filter(|(_, stage)| has_seat(&panels, stage, person));
    Ok(mine.map(|(request, _)| request).take(MOST).collect())
}

fn waiting_text() -> String {
    // Open references only: they are in an index of their own. From what is mine to the references, never the other way: `CROSS JOIN`
    // says so to SQLite. Whether they wait is told, not asked for: PostgreSQL, whose statistics of a quiet hour know of nothing that waits,
    // would look through all that wait for each reference.
    format!(
        "WITH mine AS MATERIALIZED ({}) \
         SELECT DISTINCT v.created_at AS created_at, v.request_id AS request_id, v.stage_id AS stage_id, \
           CASE WHEN {WAITS} THEN 1 ELSE 0 END AS waits \
         FROM mine m CROSS JOIN stage_approvers v CROSS JOIN request_stages t CROSS JOIN requests q \
         WHERE {IS_MINE} AND v.settled = 0 AND t.id = v.stage_id AND q.id = v.request_id AND {JOINED} \
         ORDER BY created_at, request_id",
        scopes(Among::Open)
    )
}

fn has_seat(panels: &BTreeMap<String, Panel>, stage: &str, person: &Person) -> bool {
    let panel = panels.get(stage);
    panel.is_some_and(|panel| panel.seat(&person.user_id).is_some())
}

/// Requests (alias `q`) whose approval is the person's: those that wait for their decision, those they decided, and those
/// that named them and were settled without them. All of them at once: for a page, [`page`] is cheaper.
pub async fn or_settled(tx: &mut Tx, person: &Person) -> Result<Scope, StoreError> {
    let waiting = request_ids(tx, person).await?;
    let settled = conditions().map(|way| {
        format!(
            "SELECT t.request_id FROM stage_approvers v JOIN request_stages t ON t.id = v.stage_id \
             JOIN requests z ON z.id = t.request_id \
             WHERE (t.status IN ('Completed', 'Expired') OR (t.status = 'InProgress' AND z.state <> 'pendingApproval')) \
               AND {way} AND {JOINED}"
        )
    });
    let mut condition = format!(
        "q.requestor_id <> $2 AND q.target_id <> $2 AND (q.id IN ({})",
        settled.join(" UNION ")
    );
    if !waiting.is_empty() {
        let waiting = placeholders_from(3, waiting.len());
        condition.push_str(" OR q.id IN (");
        condition.push_str(&waiting);
        condition.push(')');
    }
    condition.push(')');
    let me = [person.user_id.clone(), person.subject_id.clone()];
    let values = me.into_iter().chain(waiting).map(Value::from);
    Ok(Scope::new(condition, values.collect()))
}

#[cfg(test)]
mod tests;
