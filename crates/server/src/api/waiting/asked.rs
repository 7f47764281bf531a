//! Of what somebody is or was asked to decide: a page, one request, the requests for one package. First the references that lead to
//! them, from an index alone; then how the stages of those few stand; then who decides the ones that wait.

use std::collections::BTreeMap;

use portico_governance::approvers::Panel;

use super::{Among, IS_MINE, MOST, WAITS, conditions, has_seat, scopes};
use crate::api::read::Place;
use crate::operations::among::{self, AT_ONCE};
use crate::operations::panels;
use crate::signin::person::Person;
use crate::store::{Row, Sql, StoreError, Tx};

/// The most stages that a request has.
const MOST_STAGES: usize = 3;
/// Whether a reference (alias `v`) is one of an escalation.
const BY_ESCALATION: &str =
    "CASE WHEN v.tier IN ('escalation', 'fallbackEscalation') THEN 1 ELSE 0 END";

/// Some of the requests of [`super::or_settled`], with who decides those that wait.
pub struct Part {
    /// The requests, newest first.
    pub request_ids: Vec<String>,
    /// The panels of their stages that wait.
    pub panels: BTreeMap<String, Panel>,
}

/// The newest `most` requests of [`super::or_settled`] behind a place in their order: the page is cut in the index of references, before
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
        let Found { references, more } = newest(tx, person, after.as_ref(), step).await?;
        let Some(last) = references.last() else {
            return Ok(part);
        };
        after = Some(Place {
            key: last.created.clone(),
            id: last.request.clone(),
        });
        for one in named(tx, person, &references, &mut part.panels).await? {
            if part.request_ids.len() < most {
                part.request_ids.push(one);
            }
        }
        if !more || part.request_ids.len() >= most {
            return Ok(part);
        }
        // Who is named by many requests that are not theirs pays for them in few steps.
        step = (step * 2).clamp(1, MOST);
    }
}

/// Whether the person is or was asked to decide the request. Who was asked may go on reading it when somebody else was
/// faster; what they may still decide, [`super::request_ids`] knows.
pub async fn is_approver(
    tx: &mut Tx,
    person: &Person,
    request_id: &str,
) -> Result<bool, StoreError> {
    let stages = "SELECT t.id FROM request_stages t WHERE t.request_id = $2";
    let references = among_stages(tx, person, stages, request_id).await?;
    let mine = named(tx, person, &references, &mut BTreeMap::new()).await?;
    Ok(!mine.is_empty())
}

/// Whether the person is or was asked to decide somebody's request for the package.
pub async fn is_approver_of_package(
    tx: &mut Tx,
    person: &Person,
    package_id: &str,
) -> Result<bool, StoreError> {
    let stages = "SELECT t.id FROM request_stages t JOIN requests q ON q.id = t.request_id WHERE q.package_id = $2";
    let references = among_stages(tx, person, stages, package_id).await?;
    let mine = named(tx, person, &references, &mut BTreeMap::new()).await?;
    Ok(!mine.is_empty())
}

/// A stage that refers to somebody, whether or not it has begun.
struct Reference {
    created: String,
    request: String,
    stage: String,
    /// Only its escalation refers to them.
    by_escalation: bool,
}

/// References of so many requests at the most, newest first.
struct Found {
    references: Vec<Reference>,
    /// There are more behind them.
    more: bool,
}

/// The newest references to the person of `most` requests behind a place. What leads to somebody may be a group that half the organisation
/// names, so each of their scopes is read only as far as the page can need: `ends` walks the same number of references in each, and of
/// all the places where it stopped short the newest is where all of them are known up to.
async fn newest(
    tx: &mut Tx,
    person: &Person,
    after: Option<&Place>,
    most: usize,
) -> Result<Found, StoreError> {
    let text = newest_text(after.is_some(), most);
    let mut sql = Sql::new(text).text(&person.user_id);
    if let Some(place) = after {
        sql = sql.text(&place.key).text(&place.id);
    }
    let mut found = Found {
        references: Vec::new(),
        more: false,
    };
    let mut seen = 0;
    for row in sql.fetch_all(tx).await? {
        let reference = Reference::read(&row)?;
        let last = found.references.last();
        seen += usize::from(last.is_none_or(|last| last.request != reference.request));
        found.more |= seen > most || row.opt_text("cut")?.is_some();
        if seen > most {
            break;
        }
        found.references.push(reference);
    }
    Ok(found)
}

fn newest_text(is_behind: bool, most: usize) -> String {
    let behind = |alias: &str| {
        if is_behind {
            format!(" AND ({alias}.created_at, {alias}.request_id) < ($2, $3)")
        } else {
            String::new()
        }
    };
    // A stage that was decided usually refers twice to who did. With a row more than so many requests can have, none of those is cut.
    let (walked, rows) = (most * 2, most * MOST_STAGES + 1);
    let cut = "(SELECT MAX(e.created_at) FROM ends e)";
    format!(
        "WITH mine AS MATERIALIZED ({scopes}), ends AS MATERIALIZED ( \
           SELECT (SELECT v.created_at FROM stage_approvers v WHERE {IS_MINE}{behind_v} \
             ORDER BY v.created_at DESC, v.request_id DESC LIMIT 1 OFFSET {walked}) AS created_at FROM mine m) \
         SELECT v.created_at AS created_at, v.request_id AS request_id, v.stage_id AS stage_id, \
           MIN({BY_ESCALATION}) AS by_escalation, {cut} AS cut \
         FROM mine m CROSS JOIN stage_approvers v \
         WHERE {IS_MINE}{behind_v} AND v.created_at >= COALESCE({cut}, '') \
         GROUP BY v.created_at, v.request_id, v.stage_id \
         ORDER BY v.created_at DESC, v.request_id DESC LIMIT {rows}",
        scopes = scopes(Among::All),
        behind_v = behind("v"),
    )
}

/// The references to the person whose stage is among the stages of a statement over `$2`.
async fn among_stages(
    tx: &mut Tx,
    person: &Person,
    stages: &str,
    value: &str,
) -> Result<Vec<Reference>, StoreError> {
    let branches = conditions().map(|way| {
        format!(
            "SELECT v.created_at AS created_at, v.request_id AS request_id, v.stage_id AS stage_id, \
               {BY_ESCALATION} AS by_escalation FROM stage_approvers v WHERE {way} AND v.stage_id IN ({stages})"
        )
    });
    let text = format!(
        "SELECT x.created_at AS created_at, x.request_id AS request_id, x.stage_id AS stage_id, \
           MIN(x.by_escalation) AS by_escalation FROM ({}) x \
         GROUP BY x.created_at, x.request_id, x.stage_id ORDER BY x.created_at DESC, x.request_id DESC",
        branches.join(" UNION ALL ")
    );
    let sql = Sql::new(text).text(&person.user_id).text(value);
    let rows = sql.fetch_all(tx).await?;
    rows.iter().map(Reference::read).collect()
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
    let ids: Vec<String> = references.iter().map(|one| one.stage.clone()).collect();
    for ids in ids.chunks(AT_ONCE) {
        let (list, ids) = among::list(2, ids);
        let text = format!(
            "SELECT t.id AS id, t.escalated_at AS escalated_at, CASE WHEN {WAITS} THEN 1 ELSE 0 END AS waits \
             FROM request_stages t JOIN requests q ON q.id = t.request_id \
             WHERE t.status <> 'Initializing' AND q.requestor_id <> $1 AND q.target_id <> $1 AND t.id IN ({list})"
        );
        let sql = Sql::new(text).text(&person.subject_id).values(ids);
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
mod tests;
