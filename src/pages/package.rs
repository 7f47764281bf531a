//! One package: what it opens, who decides and why they, and whether one may ask.

mod facts;
mod may;
mod way;

use crate::api::fetch;
use crate::api::offer::{Offer, offer, preview};
use crate::components::arrival::{self, Headline};
use crate::components::layout;
use crate::components::loaded::{Waiting, loaded};
use crate::components::resource_row::resource_row;
use crate::route::Route;
use crate::ui::mark::{Door, mark};
use crate::ui::rows::{Bay, rows};
use crate::ui::{Icon, icon_small_flip};
use crate::words::text::{package as text, packages};
use facts::aside;
use leptos::prelude::*;
use may::{May, rules};
use portico_graph::portico::Preview;
use std::sync::Arc;
use way::way;

/// What is known about who decides.
pub(self) type Known = Option<Arc<Option<Preview>>>;

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
    let policy = Memo::new(move |_| found.value().and_then(|offer| several(&offer)));
    let decided = fetch(
        move || (key.get_value(), policy.get()),
        |call, (id, policy)| async move { preview(&call, &id, policy.as_deref()).await },
    );
    arrival::title(move || {
        let name = found
            .value()
            .and_then(|offer| offer.package.display_name.clone());
        name.unwrap_or_else(packages::title)
    });
    let known = Signal::derive(move || decided.value());
    let waiting = Waiting {
        rows: 4,
        words: text::loading(),
        below_heading: false,
    };
    view! {
        <p class="crumb">
            <a href=Route::packages().path()>{icon_small_flip(Icon::Back)}{packages::title()}</a>
        </p>
        {loaded(found, waiting, move |offer: Arc<Offer>| view! { <Found offer=offer known=known /> }.into_any())}
    }
}

/// The first policy, when the service cannot know which one is meant.
fn several(offer: &Offer) -> Option<String> {
    (offer.requirements.len() > 1)
        .then(|| offer.requirements.first()?.policy_id.clone())
        .flatten()
}

#[component]
fn Found(offer: Arc<Offer>, #[prop(into)] known: Signal<Known>) -> impl IntoView {
    let may = {
        let offer = Arc::clone(&offer);
        Memo::new(move |_| May::of(&offer, known.get().as_deref().and_then(Option::as_ref)))
    };
    let (head, opens) = (head(&offer, known), opens(&offer));
    let (planned, side) = (Arc::clone(&offer), Arc::clone(&offer));
    view! {
        <div class="split">
            <div class="stack">
                {head}
                {move || may.with(|may| may.is_blocked().then(|| rules(may)))}
                {opens}
                {move || way(&planned, known.get().as_deref())}
                {move || may.with(|may| (!may.is_blocked()).then(|| rules(may)))}
            </div>
            <aside class="stack" aria-label=text::actions()>
                {move || may.with(|may| aside(&side, known.get().as_deref().and_then(Option::as_ref), may))}
            </aside>
        </div>
    }
}

fn head(offer: &Offer, known: Signal<Known>) -> AnyView {
    let package = &offer.package;
    let name = package.display_name.clone().unwrap_or_default();
    let area = package
        .catalog
        .as_deref()
        .and_then(|area| area.display_name.clone())
        .unwrap_or_default();
    let owned = move || {
        let owners = known
            .get()
            .as_deref()
            .and_then(Option::as_ref)
            .map(facts::owners)
            .unwrap_or_default();
        (!owners.is_empty()).then(|| view! { " · " <bdi>{text::owned_by(&owners)}</bdi> })
    };
    let lead = package
        .description
        .clone()
        .filter(|words| !words.is_empty());
    view! {
        <div class="head">
            <div class="with-mark">
                {mark(&package.id, &name, Door::Big)}
                <div><Headline><bdi>{name}</bdi></Headline><p class="faint"><bdi>{area}</bdi>{owned}</p></div>
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
