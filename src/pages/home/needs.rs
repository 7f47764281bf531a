//! What needs me: decisions first, the soonest due before the others, then what ends soon.

use super::held;
use crate::api::home::Home;
use crate::components::reader::Reader;
use crate::order::by_number;
use crate::route::Route;
use crate::ui::mark::{Door, face, mark};
use crate::ui::rows::Row;
use crate::ui::{Icon, Tone};
use crate::words::line::Marks;
use crate::words::state::Badge;
use crate::words::state::holding::Holding;
use crate::words::state::standing::quoted;
use crate::words::text::{home as text, requests};
use crate::words::when::Style;
use portico_graph::time::Instant;
use portico_graph::{Assignment, AssignmentRequest, stage_status};

/// A row for each thing.
pub fn rows_of(home: &Home, reader: &Reader) -> Vec<Row> {
    let due = |request: &AssignmentRequest| due(home, &request.id);
    let decisions = by_number(home.decisions.iter().collect(), |request| {
        due(request).map_or(i64::MAX, Instant::unix)
    });
    let decisions = decisions
        .into_iter()
        .map(|request| decision(request, due(request), reader));
    let ending = held(home, reader)
        .into_iter()
        .filter_map(|(assignment, holding)| match holding {
            Holding::Ending { at, .. } => Some(ends(&assignment, at, reader)),
            _ => None,
        });
    decisions.chain(ending).collect()
}

fn decision(request: &AssignmentRequest, due: Option<Instant>, reader: &Reader) -> Row {
    let who = asker(request);
    let what = request
        .access_package
        .as_deref()
        .and_then(|package| package.display_name.clone());
    let mut marks = Marks::default();
    let (person, package) = (
        marks.name(who.clone()),
        marks.name(what.unwrap_or_else(text::a_package)),
    );
    let title = reader.line(&marks.line(text::asks_for(&person, &package)));
    let row = Row::link(
        face(&who),
        title,
        Route::Approval {
            id: request.id.clone(),
        }
        .path(),
    )
    .kind("need");
    let row = match request
        .justification
        .as_deref()
        .filter(|words| !words.trim().is_empty())
    {
        Some(words) => row.say(reader.line(&quoted(words))),
        None => row,
    };
    let mut marks = Marks::default();
    let badge = match due {
        Some(due) => {
            let due = marks.when(due, Style::At);
            marks.line(text::answer_due(&due))
        }
        None => text::answer().into(),
    };
    row.side(reader.badge(&Badge::new(Icon::Warn, Tone::Need, badge)))
}

fn ends(assignment: &Assignment, at: Instant, reader: &Reader) -> Row {
    let (id, name) = package(assignment);
    let mut marks = Marks::default();
    let (what, when) = (marks.name(name.clone()), marks.when(at, Style::At));
    let title = reader.line(&marks.line(text::ends(&what, &when)));
    let href = Route::AccessItem {
        id: assignment.id.clone(),
    }
    .path();
    Row::link(mark(&id, &name, Door::Plain), title, href)
        .kind("need")
        .say(text::soon())
}

/// When the stage that runs is due.
fn due(home: &Home, request: &str) -> Option<Instant> {
    let stages = &home.progress_of(request)?.stages;
    stages
        .iter()
        .find(|stage| stage.status == stage_status::IN_PROGRESS)?
        .due_date_time
}

fn asker(request: &AssignmentRequest) -> String {
    let target = request
        .assignment
        .as_deref()
        .and_then(|assignment| assignment.target.as_deref());
    let person = target.or(request.requestor.as_deref());
    person
        .and_then(|person| person.display_name.clone())
        .unwrap_or_else(text::somebody)
}

/// Id and name of the package that an access is of.
pub fn package(assignment: &Assignment) -> (String, String) {
    let package = assignment.access_package.as_deref();
    let name = package
        .and_then(|package| package.display_name.clone())
        .unwrap_or_else(requests::unnamed);
    (
        package
            .map(|package| package.id.clone())
            .unwrap_or_default(),
        name,
    )
}
