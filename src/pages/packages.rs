//! What one may ask for: search, filters, packages by area.

mod filters;
mod results;

use crate::api::browse::browse;
use crate::api::fetch;
use crate::components::arrival::{self, Headline};
use crate::components::here::Here;
use crate::components::loaded::{Waiting, loaded};
use crate::effect::effect;
use crate::route::{Browse, Route};
use crate::ui::live::derived;
use crate::ui::search::Search;
use crate::words::text::packages as text;
use filters::{Areas, filters};
use leptos::prelude::*;
use portico_view::view;
use results::results;

/// What the address narrows the list down to.
#[derive(Clone, Copy)]
pub struct Wanted(Here);

impl Wanted {
    /// Tracked.
    fn get(self) -> Browse {
        Self::of(self.0.route())
    }

    fn get_now(self) -> Browse {
        Self::of(self.0.route_now())
    }

    fn of(route: Route) -> Browse {
        match route {
            Route::Packages(browse) => browse,
            _ => Browse::default(),
        }
    }
}

/// The list of packages. What it is narrowed down to stands in the address.
#[component]
pub fn PackagesPage() -> impl IntoView {
    arrival::title(text::title);
    let here = Here::here();
    let wanted = Wanted(here);
    let found = fetch(
        move || {
            let wanted = wanted.get();
            (wanted.q, wanted.area)
        },
        |call, (words, area)| async move { browse(&call, &words, area.as_deref()).await },
    );
    let areas = Areas::new();
    effect(move || {
        if let Some(found) = found.value() {
            areas.learn(&found.packages.items);
        }
    });
    let search = move |q: String| {
        here.go(&Route::Packages(Browse {
            q,
            ..wanted.get_now()
        }));
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
                    value=derived(move || wanted.get().q)
                    described_by="hits"
                    on_search=search
                />
                {filters(wanted, areas)}
            </div>
            <div class="stack">{loaded(found, waiting, move |browsed| results(browsed, found, wanted))}</div>
        </div>
    }
}
