//! `/access/:id`: one access: until when, what it opens, how it was given and who can end it.

use crate::api::endpoint::Endpoint;
use crate::api::{ApiError, Fetch, fetch, paging::Pages};
use crate::changes;
use crate::components::access_row::{own_bar, package};
use crate::components::arrival::{self, Headline};
use crate::components::crumb::crumb;
use crate::components::loaded::{Waiting, loaded};
use crate::components::reader::Reader;
use crate::components::resource_row::{name, resource_row};
use crate::components::titled::unread;
use crate::pages::access::Held;
use crate::route::{Route, Step};
use crate::ui::facts::facts;
use crate::ui::live::live;
use crate::ui::mark::{Door, mark};
use crate::ui::rows::{Bay, rows};
use crate::ui::{Icon, icon_small};
use crate::words::line::Marks;
use crate::words::state::holding::Holding;
use crate::words::state::standing::End;
use crate::words::text::access as text;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_graph::{Assignment, RequestType, ResourceRoleScope};
use portico_view::view;

/// The page.
#[component]
pub fn AccessItemPage(id: String) -> impl IntoView {
    // Everything of mine in one read: how it was given and whether an extension waits stand in my requests.
    let held = fetch(|| (), |call, ()| async move { Held::read(call).await });
    let wanted = id.clone();
    let one = move || held.value().and_then(|held| find(&held, &wanted).cloned());
    let titled = one.clone();
    arrival::title(move || match titled() {
        Some(one) => package(&one).1,
        None => unread(held.reading(), text::item_loading()),
    });
    let of = one.clone();
    let resources = fetch(
        move || of().map(|one| package(&one).0),
        |call, package: Option<String>| async move {
            match package {
                Some(package) => Pages::all(&call, &Endpoint::package_resources(&package)).await,
                None => Ok(Vec::new()),
            }
        },
    );
    // Asked by the clock, where no context is: the reader is found before.
    let reader = Reader::here();
    let opening = move || {
        held.value_now().is_some_and(|held| {
            held.sorted(&reader)
                .iter()
                .any(|(_, holding)| matches!(holding, Holding::Opening))
        })
    };
    changes::follow(opening, move || held.refresh());
    let waiting = Waiting {
        rows: 3,
        words: text::item_loading(),
        below_heading: false,
    };
    view! {
        {crumb(text::back(), &Route::access())}
        {loaded(held, waiting, move |held| match find(&held, &id) {
            Some(assignment) => draw(&held, assignment, resources),
            None => gone(),
        })}
    }
}

fn find<'a>(held: &'a Held, id: &str) -> Option<&'a Assignment> {
    held.assignments
        .iter()
        .find(|assignment| assignment.id == id)
}

/// Not among what is mine: the same words as for what does not exist.
fn gone() -> AnyView {
    let nothing = ApiError::from_answer(404, None, None);
    crate::components::failure::failure(1, &nothing, || ())
}

fn draw(held: &Held, assignment: &Assignment, resources: Fetch<Vec<ResourceRoleScope>>) -> AnyView {
    let reader = Reader::here();
    let holding = held.holding(assignment, &reader);
    let (package_id, name) = package(assignment);
    let open = holding.is_live();
    let door = if open { Door::Big } else { Door::BigShut };
    let title = if open {
        text::opens()
    } else {
        text::was_open()
    };
    let badge = reader.badge(&holding.badge());
    let state = reader.line(&holding.row());
    let bar = own_bar(assignment, &holding, &reader);
    let list = move || match resources.value() {
        Some(found) if !found.is_empty() => {
            let rows = rows(
                found
                    .iter()
                    .map(|scope| resource(scope, open))
                    .collect::<Vec<_>>(),
            );
            Bay::new("opens", title.clone()).around(rows)
        }
        _ => ().into_any(),
    };
    view! {
        <div class="split">
            <div class="stack">
                <div class="head">
                    <div class="with-mark">
                        {mark(&package_id, &name, door)}
                        <div>
                            <Headline><bdi>{name.clone()}</bdi></Headline>
                            <p>{badge}</p>
                        </div>
                    </div>
                    <p class="lead">{state}</p>
                </div>
                {bar}
                {live(list)}
            </div>
            <aside class="stack" aria-label=text::what_you_can_do()>
                {acts(&package_id, open)} {known(held, assignment, &holding, &reader)}
            </aside>
        </div>
    }
    .into_any()
}

fn acts(package: &str, live: bool) -> Option<AnyView> {
    let again = Route::ask(package, Step::Who, None).path();
    let acts = view! { <div class="acts"><a class="btn main" href=again>{text::request_again()}</a></div> };
    (!live).then(|| acts.into_any())
}

/// A resource; one with a web address of its own can be opened from here.
fn resource(scope: &ResourceRoleScope, live: bool) -> crate::ui::rows::Row {
    let row = resource_row(scope);
    let address = scope.scope.as_ref().and_then(|part| part.origin_id.clone());
    match address.filter(|address| live && address.starts_with("https://")) {
        Some(address) => {
            let hidden = format!(" {}", name(scope));
            row.side(view! {
                <a class="btn" href=address rel="noreferrer">
                    {text::open_resource()}{icon_small(Icon::Out)}<span class="vh">{hidden}</span>
                </a>
            })
        }
        None => row,
    }
}

/// How it was given, until when, and whom to ask for what the service cannot do.
fn known(held: &Held, assignment: &Assignment, holding: &Holding, reader: &Reader) -> AnyView {
    let about = |request: &&portico_graph::AssignmentRequest| {
        request
            .assignment
            .as_deref()
            .is_some_and(|one| one.id == assignment.id)
    };
    let given = held.requests.iter().filter(about).find(|request| {
        matches!(
            request.request_type,
            Some(RequestType::UserAdd | RequestType::AdminAdd)
        )
    });
    let by = match given {
        Some(request) if request.request_type == Some(RequestType::UserAdd) => {
            let href = Route::Request {
                id: request.id.clone(),
            }
            .path();
            let mut marks = Marks::default();
            let day = request
                .created_date_time
                .map(|at| marks.when(at, Style::Date))
                .unwrap_or_default();
            let words = reader.line(&marks.line(text::your_request(&day)));
            view! { <a href=href>{words}</a> }.into_any()
        }
        Some(_) => text::an_administrator().into_any(),
        None => text::untold().into_any(),
    };
    let from = assignment
        .schedule
        .as_ref()
        .and_then(|schedule| schedule.start_date_time);
    let mut facts_of_it = vec![(text::given_by(), by)];
    facts_of_it.extend(from.map(|from| (text::from(), reader.time(from, Style::Date))));
    if holding.is_live() {
        let until = match End::of(assignment.schedule.as_ref()) {
            End::At(at) => reader.time(at, Style::DayTime),
            End::Never => text::no_end().into_any(),
            End::Untold => text::end_untold().into_any(),
        };
        facts_of_it.push((text::ends(), until));
        let longer = match holding {
            Holding::Given { .. } => text::never_extend_say(),
            _ => text::extend_say(),
        };
        facts_of_it.push((text::extend(), longer.into_any()));
        facts_of_it.push((text::give_up(), text::give_up_say().into_any()));
    }
    facts(facts_of_it)
}
