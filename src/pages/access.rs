//! `/access`: what is open to me and until when, and what has ended.

use crate::api::endpoint::RequestsOn;
use crate::api::{ApiError, Call, browse, fetch, requests};
use crate::changes;
use crate::components::access_row::{access_rows, package};
use crate::components::arrival::{self, Headline};
use crate::components::here::Here;
use crate::components::loaded::{Waiting, loaded};
use crate::components::reader::Reader;
use crate::order::{by_name, by_number};
use crate::route::{AccessShow, Route, Step};
use crate::ui::blank::blank;
use crate::ui::live::live_words;
use crate::ui::mark::{Door, mark};
use crate::ui::notice::Notice;
use crate::ui::rows::{Bay, Row, rows};
use crate::ui::tabs::{Tab, tabs};
use crate::ui::{Icon, Tone};
use crate::words::line::Marks;
use crate::words::state::holding::{Beside, Holding};
use crate::words::state::who::Deciders;
use crate::words::text::access as text;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_graph::portico::{Capability, Progress};
use portico_graph::{Assignment, AssignmentRequest, stage_status};
use portico_view::view;

/// How many ended ones are shown under what is open.
const LATELY: usize = 3;

/// What I have, what I asked, and who decides what is open.
#[derive(Debug, PartialEq)]
pub struct Held {
    pub assignments: Vec<Assignment>,
    pub requests: Vec<AssignmentRequest>,
    pub progress: Vec<Progress>,
}

impl Held {
    /// Reads everything that is mine.
    pub async fn read(call: Call) -> Result<Self, ApiError> {
        let told = async {
            if call.session().can(Capability::Progress) {
                requests::progress(&call, &[RequestsOn::Target]).await
            } else {
                Ok(Vec::new())
            }
        };
        let (answers, progress) = futures_util::future::join(call.batch(browse::own()), told).await;
        let mut answers = answers?;
        Ok(Self {
            assignments: answers.list(0)?,
            requests: answers.list(1)?,
            progress: progress?,
        })
    }

    /// How an access stands.
    pub fn holding(&self, assignment: &Assignment, reader: &Reader) -> Holding {
        let deciders = |id: &str| self.deciders(id);
        let beside = Beside {
            requests: &self.requests,
            deciders: &deciders,
        };
        Holding::of(assignment, beside, reader.now(), reader.calendar())
    }

    fn deciders(&self, request: &str) -> Deciders {
        let progress = self.progress.iter().find(|one| one.request_id == request);
        let running = progress.and_then(|one| {
            one.stages
                .iter()
                .find(|stage| stage.status == stage_status::IN_PROGRESS)
        });
        running.map_or(Deciders::Untold, Deciders::of_stage)
    }

    /// Each access with how it stands; what ends first comes first.
    pub fn sorted(&self, reader: &Reader) -> Vec<(Assignment, Holding)> {
        let all: Vec<_> = self
            .assignments
            .iter()
            .map(|assignment| (assignment.clone(), self.holding(assignment, reader)))
            .collect();
        let named = by_name(all, |(assignment, _)| package(assignment).1);
        by_number(named, |(_, holding)| {
            i64::from(!matches!(holding, Holding::Ending { .. }))
        })
    }
}

/// The page.
#[component]
pub fn AccessPage() -> impl IntoView {
    let here = Here::here();
    arrival::title(text::title);
    let show = move || match here.route() {
        Route::Access { show } => show,
        _ => AccessShow::default(),
    };
    let held = fetch(|| (), |call, ()| Held::read(call));
    // Asked by the clock, where no context is: the reader is found before.
    let reader = Reader::here();
    let moving = move || {
        held.value_now().is_some_and(|held| {
            held.sorted(&reader)
                .iter()
                .any(|(_, holding)| matches!(holding, Holding::Opening))
        })
    };
    changes::follow(moving, move || held.refresh());
    let waiting = Waiting {
        rows: 5,
        words: text::loading(),
        below_heading: true,
    };
    view! {
        <div class="head">
            <Headline>{text::title()}</Headline>
            <p class="lead">{live_words(move || held.value().map(|held| lead(&held)).unwrap_or_default())}</p>
        </div>
        {loaded(held, waiting, move |held| draw(&held, show()))}
    }
}

fn lead(held: &Held) -> String {
    let all = held.sorted(&Reader::here());
    let open = count(all.iter().filter(|(_, holding)| holding.is_live()).count());
    let ending = count(
        all.iter()
            .filter(|(_, holding)| matches!(holding, Holding::Ending { .. }))
            .count(),
    );
    let lead = if open == 0 {
        text::lead_none()
    } else {
        text::lead(open)
    };
    if ending == 0 {
        lead
    } else {
        format!("{lead} {}", text::ending(ending))
    }
}

fn draw(held: &Held, show: AccessShow) -> AnyView {
    let reader = Reader::here();
    let (live, ended): (Vec<_>, Vec<_>) = held
        .sorted(&reader)
        .into_iter()
        .partition(|(_, holding)| holding.is_live());
    let ended = by_number(ended, |(assignment, _)| {
        assignment
            .expired_date_time
            .map_or(i64::MAX, |at| -at.unix())
    });
    let tab = |words: String, number: usize, kind: AccessShow| Tab {
        words: text::with_count(&words, &number.to_string()),
        href: Route::Access { show: kind }.path(),
        current: show == kind,
    };
    let tabs = tabs(
        text::tabs(),
        vec![
            tab(text::now(), live.len(), AccessShow::Now),
            tab(text::ended(), ended.len(), AccessShow::Ended),
        ],
    );
    let body = match show {
        AccessShow::Now => open(&live, &ended, &reader),
        AccessShow::Ended => over(&ended, &reader),
    };
    let notice = (show == AccessShow::Now).then(|| notice(&live, &reader));
    view! { {notice} {tabs} {body} }.into_any()
}

/// The one that ends first, if one ends soon.
fn notice(live: &[(Assignment, Holding)], reader: &Reader) -> Option<AnyView> {
    let (assignment, at) = live
        .iter()
        .filter_map(|(assignment, holding)| match holding {
            Holding::Ending { at, .. } => Some((assignment, *at)),
            _ => None,
        })
        .min_by_key(|(_, at)| *at)?;
    let (_, name) = package(assignment);
    let mut marks = Marks::default();
    let (what, when) = (marks.name(name), marks.when(at, Style::At));
    let title = reader.plain(&marks.line(text::ends_title(&what, &when)));
    let href = Route::AccessItem {
        id: assignment.id.clone(),
    }
    .path();
    let acts = view! { <a class="btn" href=href>{text::see_it()}</a> }.into_any();
    let notice = view! {
        <Notice tone=Tone::Need glyph=Icon::Warn title=title acts=acts><p class="soft">{text::ends_say()}</p></Notice>
    };
    Some(notice.into_any())
}

fn open(
    live: &[(Assignment, Holding)],
    ended: &[(Assignment, Holding)],
    reader: &Reader,
) -> AnyView {
    let rows_of_open = if live.is_empty() {
        let acts = view! { <a class="btn main" href=Route::packages().path()>{text::browse()}</a> };
        blank(2, text::none_title(), view! { <p>{text::none()}</p> }, acts)
    } else {
        access_rows(live, reader)
    };
    let lately = (!ended.is_empty()).then(|| {
        let list: Vec<Row> = ended
            .iter()
            .take(LATELY)
            .map(|one| ended_row(one, reader))
            .collect();
        let all = Route::Access {
            show: AccessShow::Ended,
        }
        .path();
        let words = text::all_ended(count(ended.len()));
        Bay::new("ended-lately", text::ended_lately())
            .link(words, all)
            .around(rows(list))
    });
    view! { {rows_of_open} {lately} }.into_any()
}

fn over(ended: &[(Assignment, Holding)], reader: &Reader) -> AnyView {
    if ended.is_empty() {
        let acts = view! { <a class="btn main" href=Route::access().path()>{text::see_open()}</a> };
        return blank(
            2,
            text::none_ended_title(),
            view! { <p>{text::none_ended()}</p> },
            acts,
        );
    }
    Bay::new("ended", text::ended()).around(rows(
        ended
            .iter()
            .map(|one| ended_row(one, reader))
            .collect::<Vec<_>>(),
    ))
}

fn ended_row((assignment, holding): &(Assignment, Holding), reader: &Reader) -> Row {
    let (id, name) = package(assignment);
    let href = Route::AccessItem {
        id: assignment.id.clone(),
    }
    .path();
    let again = Route::ask(&id, Step::Who, None).path();
    let hidden = format!(": {name}");
    let side = view! { <a class="btn" href=again>{text::request_again()}<span class="vh">{hidden}</span></a> };
    Row::link(
        mark(&id, &name, Door::Shut),
        view! { <bdi>{name.clone()}</bdi> },
        href,
    )
    .say(reader.line(&holding.row()))
    .side(side)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
