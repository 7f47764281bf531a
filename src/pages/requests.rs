//! `/requests`: what I asked for: drafts, in motion, finished.

use crate::api::endpoint::{Endpoint, RequestsOn};
use crate::api::paging::Pages;
use crate::api::{ApiError, Call, fetch, requests};
use crate::changes;
use crate::components::arrival::{self, Headline};
use crate::components::here::Here;
use crate::components::loaded::{Waiting, loaded};
use crate::components::reader::Reader;
use crate::components::{draft_row, request_row};
use crate::forms::kept::Kept;
use crate::route::{RequestsShow, Route};
use crate::session::Session;
use crate::ui::blank::blank;
use crate::ui::live::live;
use crate::ui::rows::{Bay, rows};
use crate::ui::tabs::{Tab, tabs};
use crate::words::state::standing::{Known, Standing};
use crate::words::text::requests as text;
use leptos::prelude::*;
use portico_graph::portico::{Capability, Progress};
use portico_graph::{AssignmentRequest, RequestType};
use portico_view::view;

/// How many requests are read at first; the rest follows page by page.
const FIRST: u32 = 50;

/// My requests, and how the open ones stand.
#[derive(Debug, PartialEq)]
struct Mine {
    requests: Vec<AssignmentRequest>,
    progress: Vec<Progress>,
}

impl Mine {
    fn standing(&self, request: &AssignmentRequest) -> Standing {
        let progress = self
            .progress
            .iter()
            .find(|one| one.request_id == request.id);
        Standing::of(Known::listed(request, progress))
    }
}

async fn load(call: Call) -> Result<Mine, ApiError> {
    let first = Endpoint::my_requests(RequestsOn::Target, None, FIRST);
    let told = async {
        if call.session().can(Capability::Progress) {
            requests::progress(&call, &[RequestsOn::Target]).await
        } else {
            Ok(Vec::new())
        }
    };
    let (requests, progress) = futures_util::future::join(Pages::all(&call, &first), told).await;
    let requests: Vec<AssignmentRequest> = requests?;
    // What the service did by itself is no request of mine; it shows where the access is listed.
    let asked = |request: &AssignmentRequest| {
        !matches!(
            request.request_type,
            Some(RequestType::SystemAdd | RequestType::SystemUpdate | RequestType::SystemRemove)
        )
    };
    Ok(Mine {
        requests: requests.into_iter().filter(asked).collect(),
        progress: progress?,
    })
}

/// The page.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let here = Here::here();
    arrival::title(text::title);
    let show = move || match here.route() {
        Route::Requests { show } => show,
        _ => RequestsShow::default(),
    };
    let mine = fetch(|| (), |call, ()| load(call));
    let moving = move || {
        mine.value_now()
            .is_some_and(|mine| mine.requests.iter().any(|one| mine.standing(one).is_open()))
    };
    changes::follow(moving, move || mine.refresh());
    let person = Session::here()
        .user_now()
        .map(|user| user.id)
        .unwrap_or_default();
    let drafts = draft_row::kept_by(&person);
    let waiting = Waiting {
        rows: 5,
        words: text::loading(),
        below_heading: true,
    };
    view! {
        <div class="head"><Headline>{text::title()}</Headline></div>
        {live(move || tabs_of(show()))}
        {loaded(mine, waiting, move |mine| match show() {
            RequestsShow::Motion => in_motion(&mine, &drafts),
            RequestsShow::Done => finished(&mine),
        })}
    }
}

fn tabs_of(show: RequestsShow) -> AnyView {
    let tab = |words: String, kind: RequestsShow| Tab {
        words,
        href: Route::Requests { show: kind }.path(),
        current: show == kind,
    };
    let all = vec![
        tab(text::in_motion(), RequestsShow::Motion),
        tab(text::finished(), RequestsShow::Done),
    ];
    tabs(text::tabs(), all)
}

fn in_motion(mine: &Mine, drafts: &[Kept]) -> AnyView {
    let reader = Reader::here();
    let open: Vec<_> = mine
        .requests
        .iter()
        .map(|request| (request, mine.standing(request)))
        .filter(|(_, standing)| standing.is_open())
        .map(|(request, standing)| request_row::request_row(request, &standing, &reader))
        .collect();
    if open.is_empty() && drafts.is_empty() {
        if mine.requests.is_empty() {
            let acts =
                view! { <a class="btn main" href=Route::packages().path()>{text::browse()}</a> };
            return blank(2, text::none_title(), view! { <p>{text::none()}</p> }, acts);
        }
        let done = Route::Requests {
            show: RequestsShow::Done,
        }
        .path();
        let acts = view! {
            <a class="btn main" href=done>{text::see_finished()}</a>
            <a class="btn bare" href=Route::packages().path()>{text::browse()}</a>
        };
        return blank(
            2,
            text::none_in_motion_title(),
            view! { <p>{text::none_in_motion()}</p> },
            acts,
        );
    }
    let count = open.len().to_string();
    let drafted = drafts.len().to_string();
    let kept: Vec<_> = drafts
        .iter()
        .map(|kept| draft_row::draft_row(kept, &reader))
        .collect();
    view! {
        {(!open.is_empty()).then(|| Bay::new("in-motion", text::in_motion()).count(count).around(rows(open)))}
        {(!kept.is_empty()).then(|| Bay::new("drafts", text::drafts()).count(drafted).around(rows(kept)))}
    }
    .into_any()
}

fn finished(mine: &Mine) -> AnyView {
    let reader = Reader::here();
    let done: Vec<_> = mine
        .requests
        .iter()
        .map(|request| (request, mine.standing(request)))
        .filter(|(_, standing)| !standing.is_open())
        .map(|(request, standing)| request_row::request_row(request, &standing, &reader))
        .collect();
    if done.is_empty() {
        let acts =
            view! { <a class="btn main" href=Route::requests().path()>{text::see_in_motion()}</a> };
        return blank(
            2,
            text::none_finished_title(),
            view! { <p>{text::none_finished()}</p> },
            acts,
        );
    }
    Bay::new("finished", text::finished())
        .count(text::kept_for_good())
        .around(rows(done))
}
