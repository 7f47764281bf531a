//! A search field.

use super::{Icon, icon};
use leptos::{ev, html, prelude::*};
use portico_view::view;

/// A search form with a hidden label; `on_search` is given the words.
#[component]
pub fn Search(
    #[prop(into)] label: String,
    #[prop(into)] placeholder: String,
    /// What stands in it.
    #[prop(optional, into)]
    value: Signal<String>,
    /// The id of the text that tells the result.
    #[prop(optional)]
    described_by: Option<&'static str>,
    on_search: impl Fn(String) + 'static,
) -> impl IntoView {
    let on_search: Box<dyn Fn(String)> = Box::new(on_search);
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: ev::Event| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            on_search(input.value().trim().to_owned());
        }
    };
    view! {
        <form class="search" role="search" on:submit=submit>
            {icon(Icon::Find)}
            <label class="vh" for="q">{label}</label>
            <input
                class="input"
                id="q"
                name="q"
                type="search"
                placeholder=placeholder
                autocomplete="off"
                enterkeyhint="search"
                aria-describedby=described_by
                prop:value=move || value.get()
                node_ref=input
            />
        </form>
    }
}
