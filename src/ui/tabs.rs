//! Tabs are links: each is an address.

use leptos::prelude::*;
use portico_view::view;

/// One tab.
pub struct Tab {
    pub words: String,
    pub href: String,
    pub current: bool,
}

/// The tabs of a page, named by `label`.
pub fn tabs(label: String, tabs: Vec<Tab>) -> AnyView {
    let links = tabs
        .into_iter()
        .map(|tab| view! { <a href=tab.href aria-current=tab.current.then_some("page")>{tab.words}</a> })
        .collect::<Vec<_>>();
    view! { <nav class="tabs" aria-label=label>{links}</nav> }.into_any()
}
