//! What stands around everything: contexts, the router, and what happens when all else fails.

mod frame;
mod language;
mod theme;

pub use language::choose as choose_language;
pub use theme::Theme;

use crate::api::Api;
use crate::browser::document;
use crate::browser::task::spawn_local;
use crate::components::arrival::Arrival;
use crate::components::here::Here;
use crate::session::{self, Session};
use crate::ui::toast::Toasts;
use frame::Frame;
use leptos::prelude::*;
use portico_view::view;

/// Draws the portal into the document.
pub fn start() {
    std::panic::set_hook(Box::new(|_| last_words()));
    language::begin();
    leptos::mount::mount_to_body(App);
}

/// After a fault in the portal nothing reactive lives on: what is left is the plain message of `index.html`.
fn last_words() {
    document::replace_by_template("portal", "no-start");
}

/// The portal. Leptos' router keeps history and follows links; which page an address means is decided by [`crate::route`] alone.
#[component]
pub fn App() -> impl IntoView {
    let Some(here) = Here::new() else {
        last_words();
        return None;
    };
    let session = Session::new();
    let api = Api::new(session);
    provide_context(session);
    provide_context(api);
    provide_context(Toasts::new());
    provide_context(here);
    provide_context(Arrival::new(here));
    spawn_local(session::begin(api));
    Some(view! { <div id="portal"><Frame /></div> })
}
