//! Narrowing the list of packages down: in the start column on a desk, in a sheet on a phone.

use super::Wanted;
use crate::components::here::Here;
use crate::order;
use crate::route::{Browse, PackagesShow, Route};
use crate::ui::live::live;
use crate::words::text::packages as text;
use leptos::prelude::*;
use portico_graph::AccessPackage;
use portico_view::view;

/// The areas that were seen so far, ids with names; a narrowed list shows one of them only.
#[derive(Clone, Copy)]
pub struct Areas(RwSignal<Vec<(String, String)>>);

impl Areas {
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Takes the areas of packages. Nobody is told when there is nothing new.
    pub fn learn(self, packages: &[AccessPackage]) {
        let mut known = self.0.get_untracked();
        let before = known.len();
        for catalog in packages
            .iter()
            .filter_map(|package| package.catalog.as_deref())
        {
            if !known.iter().any(|(id, _)| *id == catalog.id) {
                known.push((
                    catalog.id.clone(),
                    catalog.display_name.clone().unwrap_or_default(),
                ));
            }
        }
        if known.len() > before {
            self.0.set(order::by_name(known, |(_, name)| name.clone()));
        }
    }
}

/// The filters. A choice changes the address, and the address changes the list.
pub fn filters(wanted: Wanted, areas: Areas) -> AnyView {
    let here = Here::here();
    let shown = move |choice: PackagesShow| {
        let words = match choice {
            PackagesShow::All => text::show_all(),
            PackagesShow::New => text::show_new(),
            PackagesShow::Mine => text::show_mine(),
        };
        let checked = Box::new(move || wanted.get().show == choice);
        let choose = Box::new(move || {
            here.narrow(&Route::Packages(Browse {
                show: choice,
                ..wanted.get_now()
            }));
        });
        radio("show", words, checked, choose)
    };
    let area = move |area: Option<String>, words: String| {
        let mine = area.clone();
        let checked = Box::new(move || wanted.get().area == mine);
        let choose = Box::new(move || {
            here.narrow(&Route::Packages(Browse {
                area: area.clone(),
                ..wanted.get_now()
            }));
        });
        radio("area", words, checked, choose)
    };
    let every = area(None, text::area_any());
    let seen = live(move || {
        let areas = areas.0.get().into_iter();
        areas
            .map(|(id, name)| area(Some(id), name))
            .collect::<Vec<_>>()
            .into_any()
    });
    view! {
        <button class="btn filters-open" type="button" popovertarget="filters">{text::narrow()}</button>
        <div class="dialog filters" id="filters" popover="auto">
            <form class="stack" aria-label=text::narrow()>
                <fieldset class="choices close">
                    <legend class="label">{text::show()}</legend>
                    {PackagesShow::ALL.iter().copied().map(shown).collect::<Vec<_>>()}
                </fieldset>
                <fieldset class="choices close">
                    <legend class="label">{text::area()}</legend>
                    {every}
                    {seen}
                </fieldset>
            </form>
        </div>
    }
    .into_any()
}

fn radio(
    name: &'static str,
    words: String,
    checked: Box<dyn Fn() -> bool + Send>,
    choose: Box<dyn Fn()>,
) -> AnyView {
    view! {
        <label class="choice">
            <input type="radio" name=name prop:checked=checked on:change=move |_| choose() />
            <span><bdi>{words}</bdi></span>
        </label>
    }
    .into_any()
}
