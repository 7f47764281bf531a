//! Calls to extensions written down, in the transaction of what they are about, and what became of them. They are sent afterwards, by
//! [`crate::callouts`].

use portico_governance::request::{Moment, Pauses};
use portico_graph::Subject;
use portico_graph::time::{Duration, Instant};
use serde_json::{Map, Value, json};

use super::super::act::Act;
use super::super::case::{Case, Purpose};
use super::super::new_rows::NewRequest;
use super::super::policies;
use super::limits;
use super::stages::{self, Setting, Stage};
use crate::jobs::{Task, outbox};
use crate::store::{Row, Sql, StoreError, Tx, subjects};

/// To be sent.
pub const WAITING: &str = "waiting";
/// `customExtensionCalloutInstanceStatus`: sent, and nothing is waited for.
pub const SENT: &str = "calloutSent";
/// Sent, and its answer is waited for.
pub const AWAITED: &str = "waitingForCallback";
/// Answered.
pub const ANSWERED: &str = "callbackReceived";
/// Not answered in time.
pub const TIMED_OUT: &str = "callbackTimedOut";
/// Given up.
pub const FAILED: &str = "calloutFailed";

/// Where a call goes, and how.
struct Extension {
    url: String,
    timeout_ms: i64,
    retries: i64,
    answer_within: Option<Duration>,
}

/// When a new request will wait for an extension.
pub async fn pauses(tx: &mut Tx, new: &NewRequest) -> Result<Pauses, StoreError> {
    let mut pauses = Pauses::default();
    if new.purpose == Purpose::Remove {
        return Ok(pauses);
    }
    for setting in stages::of(&new.policy) {
        let asks = match setting.stage {
            Stage::Created => &mut pauses.created,
            Stage::Approved => &mut pauses.approved,
            _ => continue,
        };
        let extension = Extension::load(tx, &setting.extension).await?;
        *asks |= extension.is_some_and(|extension| extension.answer_within.is_some());
    }
    Ok(pauses)
}

/// Writes down the calls about a request at a stage, as its frozen policy says.
pub async fn about_request(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
    stage: Stage,
) -> Result<(), StoreError> {
    let settings = settings_at(stages::of(&case.policy), stage);
    if settings.is_empty() {
        return Ok(());
    }
    let about = About {
        request: Some(case.id.clone()),
        assignment: case.assignment_id.clone(),
        data: data_of(case),
        waits: case.awaits_at().is_some_and(|at| stage_of(at) == stage),
    };
    write(tx, act, &settings, &about).await
}

/// The stage at which an extension may be waited for.
pub const fn stage_of(moment: Moment) -> Stage {
    match moment {
        Moment::Created => Stage::Created,
        Moment::Approved => Stage::Approved,
    }
}

/// Writes down the calls about access at a stage, as the policy that it is under says now.
pub async fn about_assignment(
    tx: &mut Tx,
    act: &Act,
    assignment: &str,
    stage: Stage,
) -> Result<(), StoreError> {
    let row = Sql::new(
        "SELECT a.policy_id AS policy_id, a.target_id AS target_id, a.schedule AS schedule, a.state AS state, \
           p.id AS package_id, p.display_name AS package_name \
         FROM assignments a JOIN packages p ON p.id = a.package_id WHERE a.id = $1",
    )
    .text(assignment)
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let policy = match row.opt_text("policy_id")? {
        Some(id) => policies::by_id(tx, &id).await?.unwrap_or_default(),
        None => return Ok(()),
    };
    let settings = settings_at(stages::of(&policy), stage);
    if settings.is_empty() {
        return Ok(());
    }
    let target = subjects::by_id(tx, &row.text("target_id")?).await?;
    let data = json!({
        "assignment": { "id": assignment, "state": row.text("state")?, "schedule": row.opt_json::<Value>("schedule")? },
        "accessPackage": { "id": row.text("package_id")?, "displayName": row.text("package_name")? },
        "assignmentPolicy": { "id": policy.id, "displayName": policy.display_name },
        "target": target.as_ref().map(person),
    });
    let about = About {
        request: None,
        assignment: assignment.to_owned(),
        data,
        waits: false,
    };
    write(tx, act, &settings, &about).await
}

/// Tells the request, or the assignment, how its calls stand (Graph: customExtensionCalloutInstances).
pub async fn tell(tx: &mut Tx, request: Option<&str>, assignment: &str) -> Result<(), StoreError> {
    let (column, table, id) = match request {
        Some(request) => ("request_id = $1", "requests", request),
        None => (
            "assignment_id = $1 AND request_id IS NULL",
            "assignments",
            assignment,
        ),
    };
    let rows = Sql::new(format!(
        "SELECT * FROM callouts WHERE {column} AND state <> '{WAITING}' ORDER BY created_at, id"
    ))
    .text(id)
    .fetch_all(tx)
    .await?;
    // Calls of one second follow each other as their stages do.
    let mut told = Vec::with_capacity(rows.len());
    for row in &rows {
        let stage = Stage::parse(&row.text("stage")?);
        told.push((row.text("created_at")?, stage, instance(row)?));
    }
    told.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    let instances: Vec<Value> = told.into_iter().map(|(_, _, instance)| instance).collect();
    Sql::new(format!(
        "UPDATE {table} SET callout_instances = $2 WHERE id = $1"
    ))
    .text(id)
    .json(&instances)?
    .execute(tx)
    .await
    .map(drop)
}

fn instance(row: &Row) -> Result<Value, StoreError> {
    Ok(json!({
        "id": row.text("id")?,
        "customExtensionId": row.text("extension_id")?,
        "status": row.text("state")?,
        "detail": row.opt_text("detail")?,
        "externalCorrelationId": row.opt_text("correlation_id")?,
    }))
}

/// What a call is about.
struct About {
    request: Option<String>,
    assignment: String,
    data: Value,
    /// The request waits for an answer, should the extension be one that is waited for.
    waits: bool,
}

fn settings_at(settings: Vec<Setting>, stage: Stage) -> Vec<Setting> {
    let settings = settings.into_iter();
    settings.filter(|setting| setting.stage == stage).collect()
}

async fn write(
    tx: &mut Tx,
    act: &Act,
    settings: &[Setting],
    about: &About,
) -> Result<(), StoreError> {
    let mut calls = Vec::with_capacity(settings.len());
    for setting in settings {
        calls.push((setting, Extension::load(tx, &setting.extension).await?));
    }
    // That the request waits is frozen. Should the extensions answer no more since, or be gone, they are waited for all the same; but one that
    // is gone and was perhaps only told does not speak for one that answers.
    let answers =
        |one: &Option<Extension>| one.as_ref().is_some_and(|one| one.answer_within.is_some());
    let nobody_answers = !calls.iter().any(|(_, extension)| answers(extension));
    for (setting, extension) in calls {
        let waits = about.waits && (nobody_answers || answers(&extension));
        write_one(tx, act, (setting, extension), (about, waits)).await?;
    }
    Ok(())
}

async fn write_one(
    tx: &mut Tx,
    act: &Act,
    (setting, extension): (&Setting, Option<Extension>),
    (about, waits): (&About, bool),
) -> Result<(), StoreError> {
    let id = act.ids.guid();
    // What was frozen may name an extension that is gone. Who was to wait for it would wait for ever.
    let gone = extension.is_none();
    let Extension {
        url,
        timeout_ms,
        retries,
        answer_within,
    } = extension.unwrap_or_default();
    let body = body(&id, setting.stage, about);
    let within = answer_within.unwrap_or(limits::USUAL_ANSWER);
    Sql::new(
        "INSERT INTO callouts (id, request_id, assignment_id, extension_id, stage, url, body, timeout_ms, retries, is_awaited, \
           state, detail, correlation_id, due_at, lease_holder, lease_until, attempts, created_at, answer_within) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, $13, NULL, NULL, 0, $14, $15)",
    )
    .text(&id)
    .opt_text(about.request.as_deref())
    .text(&about.assignment)
    .text(&setting.extension)
    .text(setting.stage.as_str())
    .text(url)
    .text(if gone { String::new() } else { body.to_string() })
    .int(timeout_ms)
    .int(retries)
    .flag(waits)
    .text(if gone { FAILED } else { WAITING })
    .opt_text(gone.then_some("the extension does not exist any more"))
    .text(outbox::AT_ONCE)
    .instant(act.now)
    .opt_int(waits.then_some(within.seconds()))
    .execute(tx)
    .await?;
    if waits {
        let due = if gone { act.now } else { act.now + within };
        outbox::add(tx, act, Task::CallbackTimeout, &id, due).await?;
    }
    if gone {
        tell(tx, about.request.as_deref(), &about.assignment).await?;
    }
    Ok(())
}

fn body(id: &str, stage: Stage, about: &About) -> Value {
    let mut data = about.data.as_object().cloned().unwrap_or_default();
    data.insert("stage".to_owned(), json!(stage.as_str()));
    data.insert("customExtensionStageInstanceId".to_owned(), json!(id));
    let place = match &about.request {
        Some(request) => {
            let path =
                format!("/identityGovernance/entitlementManagement/assignmentRequests/{request}");
            data.insert(
                "callbackUriPath".to_owned(),
                json!(format!("{path}/resume")),
            );
            path
        }
        None => format!(
            "/identityGovernance/entitlementManagement/assignments/{}",
            about.assignment
        ),
    };
    json!({
        "source": place,
        "type": format!("microsoft.graph.accessPackageCustomExtensionStage.{}", stage.as_str()),
        "data": data,
    })
}

fn data_of(case: &Case) -> Value {
    json!({
        "assignmentRequest": { "id": case.id, "requestType": case.request_type, "state": case.state.word(),
            "status": case.state.status(), "justification": case.justification, "answers": case.answers,
            "schedule": case.schedule },
        "assignment": { "id": case.assignment_id },
        "accessPackage": { "id": case.package_id, "displayName": case.package_name },
        "assignmentPolicy": { "id": case.policy.id, "displayName": case.policy.display_name },
        "requestor": person(&case.requestor),
        "target": person(&case.target),
    })
}

fn person(subject: &Subject) -> Value {
    json!({ "id": subject.id, "objectId": subject.object_id, "displayName": subject.display_name,
        "email": subject.email, "principalName": subject.principal_name })
}

impl Extension {
    async fn load(tx: &mut Tx, id: &str) -> Result<Option<Self>, StoreError> {
        let row = Sql::new("SELECT endpoint, client, callback FROM extensions WHERE id = $1")
            .text(id)
            .fetch_optional(tx)
            .await?;
        row.as_ref().map(Self::read).transpose()
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let endpoint: Map<String, Value> = row.json("endpoint")?;
        let client: Option<Map<String, Value>> = row.opt_json("client")?;
        let callback: Option<Map<String, Value>> = row.opt_json("callback")?;
        let number = |name| client.as_ref()?.get(name)?.as_i64();
        let within = callback
            .as_ref()
            .and_then(|callback| callback.get("timeoutDuration")?.as_str());
        Ok(Self {
            url: limits::url(&endpoint).unwrap_or_default().to_owned(),
            timeout_ms: number("timeoutInMilliseconds").unwrap_or(limits::USUAL_TIMEOUT),
            retries: number("maximumRetries").unwrap_or(limits::USUAL_RETRIES),
            answer_within: within.and_then(|text| text.parse().ok()),
        })
    }
}

impl Default for Extension {
    fn default() -> Self {
        Self {
            url: String::new(),
            timeout_ms: limits::USUAL_TIMEOUT,
            retries: 0,
            answer_within: None,
        }
    }
}

/// A call as it was written down.
pub struct Written {
    /// Its id.
    pub id: String,
    /// The request it is about.
    pub request: Option<String>,
    /// The assignment it is about.
    pub assignment: String,
    /// At which stage.
    pub stage: Option<Stage>,
    /// The request waits for its answer, and has none yet.
    pub is_open: bool,
    /// It could not be sent, so there will be none.
    pub is_given_up: bool,
    /// When it was written down.
    pub created: Instant,
    /// How long its answer may take, from when it has arrived.
    pub answer_within: Duration,
    /// Until when that is; `None`: it has not arrived yet.
    pub answer_by: Option<Instant>,
}

/// The call with this id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Written>, StoreError> {
    let row = Sql::new("SELECT * FROM callouts WHERE id = $1")
        .text(id)
        .fetch_optional(tx)
        .await?;
    row.map(|row| {
        let state = row.text("state")?;
        Ok(Written {
            id: row.text("id")?,
            request: row.opt_text("request_id")?,
            assignment: row.text("assignment_id")?,
            stage: Stage::parse(&row.text("stage")?),
            is_given_up: state == FAILED,
            created: row.instant("created_at")?,
            answer_within: Duration::from_seconds(row.opt_int("answer_within")?.unwrap_or(0)),
            answer_by: row.opt_instant("answer_by")?,
            is_open: row.flag("is_awaited")? && ![ANSWERED, TIMED_OUT].contains(&state.as_str()),
        })
    })
    .transpose()
}

/// Ends a call that an answer was waited for: answered, or not.
pub async fn settle(
    tx: &mut Tx,
    call: &Written,
    state: &str,
    detail: Option<&str>,
) -> Result<(), StoreError> {
    Sql::new(
        "UPDATE callouts SET state = $2, detail = COALESCE($3, detail), body = '', lease_holder = NULL, lease_until = NULL \
         WHERE id = $1",
    )
    .text(&call.id)
    .text(state)
    .opt_text(detail)
    .execute(tx)
    .await?;
    tell(tx, call.request.as_deref(), &call.assignment).await
}

/// Whether another call of the request at the same stage still waits for its answer.
pub async fn others_wait(tx: &mut Tx, call: &Written) -> Result<bool, StoreError> {
    let found = Sql::new(format!(
        "SELECT o.id AS id FROM callouts c JOIN callouts o ON o.request_id = c.request_id AND o.stage = c.stage \
         WHERE c.id = $1 AND o.id <> c.id AND o.is_awaited = 1 AND o.state NOT IN ('{ANSWERED}', '{TIMED_OUT}') LIMIT 1"
    ))
    .text(&call.id)
    .fetch_optional(tx)
    .await?;
    Ok(found.is_some())
}

/// A call that could not be sent will have no answer: whoever waits for it is told at once.
pub async fn give_up(tx: &mut Tx, act: &Act, id: &str) -> Result<(), StoreError> {
    let Some(call) = by_id(tx, id).await? else {
        return Ok(());
    };
    if call.is_open {
        outbox::add(tx, act, Task::CallbackTimeout, id, act.now).await?;
    }
    tell(tx, call.request.as_deref(), &call.assignment).await
}
