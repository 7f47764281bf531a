//! `/approvals`: what waits for my decision, the most urgent first; and what is settled.

mod row;
mod settled;

pub use row::person;

use crate::api::endpoint::{Endpoint, RequestsOn};
use crate::api::{ApiError, Call, Fetch, fetch, paging::Pages, requests};
use crate::changes;
use crate::components::arrival::{self, Headline};
use crate::components::here::Here;
use crate::components::loaded::{Waiting, loaded};
use crate::components::reader::Reader;
use crate::order::by_number;
use crate::route::{ApprovalsShow, Route};
use crate::ui::blank::blank;
use crate::ui::live::{live, live_words};
use crate::ui::rows::{Bay, rows};
use crate::ui::tabs::{Tab, tabs};
use crate::words::calendar::Calendar as _;
use crate::words::line::Marks;
use crate::words::text::approvals as text;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_graph::portico::{Capability, Progress, ProgressStage};
use portico_graph::time::Instant;
use portico_graph::{AssignmentRequest, stage_status};
use portico_view::view;

/// How many are read at a time.
const PAGE: u32 = 50;

/// The requests that wait for me, and what is told about their stages.
#[derive(Debug, PartialEq)]
struct Mine {
    requests: Vec<AssignmentRequest>,
    progress: Vec<Progress>,
}

impl Mine {
    /// The stage of a request that waits for me.
    fn stage(&self, request: &AssignmentRequest) -> Option<&ProgressStage> {
        let progress = self
            .progress
            .iter()
            .find(|one| one.request_id == request.id)?;
        let running = |stage: &&ProgressStage| stage.status == stage_status::IN_PROGRESS;
        progress
            .stages
            .iter()
            .filter(running)
            .find(|stage| stage.assigned_to_me)
    }

    fn due(&self, request: &AssignmentRequest) -> Option<Instant> {
        self.stage(request)?.due_date_time
    }

    /// The most urgent first; without a date last.
    fn sorted(&self) -> Vec<&AssignmentRequest> {
        by_number(self.requests.iter().collect(), |request| {
            self.due(request).map_or(i64::MAX, Instant::unix)
        })
    }
}

async fn load(call: Call) -> Result<Mine, ApiError> {
    let first = Endpoint::my_requests(RequestsOn::Approver, None, PAGE);
    let told = async {
        if call.session().can(Capability::Progress) {
            requests::progress(&call, &[RequestsOn::Approver]).await
        } else {
            Ok(Vec::new())
        }
    };
    let (requests, progress) = futures_util::future::join(Pages::all(&call, &first), told).await;
    Ok(Mine {
        requests: requests?,
        progress: progress?,
    })
}

/// The page.
#[component]
pub fn ApprovalsPage() -> impl IntoView {
    let here = Here::here();
    arrival::title(text::title);
    let show = move || match here.route() {
        Route::Approvals { show } => show,
        _ => ApprovalsShow::default(),
    };
    let mine = fetch(|| (), |call, ()| load(call));
    changes::follow(|| true, move || mine.refresh());
    view! {
        <div class="head">
            <Headline>{live_words(move || headline(mine))}</Headline>
            {live(move || next_due(mine))}
        </div>
        {live(move || tabs_of(show()))}
        {live(move || match show() {
            ApprovalsShow::Waiting => {
                let waiting = Waiting { rows: 4, words: text::loading(), below_heading: true };
                loaded(mine, waiting, |mine| waits(&mine))
            }
            ApprovalsShow::Settled => settled::draw(),
        })}
    }
}

fn tabs_of(show: ApprovalsShow) -> AnyView {
    let tab = |words: String, kind: ApprovalsShow| Tab {
        words,
        href: Route::Approvals { show: kind }.path(),
        current: show == kind,
    };
    let all = vec![
        tab(text::waiting(), ApprovalsShow::Waiting),
        tab(text::settled(), ApprovalsShow::Settled),
    ];
    tabs(text::tabs(), all)
}

fn headline(mine: Fetch<Mine>) -> String {
    match mine
        .value()
        .map(|mine| i64::try_from(mine.requests.len()).unwrap_or(i64::MAX))
    {
        None => text::title(),
        Some(0) => text::none(),
        Some(count) => text::count(count),
    }
}

fn next_due(mine: Fetch<Mine>) -> AnyView {
    let mine = mine.value();
    let due = mine.and_then(|mine| {
        mine.requests
            .iter()
            .filter_map(|request| mine.due(request))
            .min()
    });
    let Some(due) = due else { return ().into_any() };
    let mut marks = Marks::default();
    let due = marks.when(due, Style::At);
    let line = marks.line(text::next_due(&due));
    view! { <p class="soft">{Reader::here().line(&line)}</p> }.into_any()
}

fn waits(mine: &Mine) -> AnyView {
    let reader = Reader::here();
    if mine.requests.is_empty() {
        let acts = view! { <a class="btn main" href=Route::Home.path()>{text::go_home()}</a> };
        return blank(2, text::none(), view! { <p>{text::none_say()}</p> }, acts);
    }
    let today = reader.calendar().day(reader.now());
    let is_today = |request: &&AssignmentRequest| {
        mine.due(request)
            .is_some_and(|due| reader.calendar().day(due) <= today)
    };
    let (due, later): (Vec<_>, Vec<_>) = mine.sorted().into_iter().partition(is_today);
    let draw = |requests: Vec<&AssignmentRequest>, urgent: bool| {
        rows(
            requests
                .into_iter()
                .map(|request| row::row(request, mine.stage(request), urgent, &reader))
                .collect::<Vec<_>>(),
        )
    };
    let due = (!due.is_empty()).then(|| {
        Bay::new("due-today", text::due_today())
            .needs()
            .around(draw(due, true))
    });
    let later = (!later.is_empty()).then(|| {
        let dated = later.iter().any(|request| mine.due(request).is_some());
        let title = if dated {
            text::later()
        } else {
            text::without_date()
        };
        Bay::new("later", title).around(draw(later, false))
    });
    view! { {due} {later} }.into_any()
}
