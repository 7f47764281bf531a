//! `/packages/:id/request/…`: the request form, a step an address.

mod check;
mod choices;
mod desk;
mod frame;
mod next;
mod period;
mod policy;
mod questions;
mod send;
mod so_far;
mod step;
mod typed;

use crate::api::{ApiError, Call, Fetch, fetch, offer};
use crate::browser::task::spawn_local;
use crate::components::arrival;
use crate::components::crumb::crumb;
use crate::components::here::Here;
use crate::components::loaded::{Waiting, loaded};
use crate::components::titled::unread;
use crate::route::{Route, Step};
use crate::ui::blank::blank;
use crate::ui::live::live_words;
use crate::words::text::ask as text;
use desk::Desk;
use leptos::prelude::*;
use portico_graph::portico::Preview;
use portico_graph::time::Instant;
use portico_graph::{AccessPackage, Requirements};
use portico_view::view;
use std::sync::Arc;
use step::Steps;

/// What the form is about: the package, and each way in which the person may ask for it.
#[derive(Debug, PartialEq)]
struct Form {
    package: AccessPackage,
    /// A request for it that is open already: its id, and when it was sent.
    open: Option<(String, Option<Instant>)>,
    ways: Vec<Arc<Requirements>>,
}

async fn load(call: Call, id: String) -> Result<Form, ApiError> {
    let offer::Offer {
        package,
        mine,
        requirements,
        ..
    } = offer::offer(&call, &id).await?;
    let open = mine
        .asked(&package.id)
        .map(|request| (request.id.clone(), request.created_date_time));
    Ok(Form {
        package,
        open,
        ways: requirements.into_iter().map(Arc::new).collect(),
    })
}

impl Form {
    fn name(&self) -> String {
        self.package.display_name.clone().unwrap_or_default()
    }

    /// The way that is asked for: the only one, or the one chosen.
    fn way(&self, chosen: Option<&str>) -> Option<Arc<Requirements>> {
        match self.ways.as_slice() {
            [only] => Some(Arc::clone(only)),
            several => several
                .iter()
                .find(|way| chosen.is_some() && way.policy_id.as_deref() == chosen)
                .cloned(),
        }
    }
}

/// The page.
#[component]
pub fn AskPage(package: String) -> impl IntoView {
    let here = Here::here();
    let id = package.clone();
    let form = fetch(move || id.clone(), load);
    let desk = Desk::new(&package);
    let id = package.clone();
    // Asked at the same time as the form: where one policy fits, the server knows which.
    let ahead = fetch(
        move || (id.clone(), desk.policy()),
        |call, (id, policy)| async move { offer::preview(&call, &id, policy.as_deref()).await },
    );
    // Where one goes from here is drawn by another page; this one stays at its last step until it is gone.
    let step = Memo::new(move |before: Option<&Step>| match here.route() {
        Route::Ask { step, .. } => step,
        _ => before.copied().unwrap_or(Step::Who),
    });
    arrival::title(move || title(form, desk, step.get()));
    let back = package.clone();
    let name = move || {
        form.value()
            .map_or_else(text::see_package, |form| form.name())
    };
    let waiting = Waiting {
        rows: 3,
        words: text::loading(),
        below_heading: false,
    };
    view! {
        {crumb(live_words(name), &Route::Package { id: back })}
        {loaded(form, waiting, move |form| draw(&form, &package, step.get(), desk, ahead))}
    }
}

fn title(form: Fetch<Form>, desk: Desk, step: Step) -> String {
    let Some(known) = form.value() else {
        return unread(form.reading(), text::loading());
    };
    let form = known;
    let way = form.way(desk.policy().as_deref());
    let steps = Steps::of(form.ways.len(), way.as_deref());
    let title = text::title(&step::name(step), &steps.place(step), &steps.count());
    if desk.problems().with(Vec::is_empty) {
        title
    } else {
        text::title_wrong(&title)
    }
}

fn draw(
    form: &Arc<Form>,
    package: &str,
    step: Step,
    desk: Desk,
    ahead: Fetch<Option<Preview>>,
) -> AnyView {
    if let Some((open, sent)) = &form.open {
        desk.was_sent(*sent);
        let href = Route::Request { id: open.clone() }.path();
        let acts = view! { <a class="btn main" href=href>{text::see_open_request()}</a> };
        let say = view! { <p>{text::already_open()}</p> };
        return blank(1, text::already_open_title(), say, acts);
    }
    if form.ways.is_empty() {
        let href = Route::Package {
            id: package.to_owned(),
        }
        .path();
        let acts = view! { <a class="btn main" href=href>{text::see_package()}</a> };
        let say = view! { <p>{text::not_allowed()}</p> };
        return blank(1, text::not_allowed_title(), say, acts);
    }
    desk.about(package, &form.name());
    let way = form.way(desk.policy_now().as_deref());
    let steps = Steps::of(form.ways.len(), way.as_deref());
    // Nothing to choose, or nothing chosen yet: the address of the step that comes instead.
    let wanted = match (&way, step) {
        (None, _) => Step::Who,
        (Some(_), step) if steps.holds(step) => step,
        (Some(_), step) => steps.after(step),
    };
    if wanted != step {
        let here = Here::here();
        let to = Route::ask(package, wanted, None);
        // Not while the page is being drawn: the router would draw it a second time inside this one.
        spawn_local(async move { here.replace(&to) });
        return ().into_any();
    }
    desk.reached(step);
    let body = match (&way, step) {
        (None, _) | (_, Step::Who) => policy::draw(form, package, desk),
        (Some(way), Step::Questions) => questions::draw(way, &steps, package, desk),
        (Some(way), Step::Period) => period::draw(way, &steps, package, desk),
        (Some(way), Step::Check) => check::draw(way, &steps, package, desk, ahead),
    };
    view! {
        {steps.colonnade(step)}
        <div class="split">
            <div class="stack">{body}</div>
            {so_far::draw(form, desk, ahead)}
        </div>
    }
    .into_any()
}
