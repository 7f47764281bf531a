//! What one may ask for: search, filters, packages by area.

mod filters;
mod results;

use crate::api::browse::{Browsed, browse};
use crate::api::fetch;
use crate::components::arrival::{self, Headline};
use crate::components::here::Here;
use crate::components::loaded::{Waiting, loaded};
use crate::route::{Browse, Route};
use crate::ui::search::Search;
use crate::words::text::packages as text;
use filters::{Areas, Filters};
use leptos::prelude::*;
use results::Results;

/// The list of packages. What it is narrowed down to stands in the address.
#[component]
pub fn PackagesPage() -> impl IntoView {
    arrival::title(text::title);
    let here = Here::here();
    let wanted = Memo::new(move |_| match here.route() {
        Route::Packages(browse) => browse,
        _ => Browse::default(),
    });
    let asked = move || wanted.with(|wanted| (wanted.q.clone(), wanted.area.clone()));
    let found = fetch(asked, |call, (words, area)| async move {
        browse(&call, &words, area.as_deref()).await
    });
    let areas = Areas::new();
    Effect::new(move |_| {
        if let Some(found) = found.value() {
            areas.learn(&found.packages.items);
        }
    });
    let search = move |q: String| {
        here.go(&Route::Packages(Browse {
            q,
            ..wanted.get_untracked()
        }))
    };
    let waiting = Waiting {
        rows: 6,
        words: text::loading(),
        below_heading: true,
    };
    view! {
        <div class="head"><Headline>{text::title()}</Headline><p class="lead">{text::lead()}</p></div>
        <div class="split start">
            <div class="stack">
                <Search
                    label=text::search()
                    placeholder=text::placeholder()
                    value=Signal::derive(move || wanted.with(|wanted| wanted.q.clone()))
                    described_by="hits"
                    on_search=search
                />
                <Filters wanted=wanted areas=areas />
            </div>
            <div class="stack">
                {loaded(found, waiting, move |browsed: std::sync::Arc<Browsed>| {
                    view! { <Results browsed=browsed found=found wanted=wanted /> }.into_any()
                })}
            </div>
        </div>
    }
}
