//! One request that waits for a decision.

use crate::components::reader::Reader;
use crate::components::request_row::package;
use crate::route::Route;
use crate::ui::mark::face;
use crate::ui::rows::Row;
use crate::ui::{Icon, Tone};
use crate::words::line::Marks;
use crate::words::period;
use crate::words::state::Badge;
use crate::words::state::duty::you_are;
use crate::words::state::standing::{quoted, spoken};
use crate::words::text::{approvals as text, state};
use crate::words::when::Style;
use portico_graph::AssignmentRequest;
use portico_graph::portico::ProgressStage;
use portico_view::view;

/// Who asks for what, with which words; for how long and why it is mine; by when.
pub fn row(
    request: &AssignmentRequest,
    stage: Option<&ProgressStage>,
    urgent: bool,
    reader: &Reader,
) -> Row {
    let who = person(request);
    let mut small = vec![reader.plain(&period::of(request.schedule.as_ref()))];
    small.extend(stage.map(|stage| reader.plain(&you_are(stage))));
    let words = spoken(request.justification.as_deref());
    let row = titled(request, &who).kind(if urgent { "need" } else { "" });
    let row = match words {
        Some(words) => row.say(reader.line(&quoted(&words))),
        None => row,
    };
    let row = row.also(view! { <p class="faint">{small.join(" · ")}</p> });
    match stage.and_then(|stage| stage.due_date_time) {
        Some(due) => {
            let mut marks = Marks::default();
            let due = marks.when(due, if urgent { Style::At } else { Style::Short });
            let words = marks.line(state::badge_due(&due));
            let (icon, tone) = if urgent {
                (Icon::Warn, Tone::Need)
            } else {
                (Icon::Half, Tone::Neutral)
            };
            row.side(reader.badge(&Badge::new(icon, tone, words)))
        }
        None => row,
    }
}

/// A row with the person and the package, which leads to the approval.
pub fn titled(request: &AssignmentRequest, who: &str) -> Row {
    let (_, what) = package(request);
    let title = text::who_and_what(who, &what);
    Row::link(
        face(who),
        title,
        Route::Approval {
            id: request.id.clone(),
        }
        .path(),
    )
}

/// Whom a request is for.
pub fn person(request: &AssignmentRequest) -> String {
    let target = request
        .assignment
        .as_deref()
        .and_then(|assignment| assignment.target.as_deref());
    let person = target.or(request.requestor.as_deref());
    person
        .and_then(|person| person.display_name.clone())
        .unwrap_or_else(text::somebody)
}
