//! `assignments` and `assignmentRequests`: what people hold or held, and how the requests for it ended. Only what is over or
//! holds now can be imported: a request that still waits for somebody would wait under rules that nobody checked.

use std::collections::BTreeMap;

use portico_governance::assignment;
use portico_governance::request::{Denial, State};
use portico_graph::model::{ASSIGNMENT, ASSIGNMENT_REQUEST};
use portico_graph::time::Instant;
use portico_graph::{Answer, ExpirationPattern, Schedule, review_result};

use super::keys::{Keys, Kind};
use super::node::Node;

/// What somebody holds or held.
pub struct Holding {
    /// Its id.
    pub id: String,
    /// Where it stands in the file.
    pub path: String,
    /// Of whom, what, and by which rule.
    pub grant: Named,
    /// `Delivered` or `Expired`.
    pub state: assignment::State,
    /// From when, and until when.
    pub window: (Instant, Option<Instant>),
}

/// The three that an assignment and a request have in common.
#[derive(Clone, PartialEq, Eq)]
pub struct Named {
    /// The person, by directory id.
    pub person: String,
    /// The package.
    pub package: String,
    /// The policy.
    pub policy: String,
}

/// A request that is over.
pub struct Finished {
    /// Its id.
    pub id: String,
    /// Where it stands in the file.
    pub path: String,
    /// By whom, for what, and by which rule.
    pub grant: Named,
    /// How it ended.
    pub state: State,
    /// The assignment it led to; only a delivered one has it.
    pub assignment: Option<String>,
    /// The reason given.
    pub justification: Option<String>,
    /// The answers as sent.
    pub answers: Vec<Answer>,
    /// The period as asked.
    pub schedule: Option<Schedule>,
    /// When it was made.
    pub created: Instant,
    /// When it ended.
    pub completed: Instant,
    /// The decisions, of the first stages in order.
    pub decisions: Vec<Decision>,
}

/// What an approver said.
pub struct Decision {
    /// Yes.
    pub approved: bool,
    /// By whom, by directory id.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why.
    pub justification: String,
}

const EPOCH: Instant = Instant::from_unix(0);

/// Reads `assignments`; nobody has a package twice at a time.
pub fn assignments(nodes: &[Node<'_>], keys: &Keys<'_>) -> Vec<Holding> {
    let mut live = BTreeMap::new();
    nodes
        .iter()
        .map(|node| {
            let holding = assignment(node, keys);
            let who = (holding.grant.person.clone(), holding.grant.package.clone());
            if holding.state.is_live()
                && let Some(other) = live.insert(who, holding.path.clone())
            {
                node.problem(
                    "accessPackage",
                    format!("the same person has the same package at {other} already"),
                );
            }
            holding
        })
        .collect()
}

fn assignment(node: &Node<'_>, keys: &Keys<'_>) -> Holding {
    const NAMES: [&str; 8] = [
        "key",
        "id",
        "target",
        "accessPackage",
        "assignmentPolicy",
        "state",
        "schedule",
        "expiredDateTime",
    ];
    node.check_names(&NAMES, Some(&ASSIGNMENT));
    let schedule = schedule(node);
    let start = schedule.as_ref().and_then(|one| one.start_date_time);
    if start.is_none() {
        node.problem("schedule.startDateTime", "is missing");
    }
    let ends = schedule
        .and_then(|one| one.expiration)
        .and_then(|pattern| end(node, &pattern));
    let state = match node.need("state").to_ascii_lowercase().as_str() {
        "delivered" => assignment::State::Delivered { ends },
        "expired" => assignment::State::Expired {
            at: instant(node, "expiredDateTime"),
        },
        "" => assignment::State::Reserved,
        _ => {
            node.problem("state", "is delivered or expired; no other is imported");
            assignment::State::Reserved
        }
    };
    if node.has("expiredDateTime") && state.is_live() {
        node.problem("expiredDateTime", "what is delivered has not ended");
    }
    Holding {
        id: keys.id_of(Kind::Assignment, node),
        path: node.path.clone(),
        grant: named(node, "target", keys),
        state,
        window: (start.unwrap_or(EPOCH), ends),
    }
}

fn end(node: &Node<'_>, pattern: &ExpirationPattern) -> Option<Instant> {
    let known = ExpirationPattern::never();
    if pattern.end_date_time.is_none() && *pattern != known {
        node.problem(
            "schedule.expiration",
            "is noExpiration, or afterDateTime with its endDateTime",
        );
    }
    pattern.end_date_time
}

/// Reads `assignmentRequests`.
pub fn requests(nodes: &[Node<'_>], holdings: &[Holding], keys: &Keys<'_>) -> Vec<Finished> {
    let holdings: BTreeMap<&str, &Holding> = holdings
        .iter()
        .map(|holding| (holding.id.as_str(), holding))
        .collect();
    nodes
        .iter()
        .map(|node| request(node, &holdings, keys))
        .collect()
}

fn request(node: &Node<'_>, holdings: &BTreeMap<&str, &Holding>, keys: &Keys<'_>) -> Finished {
    const NAMES: [&str; 15] = [
        "key",
        "id",
        "requestType",
        "state",
        "status",
        "requestor",
        "accessPackage",
        "assignmentPolicy",
        "assignment",
        "justification",
        "answers",
        "schedule",
        "createdDateTime",
        "completedDateTime",
        "stages",
    ];
    node.check_names(&NAMES, Some(&ASSIGNMENT_REQUEST));
    if !node.need("requestType").eq_ignore_ascii_case("userAdd") {
        node.problem("requestType", "is userAdd; no other is imported");
    }
    let grant = named(node, "requestor", keys);
    let state = state(node);
    let created = instant(node, "createdDateTime");
    let completed = instant(node, "completedDateTime");
    if completed < created {
        node.problem("completedDateTime", "is before createdDateTime");
    }
    let assignment = node.text("assignment").and_then(|name| {
        let known = keys.declares(Kind::Assignment, &name);
        let path = format!("{}.assignment", node.path);
        let id = known.then(|| keys.resolve(Kind::Assignment, &name, &path));
        let found = id.as_deref().and_then(|id| holdings.get(id));
        match found {
            None => node.problem("assignment", format!("'{name}' is not in the file")),
            Some(holding) if holding.grant != grant => node.problem(
                "assignment",
                "is of another person, package or policy than the request",
            ),
            Some(_) => {}
        }
        id
    });
    match (&state, &assignment) {
        (State::Delivered, None) if !node.has("assignment") => {
            node.problem("assignment", "is missing: the request was delivered");
        }
        (State::Delivered, _) | (_, None) => {}
        (_, Some(_)) => node.problem("assignment", "only a delivered request led to one"),
    }
    let answers = node.raw("answers");
    Finished {
        id: keys.id_of(Kind::Request, node),
        path: node.path.clone(),
        decisions: decisions(node, &grant, keys),
        grant,
        state,
        assignment,
        justification: node.text("justification"),
        answers: answers
            .and_then(|value| node.typed("answers", &value))
            .unwrap_or_default(),
        schedule: schedule(node),
        created,
        completed,
    }
}

/// How it ended: `denied` with the status `Expired` means that nobody decided in time.
fn state(node: &Node<'_>) -> State {
    let word = node.need("state").to_ascii_lowercase();
    let status = node.text("status");
    let state = match (word.as_str(), status.as_deref()) {
        ("delivered", _) => State::Delivered,
        ("denied", Some("Expired")) => State::Denied(Denial::Expired),
        ("denied", _) => State::Denied(Denial::ByApprover),
        ("canceled", _) => State::Canceled,
        _ => {
            if !word.is_empty() {
                node.problem(
                    "state",
                    "is delivered, denied or canceled; no other is imported",
                );
            }
            return State::Canceled;
        }
    };
    if status.is_some_and(|status| status != state.status()) {
        let message = format!("is {} or absent", state.status());
        node.problem("status", message);
    }
    state
}

fn decisions(node: &Node<'_>, grant: &Named, keys: &Keys<'_>) -> Vec<Decision> {
    const NAMES: [&str; 4] = [
        "reviewResult",
        "reviewedBy",
        "reviewedDateTime",
        "justification",
    ];
    let nodes = node.list("stages");
    nodes
        .iter()
        .map(|node| {
            node.check_names(&NAMES, None);
            let name = node.need("reviewedBy");
            let by = keys.resolve(Kind::User, &name, &format!("{}.reviewedBy", node.path));
            if by == grant.person {
                node.problem("reviewedBy", "nobody decides for themselves");
            }
            let result = node.need("reviewResult");
            if ![review_result::APPROVED, review_result::DENIED].contains(&result.as_str()) {
                node.problem("reviewResult", "is Approved or Denied");
            }
            Decision {
                approved: result == review_result::APPROVED,
                by,
                at: instant(node, "reviewedDateTime"),
                justification: node.text("justification").unwrap_or_default(),
            }
        })
        .collect()
}

fn named(node: &Node<'_>, person: &str, keys: &Keys<'_>) -> Named {
    let resolve = |name: &str, kind| {
        let key = node.need(name);
        keys.resolve(kind, &key, &format!("{}.{name}", node.path))
    };
    Named {
        person: resolve(person, Kind::User),
        package: resolve("accessPackage", Kind::Package),
        policy: resolve("assignmentPolicy", Kind::Policy),
    }
}

fn schedule(node: &Node<'_>) -> Option<Schedule> {
    let value = node.raw("schedule")?;
    node.typed("schedule", &value)
}

fn instant(node: &Node<'_>, name: &str) -> Instant {
    let text = node.need(name);
    text.parse().unwrap_or_else(|_| {
        if !text.is_empty() {
            node.problem(name, format!("'{text}' is no instant"));
        }
        EPOCH
    })
}

#[cfg(test)]
mod tests;
