//! `/packages/:id/request/…`: the request form, a step an address.

mod check;
mod choices;
mod desk;
mod next;
mod period;
mod policy;
mod questions;
mod send;
mod so_far;
mod step;
mod typed;

use crate::api::{ApiError, Call, Fetch, fetch, packages};
use crate::components::arrival;
use crate::components::crumb::crumb;
use crate::components::here::Here;
use crate::components::loaded::{Waiting, loaded};
use crate::route::{Route, Step};
use crate::ui::blank::blank;
use crate::words::text::ask as text;
use desk::Desk;
use leptos::prelude::*;
use portico_graph::portico::{Capability, Preview};
use portico_graph::{AccessPackage, Requirements};
use std::sync::Arc;
use step::Steps;

/// What the form is about: the package, and each way in which the person may ask for it.
#[derive(Debug, PartialEq)]
struct Form {
    package: AccessPackage,
    ways: Vec<Arc<Requirements>>,
}

async fn load(call: Call, id: String) -> Result<Form, ApiError> {
    let both = futures_util::future::join(
        packages::package(&call, &id),
        packages::requirements(&call, &id),
    );
    let (package, ways) = both.await;
    Ok(Form {
        package: package?,
        ways: ways?.into_iter().map(Arc::new).collect(),
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

/// Who would decide under the chosen way; nothing until a way is chosen, or where nobody tells.
async fn look_ahead(
    call: Call,
    key: (String, Option<String>),
) -> Result<Option<Preview>, ApiError> {
    let (package, policy) = key;
    match policy.filter(|_| call.session().can(Capability::Preview)) {
        Some(policy) => packages::preview(&call, &package, Some(&policy))
            .await
            .map(Some),
        None => Ok(None),
    }
}

/// The page.
#[component]
pub fn AskPage(package: String) -> impl IntoView {
    let here = Here::here();
    let id = package.clone();
    let form = fetch(move || id.clone(), load);
    let desk = Desk::new(&package);
    let way = move || {
        form.value()
            .and_then(|form| form.way(desk.policy().as_deref()))
    };
    let id = package.clone();
    let ahead = fetch(
        move || (id.clone(), way().and_then(|way| way.policy_id.clone())),
        look_ahead,
    );
    let step = Memo::new(move |_| match here.route() {
        Route::Ask { step, .. } => step,
        _ => Step::Who,
    });
    arrival::title(move || title(form, desk, step.get()));
    let back = package.clone();
    let name = move || {
        form.value()
            .map(|form| form.name())
            .unwrap_or_else(text::see_package)
    };
    let waiting = Waiting {
        rows: 3,
        words: text::loading(),
        below_heading: false,
    };
    view! {
        {crumb(name, Route::Package { id: back })}
        {loaded(form, waiting, move |form| draw(&form, &package, step.get(), desk, ahead))}
    }
}

fn title(form: Fetch<Form>, desk: Desk, step: Step) -> String {
    let Some(form) = form.value() else {
        return text::loading();
    };
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
    if form.ways.is_empty() {
        let href = Route::Package {
            id: package.to_owned(),
        }
        .path();
        let acts = view! { <a class="btn main" href=href>{text::see_package()}</a> };
        return blank(
            1,
            text::not_allowed_title(),
            view! { <p>{text::not_allowed()}</p> },
            acts,
        );
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
        leptos::task::spawn_local(async move { here.replace(&to) });
        return ().into_any();
    }
    desk.reached(step);
    let body = match (&way, step) {
        (None, _) | (_, Step::Who) => policy::draw(form, package, desk),
        (Some(way), Step::Questions) => questions::draw(way, &steps, package, desk),
        (Some(way), Step::Period) => period::draw(way, &steps, package, desk),
        (Some(way), Step::Check) => check::draw(form, way, &steps, package, desk, ahead),
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
