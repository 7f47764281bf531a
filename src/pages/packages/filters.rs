//! Narrowing the list of packages down: in the start column on a desk, in a sheet on a phone.

use crate::components::here::Here;
use crate::route::{Browse, PackagesShow, Route};
use crate::words::text::packages as text;
use leptos::prelude::*;
use portico_graph::AccessPackage;
use std::collections::BTreeMap;

/// The areas that were seen so far; a narrowed list shows one of them only.
#[derive(Clone, Copy)]
pub struct Areas(RwSignal<BTreeMap<String, String>>);

impl Areas {
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }

    /// Takes the areas of packages. Nobody is told when there is nothing new.
    pub fn learn(self, packages: &[AccessPackage]) {
        self.0.maybe_update(|known| {
            let before = known.len();
            for catalog in packages
                .iter()
                .filter_map(|package| package.catalog.as_deref())
            {
                known.insert(
                    catalog.id.clone(),
                    catalog.display_name.clone().unwrap_or_default(),
                );
            }
            known.len() > before
        });
    }

    /// Ids with names, by name.
    fn sorted(self) -> Vec<(String, String)> {
        let mut areas: Vec<(String, String)> = self.0.get().into_iter().collect();
        areas.sort_by_key(|(_, name)| name.to_lowercase());
        areas
    }
}

/// The filters. A choice changes the address, and the address changes the list.
#[component]
pub fn Filters(wanted: Memo<Browse>, areas: Areas) -> impl IntoView {
    let here = Here::here();
    let show = move |choice: PackagesShow| {
        let words = match choice {
            PackagesShow::All => text::show_all(),
            PackagesShow::New => text::show_new(),
            PackagesShow::Mine => text::show_mine(),
        };
        let checked = move || wanted.with(|wanted| wanted.show == choice);
        let choose = move || {
            here.narrow(&Route::Packages(Browse {
                show: choice,
                ..wanted.get_untracked()
            }))
        };
        radio("show", words, checked, choose)
    };
    let area = move |area: Option<String>, words: String| {
        let mine = area.clone();
        let checked = move || wanted.with(|wanted| wanted.area == mine);
        let choose = move || {
            here.narrow(&Route::Packages(Browse {
                area: area.clone(),
                ..wanted.get_untracked()
            }))
        };
        radio("area", words, checked, choose)
    };
    view! {
        <button class="btn filters-open" type="button" popovertarget="filters">{text::narrow()}</button>
        <div class="dialog filters" id="filters" popover="auto">
            <form class="stack" aria-label=text::narrow()>
                <fieldset class="choices close">
                    <legend class="label">{text::show()}</legend>
                    {PackagesShow::ALL.iter().copied().map(show).collect_view()}
                </fieldset>
                <fieldset class="choices close">
                    <legend class="label">{text::area()}</legend>
                    {area(None, text::area_any())}
                    {move || areas.sorted().into_iter().map(|(id, name)| area(Some(id), name)).collect_view()}
                </fieldset>
            </form>
        </div>
    }
}

fn radio(
    name: &'static str,
    words: String,
    checked: impl Fn() -> bool + Send + 'static,
    choose: impl Fn() + 'static,
) -> AnyView {
    view! {
        <label class="choice">
            <input type="radio" name=name prop:checked=checked on:change=move |_| choose() />
            <span><bdi>{words}</bdi></span>
        </label>
    }
    .into_any()
}
