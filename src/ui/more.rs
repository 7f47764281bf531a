//! A disclosure.

use super::{Icon, icon_small_flip};
use leptos::prelude::*;
use portico_view::view;

/// Words that open more.
#[component]
pub fn More(
    #[prop(into)] summary: String,
    /// Open from the start, as when it holds an error.
    #[prop(optional)]
    open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="more" open=open>
            <summary>{icon_small_flip(Icon::Chevron)}{summary}</summary>
            {children()}
        </details>
    }
}
