//! What waits for somebody's decision. Found from what is theirs (their groups, their reports, those they sponsor), then
//! held against the directory as it is now, as a decision would be.

use crate::operations::panels;
use crate::signin::person::Person;
use crate::store::sql::placeholders_from;
use crate::store::{Row, Sql, StoreError, Tx, Value};

use super::read::Scope;

/// References of `stage_approvers` (alias `v`) that lead to the user `$1`: whoever else a stage names, it is not they.
const LEADS_TO_ME: [&str; 7] = [
    "v.kind = 'user' AND v.scope_id = $1",
    "v.kind = 'group' AND v.scope_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)",
    "v.kind = 'managerOf' AND v.level <= 1 AND v.scope_id IN (SELECT a.id FROM users a WHERE a.manager_id = $1)",
    "v.kind = 'managerOf' AND v.level > 1 AND v.scope_id IN ( \
       SELECT b.id FROM users a JOIN users b ON b.manager_id = a.id WHERE a.manager_id = $1 \
       UNION SELECT c.id FROM users a JOIN users b ON b.manager_id = a.id JOIN users c ON c.manager_id = b.id \
       WHERE a.manager_id = $1 \
       UNION SELECT d.id FROM users a JOIN users b ON b.manager_id = a.id JOIN users c ON c.manager_id = b.id \
       JOIN users d ON d.manager_id = c.id WHERE a.manager_id = $1)",
    "v.kind IN ('internalSponsorsOf', 'externalSponsorsOf') AND v.scope_id IN ( \
       SELECT s.organization_id FROM organization_sponsors s WHERE s.sponsor_id = $1 \
       OR s.sponsor_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1))",
    "v.kind = 'sponsorsOf' AND v.scope_id IN ( \
       SELECT s.user_id FROM user_sponsors s WHERE s.sponsor_id = $1 \
       OR s.sponsor_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1))",
    "v.kind = 'ownersOf' AND v.scope_id IN ( \
       SELECT s.service_principal_id FROM service_principal_people s WHERE s.person_id = $1)",
];

/// Those of an escalation count only once it has happened.
const JOINED: &str = "(v.tier IN ('primary', 'fallbackPrimary') OR t.escalated_at IS NOT NULL)";

/// Nobody decides more at a sitting; who has more waiting sees the longest waiting first, and the rest when those are done.
const MOST: usize = 2000;

/// Ids of the requests that wait for the person's decision now, longest waiting first.
pub async fn request_ids(tx: &mut Tx, person: &Person) -> Result<Vec<String>, StoreError> {
    let waiting = "t.status = 'InProgress' AND q.state = 'pendingApproval'";
    let mut named = Vec::new();
    for row in candidates(tx, person, waiting, None).await? {
        let created = row.text("created_at")?;
        named.push((created, row.text("request_id")?, row.text("stage_id")?));
    }
    named.sort_unstable();
    let stages: Vec<String> = named.iter().map(|(_, _, stage)| stage.clone()).collect();
    let panels = panels::of_stages(tx, &stages).await?;
    let mine = named.into_iter().filter(|(_, _, stage)| {
        let panel = panels.get(stage);
        panel.is_some_and(|panel| panel.seat(&person.user_id).is_some())
    });
    // One stage of a request is in progress at a time, so no request comes twice.
    Ok(mine.map(|(_, request, _)| request).take(MOST).collect())
}

/// Requests (alias `q`) whose approval is the person's: those that wait for their decision, those they decided, and those
/// that named them and were settled without them.
pub async fn or_settled(tx: &mut Tx, person: &Person) -> Result<Scope, StoreError> {
    let waiting = request_ids(tx, person).await?;
    let settled = LEADS_TO_ME.map(|way| {
        format!(
            "SELECT t.request_id FROM stage_approvers v JOIN request_stages t ON t.id = v.stage_id \
             JOIN requests z ON z.id = t.request_id \
             WHERE (t.status IN ('Completed', 'Expired') OR (t.status = 'InProgress' AND z.state <> 'pendingApproval')) \
               AND {way} AND {JOINED}"
        )
    });
    let mut condition = format!(
        "q.requestor_id <> $2 AND q.target_id <> $2 AND (q.id IN ( \
         SELECT t.request_id FROM request_stages t WHERE t.reviewed_by_id = $2 UNION {})",
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

/// Whether the person is or was asked to decide the request. Who was asked may go on reading it when somebody else was
/// faster; what they may still decide, [`request_ids`] knows.
pub async fn is_approver(
    tx: &mut Tx,
    person: &Person,
    request_id: &str,
) -> Result<bool, StoreError> {
    let began =
        "t.status <> 'Initializing' AND q.requestor_id <> $3 AND q.target_id <> $3 AND q.id = $2";
    let named = candidates(tx, person, began, Some(request_id)).await?;
    let mut waiting = Vec::new();
    for row in &named {
        if row.text("status")? != "InProgress" {
            return Ok(true);
        }
        waiting.push(row.text("stage_id")?);
    }
    let panels = panels::of_stages(tx, &waiting).await?;
    Ok(panels
        .values()
        .any(|panel| panel.seat(&person.user_id).is_some()))
}

/// Stages that refer to the person, by whatever way.
async fn candidates(
    tx: &mut Tx,
    person: &Person,
    condition: &str,
    request_id: Option<&str>,
) -> Result<Vec<Row>, StoreError> {
    let branches = LEADS_TO_ME.map(|way| {
        format!(
            "SELECT t.id AS stage_id, t.request_id AS request_id, t.status AS status, \
             q.created_at AS created_at FROM stage_approvers v \
             JOIN request_stages t ON t.id = v.stage_id JOIN requests q ON q.id = t.request_id \
             WHERE {condition} AND {way} \
               AND {JOINED}"
        )
    });
    let mut sql = Sql::new(branches.join(" UNION ")).text(&person.user_id);
    if let Some(request_id) = request_id {
        sql = sql.text(request_id).text(&person.subject_id);
    }
    sql.fetch_all(tx).await
}
