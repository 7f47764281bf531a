//! Of what somebody is or was asked to decide: a page, one request, the requests for one package. First the references that lead to
//! them, from an index alone; then how the stages of those few stand; then who decides the ones that wait.

use std::collections::BTreeMap;

use portico_governance::approvers::Panel;

use super::{LEADS_TO_ME, MOST, WAITS, has_seat};
use crate::api::read::Place;
use crate::operations::panels;
use crate::signin::person::Person;
use crate::store::sql::placeholders_from;
use crate::store::{Row, Sql, StoreError, Tx, Value};

/// The most stages that a request has.
const MOST_STAGES: usize = 3;
/// How many stages one statement asks about.
const AT_ONCE: usize = 400;

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
/// faster; what they may still decide, [`super::request_ids`] knows.
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
