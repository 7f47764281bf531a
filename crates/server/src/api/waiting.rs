//! What waits for somebody's decision, and what was settled that they were asked about. Found from what is theirs (their groups, their
//! reports, those they sponsor), then held against the directory as it is now, as a decision would be.

use std::collections::BTreeMap;

use portico_governance::approvers::Panel;

use crate::operations::panels;
use crate::signin::person::Person;
use crate::store::sql::placeholders_from;
use crate::store::{Row, Sql, StoreError, Tx, Value};

use super::read::{Place, Scope};

/// References of `stage_approvers` (alias `v`) that lead to the user `$1`: whoever else a stage names, it is not they.
const LEADS_TO_ME: [&str; 12] = [
    "v.kind = 'user' AND v.scope_id = $1",
    "v.kind = 'group' AND v.scope_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)",
    "v.kind = 'rule' AND v.scope_id IN (SELECT i.rule_id FROM rule_members i WHERE i.user_id = $1)",
    "v.kind = 'managerOf' AND v.level = 1 AND v.scope_id IN (SELECT a.id FROM users a WHERE a.manager_id = $1)",
    "v.kind = 'managerOf' AND v.level = 2 AND v.scope_id IN ( \
       SELECT b.id FROM users a JOIN users b ON b.manager_id = a.id WHERE a.manager_id = $1)",
    "v.kind = 'managerOf' AND v.level = 3 AND v.scope_id IN ( \
       SELECT c.id FROM users a JOIN users b ON b.manager_id = a.id JOIN users c ON c.manager_id = b.id \
       WHERE a.manager_id = $1)",
    "v.kind = 'managerOf' AND v.level = 4 AND v.scope_id IN ( \
       SELECT d.id FROM users a JOIN users b ON b.manager_id = a.id JOIN users c ON c.manager_id = b.id \
       JOIN users d ON d.manager_id = c.id WHERE a.manager_id = $1)",
    "v.kind = 'internalSponsorsOf' AND v.scope_id IN ( \
       SELECT s.organization_id FROM organization_sponsors s WHERE s.side = 'internal' AND (s.sponsor_id = $1 \
       OR s.sponsor_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)))",
    "v.kind = 'externalSponsorsOf' AND v.scope_id IN ( \
       SELECT s.organization_id FROM organization_sponsors s WHERE s.side = 'external' AND (s.sponsor_id = $1 \
       OR s.sponsor_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)))",
    "v.kind = 'sponsorsOf' AND v.scope_id IN ( \
       SELECT s.user_id FROM user_sponsors s WHERE s.sponsor_id = $1 \
       OR s.sponsor_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1))",
    "v.kind = 'ownersOf' AND v.scope_id IN ( \
       SELECT s.service_principal_id FROM service_principal_people s JOIN service_principals n ON n.id = s.service_principal_id \
       WHERE n.kind <> 'agent' AND s.relation = 'owner' AND (s.person_id = $1 \
       OR s.person_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)))",
    "v.kind = 'sponsorsOrOwnersOf' AND v.scope_id IN ( \
       SELECT s.service_principal_id FROM service_principal_people s JOIN service_principals n ON n.id = s.service_principal_id \
       WHERE n.kind = 'agent' AND (s.person_id = $1 \
       OR s.person_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)))",
];

/// Those of an escalation count only once it has happened.
const JOINED: &str =
    "(v.tier NOT IN ('escalation', 'fallbackEscalation') OR t.escalated_at IS NOT NULL)";

/// A stage (alias `t`) of a request (alias `q`) that can be decided now.
const WAITS: &str = "t.status = 'InProgress' AND q.state = 'pendingApproval'";

/// Nobody decides more at a sitting; who has more waiting sees the longest waiting first, and the rest when those are done.
const MOST: usize = 2000;

/// The most stages that a request has.
const MOST_STAGES: usize = 3;
/// How many stages one statement asks about.
const AT_ONCE: usize = 400;

/// Ids of the requests that wait for the person's decision now, longest waiting first.
pub async fn request_ids(tx: &mut Tx, person: &Person) -> Result<Vec<String>, StoreError> {
    let branches = LEADS_TO_ME.map(|way| {
        format!(
            "SELECT v.created_at AS created_at, v.request_id AS request_id, v.stage_id AS stage_id FROM stage_approvers v \
             JOIN request_stages t ON t.id = v.stage_id JOIN requests q ON q.id = t.request_id \
             WHERE {WAITS} AND {way} AND {JOINED}"
        )
    });
    let text = format!(
        "{} ORDER BY created_at, request_id",
        branches.join(" UNION ")
    );
    let rows = Sql::new(text).text(&person.user_id).fetch_all(tx).await?;
    let stages: Vec<String> = rows
        .iter()
        .map(|row| row.text("stage_id"))
        .collect::<Result<_, _>>()?;
    let panels = panels::of_stages(tx, &stages).await?;
    let mut mine = Vec::new();
    for (row, stage) in rows.iter().zip(&stages) {
        // One stage of a request is in progress at a time, so no request comes twice.
        if has_seat(&panels, stage, person) && mine.len() < MOST {
            mine.push(row.text("request_id")?);
        }
    }
    Ok(mine)
}

fn has_seat(panels: &BTreeMap<String, Panel>, stage: &str, person: &Person) -> bool {
    let panel = panels.get(stage);
    panel.is_some_and(|panel| panel.seat(&person.user_id).is_some())
}

/// Requests (alias `q`) whose approval is the person's: those that wait for their decision, those they decided, and those
/// that named them and were settled without them. All of them at once: for a page, [`page`] is cheaper.
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

/// Some of the requests of [`or_settled`], with who decides those that wait.
pub struct Part {
    /// The requests, newest first.
    pub request_ids: Vec<String>,
    /// The panels of their stages that wait.
    pub panels: BTreeMap<String, Panel>,
}

/// The newest `most` requests of [`or_settled`] behind a place in their order: the page is cut in the index of references, before
/// requests are read and anybody is looked up, so that its price does not follow what lies on the other pages.
pub async fn page(
    tx: &mut Tx,
    person: &Person,
    after: Option<Place>,
    most: usize,
) -> Result<Part, StoreError> {
    let mut part = Part {
        request_ids: Vec::new(),
        panels: BTreeMap::new(),
    };
    let mut after = after;
    let mut step = most;
    loop {
        let references = references(tx, person, Within::Behind(after.as_ref(), step)).await?;
        let Some(last) = references.last() else {
            return Ok(part);
        };
        let requests = references.chunk_by(|one, other| one.request == other.request);
        let is_end = requests.count() < step;
        after = Some(Place {
            key: last.created.clone(),
            id: last.request.clone(),
        });
        for one in named(tx, person, &references, &mut part.panels).await? {
            if part.request_ids.len() < most {
                part.request_ids.push(one);
            }
        }
        if is_end || part.request_ids.len() >= most {
            return Ok(part);
        }
        // Who is named by many requests that are not theirs pays for them in few steps.
        step = (step * 2).clamp(1, MOST);
    }
}

/// Whether the person is or was asked to decide the request. Who was asked may go on reading it when somebody else was
/// faster; what they may still decide, [`request_ids`] knows.
pub async fn is_approver(
    tx: &mut Tx,
    person: &Person,
    request_id: &str,
) -> Result<bool, StoreError> {
    let references = references(tx, person, Within::Request(request_id)).await?;
    let mine = named(tx, person, &references, &mut BTreeMap::new()).await?;
    Ok(!mine.is_empty())
}

/// Whether the person is or was asked to decide somebody's request for the package.
pub async fn is_approver_of_package(
    tx: &mut Tx,
    person: &Person,
    package_id: &str,
) -> Result<bool, StoreError> {
    let references = references(tx, person, Within::Package(package_id)).await?;
    let mine = named(tx, person, &references, &mut BTreeMap::new()).await?;
    Ok(!mine.is_empty())
}

/// Which of the references to somebody are asked for.
#[derive(Clone, Copy)]
enum Within<'a> {
    /// Those of so many requests behind a place, newest first.
    Behind(Option<&'a Place>, usize),
    /// Those of one request.
    Request(&'a str),
    /// Those of the requests for one package.
    Package(&'a str),
}

/// A stage that refers to somebody, whether or not it has begun.
struct Reference {
    created: String,
    request: String,
    stage: String,
    /// Only its escalation refers to them.
    by_escalation: bool,
}

/// Stages that refer to the person, by whatever way, newest request first.
async fn references(
    tx: &mut Tx,
    person: &Person,
    within: Within<'_>,
) -> Result<Vec<Reference>, StoreError> {
    let (condition, values) = match within {
        Within::Behind(None, _) => ("", Vec::new()),
        Within::Behind(Some(place), _) => (
            " AND (v.created_at, v.request_id) < ($2, $3)",
            vec![place.key.clone(), place.id.clone()],
        ),
        Within::Request(id) => (
            " AND v.stage_id IN (SELECT t.id FROM request_stages t WHERE t.request_id = $2)",
            vec![id.to_owned()],
        ),
        Within::Package(id) => (
            " AND v.stage_id IN (SELECT t.id FROM request_stages t JOIN requests q ON q.id = t.request_id \
             WHERE q.package_id = $2)",
            vec![id.to_owned()],
        ),
    };
    let branches = LEADS_TO_ME.map(|way| {
        format!(
            "SELECT v.created_at AS created_at, v.request_id AS request_id, v.stage_id AS stage_id, \
               CASE WHEN v.tier IN ('escalation', 'fallbackEscalation') THEN 1 ELSE 0 END AS by_escalation \
             FROM stage_approvers v WHERE {way}{condition}"
        )
    });
    let mut text = format!(
        "SELECT x.created_at AS created_at, x.request_id AS request_id, x.stage_id AS stage_id, \
           MIN(x.by_escalation) AS by_escalation FROM ({}) x \
         GROUP BY x.created_at, x.request_id, x.stage_id ORDER BY x.created_at DESC, x.request_id DESC",
        branches.join(" UNION ALL ")
    );
    // With a row more than so many requests can have, none of those is cut.
    let requests = match within {
        Within::Behind(_, requests) => requests,
        _ => usize::MAX,
    };
    if requests < usize::MAX {
        let rows = requests * MOST_STAGES + 1;
        text.push_str(" LIMIT ");
        text.push_str(&rows.to_string());
    }
    let values = std::iter::once(person.user_id.clone()).chain(values);
    let sql = Sql::new(text).values(values.map(Value::from));
    let mut references: Vec<Reference> = Vec::new();
    let mut seen = 0;
    for row in sql.fetch_all(tx).await? {
        let reference = Reference::read(&row)?;
        let last = references.last();
        seen += usize::from(last.is_none_or(|last| last.request != reference.request));
        if seen > requests {
            break;
        }
        references.push(reference);
    }
    Ok(references)
}

impl Reference {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            created: row.text("created_at")?,
            request: row.text("request_id")?,
            stage: row.text("stage_id")?,
            by_escalation: row.int("by_escalation")? == 1,
        })
    }
}

/// The requests, each once and in their order, of which a stage that has begun names the person: settled, or waiting for them. The
/// panels of those that wait are added to `panels`.
async fn named(
    tx: &mut Tx,
    person: &Person,
    references: &[Reference],
    panels: &mut BTreeMap<String, Panel>,
) -> Result<Vec<String>, StoreError> {
    let mut begun = BTreeMap::new();
    for references in references.chunks(AT_ONCE) {
        let text = format!(
            "SELECT t.id AS id, t.escalated_at AS escalated_at, CASE WHEN {WAITS} THEN 1 ELSE 0 END AS waits \
             FROM request_stages t JOIN requests q ON q.id = t.request_id \
             WHERE t.status <> 'Initializing' AND q.requestor_id <> $1 AND q.target_id <> $1 AND t.id IN ({})",
            placeholders_from(2, references.len())
        );
        let ids = references.iter().map(|one| one.stage.clone());
        let values = std::iter::once(person.subject_id.clone()).chain(ids);
        let sql = Sql::new(text).values(values.map(Value::from));
        for row in sql.fetch_all(tx).await? {
            let escalated = row.opt_text("escalated_at")?.is_some();
            begun.insert(row.text("id")?, (escalated, row.int("waits")? == 1));
        }
    }
    let waits = begun.iter().filter(|(_, (_, waits))| *waits);
    let waits: Vec<String> = waits.map(|(id, _)| id.clone()).collect();
    if !waits.is_empty() {
        panels.extend(panels::of_stages(tx, &waits).await?);
    }
    let mut mine: Vec<String> = Vec::new();
    for one in references {
        let Some((escalated, waits)) = begun.get(&one.stage) else {
            continue;
        };
        let counts = *escalated || !one.by_escalation;
        let is_mine = counts && (!waits || has_seat(panels, &one.stage, person));
        if is_mine && mine.last() != Some(&one.request) {
            mine.push(one.request.clone());
        }
    }
    Ok(mine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::harbour::{Harbour, group, one, policy, stage};
    use portico_graph::time::Duration;

    /// The leads are named by every request and asked by every second one only.
    #[tokio::test]
    async fn pages_are_full_although_some_that_name_me_are_not_mine() {
        let harbour = Harbour::new().await;
        let mut expected = Vec::new();
        for number in 0..6 {
            let id: &'static str = format!("package-{number}").leak();
            let (primary, fallback) = if number % 3 == 2 {
                (vec![group("leads")], vec![])
            } else {
                (vec![one("ed")], vec![group("leads")])
            };
            let policy = portico_graph::AssignmentPolicy {
                id: format!("policy-{number}"),
                ..policy(vec![stage(primary, fallback)])
            };
            harbour.package(id, policy, false).await;
            for who in ["ana", "bo"] {
                let wish = crate::operations::create_request::Wish {
                    package_id: id.to_owned(),
                    ..Default::default()
                };
                let request = harbour.ask_for(who, wish).await.unwrap();
                harbour.later(Duration::from_seconds(60)).await;
                if number % 3 == 2 {
                    expected.insert(0, request);
                }
            }
        }
        let chen = harbour.person("chen").await;
        let mut tx = harbour.engine.store.begin_read().await.unwrap();
        for size in [1, 2, 3, 4, 50] {
            let mut seen: Vec<String> = Vec::new();
            let mut after = None;
            loop {
                let part = page(&mut tx, &chen, after, size).await.unwrap();
                seen.extend(part.request_ids.iter().cloned());
                let Some(last) = part
                    .request_ids
                    .last()
                    .filter(|_| part.request_ids.len() == size)
                else {
                    break;
                };
                let row = Sql::new("SELECT created_at FROM requests WHERE id = $1")
                    .text(last)
                    .fetch_one(&mut tx)
                    .await;
                let key = row.unwrap().text("created_at").unwrap();
                after = Some(Place {
                    key,
                    id: last.clone(),
                });
            }
            assert_eq!(seen, expected, "{size}");
        }
        let mut oldest_first = expected.clone();
        oldest_first.reverse();
        assert_eq!(request_ids(&mut tx, &chen).await.unwrap(), oldest_first);
    }
}
