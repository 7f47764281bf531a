//! What stands around everything: contexts, the router, and what happens when all else fails.

mod frame;
mod language;
mod theme;

pub use language::choose as choose_language;
pub use theme::Theme;

use crate::api::Api;
use crate::browser::document;
use crate::components::arrival::Arrival;
use crate::components::here::Here;
use crate::session::{self, Session};
use crate::ui::toast::Toasts;
use frame::Frame;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

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

/// The portal. The router keeps history and follows links; which page an address means is decided by [`crate::route`]
/// alone, so one route takes every address.
#[component]
pub fn App() -> impl IntoView {
    let session = Session::new();
    let api = Api::new(session);
    provide_context(session);
    provide_context(api);
    provide_context(Toasts::new());
    spawn_local(session::begin(api));
    view! {
        <Router>
            <Whereabouts />
        </Router>
    }
}

#[component]
fn Whereabouts() -> impl IntoView {
    let here = Here::new();
    provide_context(here);
    provide_context(Arrival::new(here));
    view! {
        <div id="portal">
            <Frame />
            <FlatRoutes fallback=|| ()>
                <Route path=path!("/*any") view=|| () />
            </FlatRoutes>
        </div>
    }
}
