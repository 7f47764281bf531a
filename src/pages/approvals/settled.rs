//! What I decided, and what others settled before me.

use super::row::{person, titled};
use crate::api::batch::Part;
use crate::api::endpoint::Endpoint;
use crate::api::{ApiError, Call, fetch, paging::Pages};
use crate::components::loaded::{Waiting, loaded};
use crate::components::reader::Reader;
use crate::order::by_number;
use crate::route::Route;
use crate::ui::blank::blank;
use crate::ui::rows::{Bay, rows};
use crate::words::state::duty::{Duty, Settled, settled};
use crate::words::state::standing::quoted;
use crate::words::text::{approvals as text, state};
use leptos::prelude::*;
use portico_graph::batch::MAX_PARTS;
use portico_graph::{Approval, AssignmentRequest};
use portico_view::view;

/// How many approvals are looked at.
const LOOKED_AT: u32 = 100;

#[derive(Debug, PartialEq)]
struct Past {
    approvals: Vec<(Approval, AssignmentRequest)>,
    me: Option<String>,
}

/// An approval has no name of its own: those of the settled ones come from their requests, as many as fit one batch.
async fn load(call: Call) -> Result<Past, ApiError> {
    let me = call.session().user_now().map(|user| user.id);
    let all: Vec<Approval> = Pages::all(&call, &Endpoint::my_approvals(LOOKED_AT)).await?;
    let done: Vec<Approval> = all
        .into_iter()
        .filter(|approval| last(approval, me.as_deref()).is_some())
        .collect();
    let mut done = by_number(done, |approval| {
        let at = last(approval, me.as_deref()).and_then(|settled| settled.at);
        at.map_or(i64::MAX, |at| -at.unix())
    });
    done.truncate(MAX_PARTS);
    if done.is_empty() {
        return Ok(Past {
            approvals: Vec::new(),
            me,
        });
    }
    let parts = done
        .iter()
        .map(|approval| Part::get(Endpoint::request(&approval.id)));
    let mut answers = call.batch(parts).await?;
    let named = done
        .into_iter()
        .enumerate()
        .filter_map(|(index, approval)| {
            // A request that is not readable any more is left out; the others still show.
            let request = answers.take(index).ok()?;
            Some((approval, request))
        });
    Ok(Past {
        approvals: named.collect(),
        me,
    })
}

/// The last decision of an approval in which nothing waits for the reader.
fn last(approval: &Approval, me: Option<&str>) -> Option<Settled> {
    let stages = approval.stages.as_deref()?;
    let waits = stages
        .iter()
        .any(|stage| stage.assigned_to_me == Some(true) && settled(stage, me).is_none());
    if waits {
        None
    } else {
        stages.iter().rev().find_map(|stage| settled(stage, me))
    }
}

/// The list.
pub fn draw() -> AnyView {
    let past = fetch(|| (), |call, ()| load(call));
    let waiting = Waiting {
        rows: 3,
        words: text::loading(),
        below_heading: true,
    };
    loaded(past, waiting, |past| {
        if past.approvals.is_empty() {
            let acts = view! { <a class="btn main" href=Route::approvals().path()>{text::see_waiting()}</a> };
            return blank(
                2,
                text::none_settled_title(),
                view! { <p>{text::none_settled()}</p> },
                acts,
            );
        }
        let reader = Reader::here();
        let me = past.me.as_deref();
        let list = past.approvals.iter().filter_map(|(approval, request)| {
            let settled = last(approval, me)?;
            let mut row = titled(request, &person(request));
            row = match (&settled.words, settled.by_me) {
                (Some(words), true) => row.say(reader.line(&quoted(words))),
                (_, true) => row,
                (_, false) => row.say(state::nothing_left()),
            };
            Some(row.side(reader.badge(&Duty::Settled(settled).badge())))
        });
        Bay::new("decided", text::settled()).around(rows(list.collect::<Vec<_>>()))
    })
}
