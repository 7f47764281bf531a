//! Arriving on a page.
//!
//! A page load tells a screen reader the new title and starts at the top; a router does neither. So after a change of
//! address the focus goes to the page's `h1` as soon as there is one, and the title is said in a live region. Whoever has
//! moved on into the page meanwhile is left alone. The first page of a visit keeps the browser's own behaviour.

use super::here::Here;
use crate::browser::{document, focus};
use crate::effect::{effect, on_change};
use crate::words::text;
use leptos::{html, prelude::*};
use portico_view::view;

/// Whether somebody has just arrived, as context of every page.
#[derive(Clone, Copy)]
pub struct Arrival {
    pending: StoredValue<bool>,
    said: RwSignal<String>,
}

impl Arrival {
    /// Made once, inside the router.
    pub fn new(here: Here) -> Self {
        let arrival = Self {
            pending: StoredValue::new(false),
            said: RwSignal::new(String::new()),
        };
        let place = move || {
            let path = here.route().path();
            path.split('?').next().unwrap_or_default().to_owned()
        };
        on_change(place, move || arrival.pending.set_value(true));
        arrival
    }

    /// The one of the portal. There is always one on a page.
    pub fn here() -> Self {
        expect_context()
    }

    /// What the live region says.
    pub fn said(self) -> ReadSignal<String> {
        self.said.read_only()
    }

    /// What is shown will be replaced: the heading that comes takes the focus, as after a change of address.
    pub fn expect(self) {
        self.pending.set_value(true);
    }

    fn at(self, heading: &web_sys::HtmlElement) {
        if self.pending.get_value() {
            self.pending.set_value(false);
            if !focus::within("main") {
                focus::on(heading);
            }
        }
    }
}

/// Names the tab after the page.
pub fn title(words: impl Fn() -> String + 'static) {
    name(Box::new(words));
}

/// The same for all pages.
fn name(words: Box<dyn Fn() -> String>) {
    let arrival = Arrival::here();
    effect(move || {
        let title = text::shell::title(&words());
        document::set_title(&title);
        if arrival.pending.get_value() {
            arrival.said.set(title);
        }
    });
}

/// The page's `h1`. `class` is empty or `sentence`.
#[component]
pub fn Headline(#[prop(optional)] class: &'static str, children: Children) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let arrival = Arrival::here();
    effect(move || {
        if let Some(heading) = heading.get() {
            arrival.at(&heading);
        }
    });
    view! { <h1 class=class tabindex="-1" node_ref=heading>{children()}</h1> }
}
