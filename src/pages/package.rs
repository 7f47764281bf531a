//! One package: what it opens, who decides and why they, and whether one may ask.

mod facts;
mod may;
mod way;

use crate::api::fetch::State;
use crate::api::offer::{Offer, offer, preview};
use crate::api::{Fetch, fetch};
use crate::components::arrival::{self, Headline};
use crate::components::layout;
use crate::components::loaded::{Waiting, loaded};
use crate::components::resource_row::resource_row;
use crate::route::Route;
use crate::ui::bones::bones;
use crate::ui::live::{live, live_words};
use crate::ui::mark::{Door, mark};
use crate::ui::rows::{Bay, rows};
use crate::ui::{Icon, icon_small_flip};
use crate::words::text::{package as text, packages};
use facts::aside;
use leptos::prelude::*;
use may::{May, rules};
use portico_graph::portico::Preview;
use portico_view::view;
use std::sync::Arc;
use way::way;

/// How many rows are expected.
const ROWS: usize = 4;

/// The page of one package.
#[component]
pub fn PackagePage(id: String) -> impl IntoView {
    layout::deciding();
    let key = StoredValue::new(id);
    let found = fetch(
        move || key.get_value(),
        |call, id| async move { offer(&call, &id).await },
    );
    // Asked beside the package, so without knowing the policy; when several fit, once more for the first of them.
    let policy = move || found.value().and_then(|offer| several(&offer));
    let decided = fetch(
        move || (key.get_value(), policy()),
        |call, (id, policy)| async move { preview(&call, &id, policy.as_deref()).await },
    );
    // Who decides comes at about the same time. It would push away what was drawn without it, so it is waited for, once and not for long.
    let settled = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || !matches!(decided.reading().state(), State::Loading)
    });
    arrival::title(move || {
        let name = found
            .value()
            .and_then(|offer| offer.package.display_name.clone());
        name.unwrap_or_else(packages::title)
    });
    let waiting = Waiting {
        rows: ROWS,
        words: text::loading(),
        below_heading: false,
    };
    view! {
        <p class="crumb">
            <a href=Route::packages().path()>{icon_small_flip(Icon::Back)}{packages::title()}</a>
        </p>
        {loaded(found, waiting, move |offer| if settled.get() { draw(&offer, decided) } else { bones(ROWS, text::loading()) })}
    }
}

/// The first policy, when the service cannot know which one is meant.
fn several(offer: &Offer) -> Option<String> {
    (offer.requirements.len() > 1)
        .then(|| offer.requirements.first()?.policy_id.clone())
        .flatten()
}

/// The name stays while the rest learns who decides.
fn draw(offer: &Arc<Offer>, decided: Fetch<Option<Preview>>) -> AnyView {
    let (main, side) = (Arc::clone(offer), Arc::clone(offer));
    view! {
        <div class="split">
            <div class="stack">{head(offer, decided)} {live(move || sections(&main, decided))}</div>
            <aside class="stack" aria-label=text::actions()>
                {live(move || beside(&side, decided))}
            </aside>
        </div>
    }
    .into_any()
}

/// What it opens, how it goes, whether one may ask: the last comes first when it is no.
fn sections(offer: &Offer, decided: Fetch<Option<Preview>>) -> AnyView {
    let known = decided.value();
    let may = May::of(offer, known.as_deref().and_then(Option::as_ref));
    let mut sections = vec![opens(offer)];
    sections.extend(way(offer, known.as_deref()));
    let place = if may.is_blocked() { 0 } else { sections.len() };
    sections.insert(place, rules(&may));
    view! { <div class="stack">{sections}</div> }.into_any()
}

fn beside(offer: &Offer, decided: Fetch<Option<Preview>>) -> AnyView {
    let known = decided.value();
    let preview = known.as_deref().and_then(Option::as_ref);
    aside(offer, preview, &May::of(offer, preview))
}

fn owned(decided: Fetch<Option<Preview>>) -> String {
    let known = decided.value();
    let owners = known.as_deref().and_then(Option::as_ref).map(facts::owners);
    match owners.filter(|owners| !owners.is_empty()) {
        Some(owners) => format!(" · {}", text::owned_by(&owners)),
        None => String::new(),
    }
}

fn head(offer: &Offer, decided: Fetch<Option<Preview>>) -> AnyView {
    let package = &offer.package;
    let name = package.display_name.clone().unwrap_or_default();
    let area = package
        .catalog
        .as_deref()
        .and_then(|area| area.display_name.clone())
        .unwrap_or_default();
    let lead = package
        .description
        .clone()
        .filter(|words| !words.is_empty());
    view! {
        <div class="head">
            <div class="with-mark">
                {mark(&package.id, &name, Door::Big)}
                <div><Headline><bdi>{name}</bdi></Headline><p class="faint"><bdi>{area}</bdi>{live_words(move || owned(decided))}</p></div>
            </div>
            {lead.map(|words| view! { <p class="lead"><bdi>{words}</bdi></p> })}
        </div>
    }
    .into_any()
}

fn opens(offer: &Offer) -> AnyView {
    if offer.resources.is_empty() {
        return Bay::new("opens", text::opens())
            .around(view! { <p class="soft">{text::opens_nothing()}</p> });
    }
    let count = i64::try_from(offer.resources.len()).unwrap_or(i64::MAX);
    let list = rows(offer.resources.iter().map(resource_row));
    Bay::new("opens", text::opens())
        .count(text::resources(count))
        .around(list)
}
