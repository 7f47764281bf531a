//! Before anything is known: nothing at first, then that it is on its way, or that the service cannot be reached.

use crate::api::Api;
use crate::browser::task::spawn_local;
use crate::session;
use crate::ui::{Icon, blank::blank, button::Button, icon_small};
use crate::words::text;
use leptos::prelude::*;
use portico_view::view;

/// The first moments.
#[component]
pub fn Starting() -> impl IntoView {
    view! {
        <div class="app plain" aria-busy="true">
            <main class="page narrow"><p class="vh" role="status">{text::shell::loading()}</p></main>
        </div>
    }
}

/// The service did not answer the first question.
#[component]
pub fn Unreachable() -> impl IntoView {
    let api = Api::here();
    let again = move || spawn_local(session::begin(api));
    let acts = view! { <Button kind="main" on_press=again>{icon_small(Icon::Again)}{text::error::try_again()}</Button> };
    let page = blank(
        1,
        text::error::network_title(),
        text::error::network(),
        acts,
    );
    view! { <div class="app plain"><main class="page narrow">{page}</main></div> }
}
