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
use crate::effect::on_change;
use crate::order;
use crate::route::{Browse, Route};
use crate::session::Session;
use crate::ui::colonnade::Height;
use crate::ui::rows::{Bay, rows};
use crate::ui::{blank::blank, live::live, search::Search};
use crate::words::state::holding::{Beside, Holding};
use crate::words::state::standing::{Known, Standing};
use crate::words::state::who::Deciders;
use crate::words::text::home as text;
use leptos::prelude::*;
use portico_graph::time::Instant;
use portico_graph::{Assignment, AssignmentRequest};
use portico_view::view;

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
    let waiting = move || session.user().map_or(0, |user| user.pending_approvals);
    on_change(waiting, move || known.refresh());
    let search = move |q: String| {
        here.go(&Route::Packages(Browse {
            q,
            ..Browse::default()
        }));
    };
    let waiting = Waiting {
        rows: 5,
        words: text::loading(),
        below_heading: false,
    };
    // With the sentence and not before it, which would push it down.
    let found = Memo::new(move |_| known.value().is_some());
    let search = move || {
        view! { <Search label=text::search() placeholder=text::search() on_search=search /> }
    };
    view! {
        {live(move || match known.value() {
            Some(home) => sentence::head(&home),
            None => ().into_any(),
        })}
        {move || found.get().then(&search)}
        {loaded(known, waiting, |home| bays(&home))}
    }
}

fn bays(home: &Home) -> AnyView {
    let reader = Reader::here();
    let needs = needs::rows_of(home, &reader);
    let way = on_the_way(home);
    let open = held(home, &reader);
    if needs.is_empty() && way.is_empty() && open.is_empty() {
        let acts = view! { <a class="btn main" href=Route::packages().path()>{text::browse()}</a> };
        return blank(2, text::nothing_open_title(), text::nothing_open(), acts);
    }
    let mut bays = Vec::new();
    if !needs.is_empty() {
        let bay = Bay::new("needs", text::needs_you()).hang().needs();
        let bay = bay.link(text::all_approvals(), Route::approvals().path());
        bays.push(bay.around(rows(needs)));
    }
    if !way.is_empty() {
        let row = |(request, standing): &(&AssignmentRequest, Standing)| {
            let known = Known::listed(request, home.progress_of(&request.id));
            let way = stages(Height::Low, known, standing, &reader);
            let row = request_row(request, standing, &reader);
            row.kind("wide-side").side(way)
        };
        let bay = Bay::new("way", text::way()).hang();
        let bay = bay.link(text::all_requests(), Route::requests().path());
        bays.push(bay.around(rows(way.iter().map(row))));
    }
    if !open.is_empty() {
        let bay = Bay::new("open", text::open()).hang();
        let bay = bay.link(text::all_access(), Route::access().path());
        bays.push(bay.around(access_rows(&open, &reader)));
    }
    bays.into_any()
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
    let held = live.map(|one| {
        let holding = Holding::of(one, beside, reader.now(), reader.calendar());
        (one.clone(), holding)
    });
    order::by_number(held.collect(), |(assignment, _)| end(assignment))
}

fn end(assignment: &Assignment) -> i64 {
    let expiration = assignment
        .schedule
        .as_ref()
        .and_then(|schedule| schedule.expiration.as_ref());
    expiration
        .and_then(|expiration| expiration.end_date_time)
        .map_or(i64::MAX, Instant::unix)
}
