//! Where I stand: one sentence, then what needs me, what is on its way, what is open.

mod needs;
mod sentence;

use crate::api::home::{Home, home};
use crate::api::{browse, fetch};
use crate::changes;
use crate::components::access_row::access_rows;
use crate::components::arrival;
use crate::components::here::Here;
use crate::components::loaded::{Waiting, loaded};
use crate::components::reader::Reader;
use crate::components::request_row::request_row;
use crate::components::stages::stages;
use crate::route::{Browse, Route};
use crate::session::Session;
use crate::ui::colonnade::Height;
use crate::ui::rows::{Bay, rows};
use crate::ui::{blank::blank, search::Search};
use crate::words::state::holding::{Beside, Holding};
use crate::words::state::standing::{Known, Standing};
use crate::words::state::who::Deciders;
use crate::words::text::home as text;
use leptos::prelude::*;
use portico_graph::{Assignment, AssignmentRequest};
use std::sync::Arc;

/// The first page.
#[component]
pub fn HomePage() -> impl IntoView {
    arrival::title(text::title);
    let here = Here::here();
    let session = Session::here();
    let known = fetch(|| (), |call, ()| async move { home(&call).await });
    let moving = move || {
        known
            .value_now()
            .is_some_and(|home| !on_the_way(&home).is_empty())
    };
    changes::follow(moving, move || known.refresh());
    // News for the badge are news for this page.
    let decisions = Memo::new(move |_| session.user().map_or(0, |user| user.pending_approvals));
    Effect::new(move |before: Option<u64>| {
        let now = decisions.get();
        if before.is_some_and(|before| before != now) {
            known.refresh();
        }
        now
    });
    let search = move |q: String| {
        here.go(&Route::Packages(Browse {
            q,
            ..Browse::default()
        }))
    };
    let waiting = Waiting {
        rows: 5,
        words: text::loading(),
        below_heading: false,
    };
    view! {
        {move || known.value().map(|home| sentence::head(&home))}
        <Search label=text::search() placeholder=text::search() on_search=search />
        {loaded(known, waiting, |home| view! { <Bays home=home /> }.into_any())}
    }
}

#[component]
fn Bays(home: Arc<Home>) -> impl IntoView {
    let reader = Reader::here();
    let needs = needs::rows_of(&home, &reader);
    let way = on_the_way(&home);
    let open = held(&home, &reader);
    let nothing = needs.is_empty() && way.is_empty() && open.is_empty();
    view! {
        {(!needs.is_empty())
            .then(|| {
                let bay = Bay::new("needs", text::needs_you()).hang().needs();
                bay.link(text::all_approvals(), Route::approvals().path()).around(rows(needs))
            })}
        {(!way.is_empty())
            .then(|| {
                let row = |(request, standing): &(&AssignmentRequest, Standing)| {
                    let known = Known::listed(request, home.progress_of(&request.id));
                    let way = stages(Height::Low, known, standing, &reader);
                    request_row(request, standing, &reader).kind("wide-side").side(way)
                };
                let list = rows(way.iter().map(row));
                let bay = Bay::new("way", text::way()).hang();
                bay.link(text::all_requests(), Route::requests().path()).around(list)
            })}
        {(!open.is_empty())
            .then(|| {
                let list = access_rows(&open, &reader);
                let bay = Bay::new("open", text::open()).hang();
                bay.link(text::all_access(), Route::access().path()).around(list)
            })}
        {nothing
            .then(|| {
                let acts = view! { <a class="btn main" href=Route::packages().path()>{text::browse()}</a> };
                blank(2, text::nothing_open_title(), text::nothing_open(), acts)
            })}
    }
}

/// My open requests with how they stand.
fn on_the_way(home: &Home) -> Vec<(&AssignmentRequest, Standing)> {
    let open = home
        .mine
        .requests
        .iter()
        .filter(|request| browse::is_open(request));
    open.map(|request| {
        (
            request,
            Standing::of(Known::listed(request, home.progress_of(&request.id))),
        )
    })
    .collect()
}

/// What is open to me, soonest end first.
fn held(home: &Home, reader: &Reader) -> Vec<(Assignment, Holding)> {
    let deciders = |request: &str| {
        let running = home.progress_of(request).and_then(|progress| {
            progress
                .stages
                .iter()
                .find(|stage| stage.status == portico_graph::stage_status::IN_PROGRESS)
        });
        running.map_or(Deciders::Untold, Deciders::of_stage)
    };
    let beside = Beside {
        requests: &home.mine.requests,
        deciders: &deciders,
    };
    let live = home
        .mine
        .assignments
        .iter()
        .filter(|assignment| browse::is_live(assignment));
    let mut held: Vec<_> = live
        .map(|one| {
            (
                one.clone(),
                Holding::of(one, beside, reader.now(), reader.calendar()),
            )
        })
        .collect();
    held.sort_by_key(|(assignment, _)| end(assignment));
    held
}

fn end(assignment: &Assignment) -> i64 {
    let expiration = assignment
        .schedule
        .as_ref()
        .and_then(|schedule| schedule.expiration.as_ref());
    expiration
        .and_then(|expiration| expiration.end_date_time)
        .map_or(i64::MAX, |end| end.unix())
}
