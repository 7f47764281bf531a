//! Where one is, and the ways from here.

use crate::effect::effect;
use crate::route::Route;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider, State};

/// The current address and the way to another, as context of every page.
#[derive(Clone, Copy)]
pub struct Here {
    route: Memo<Route>,
    history: StoredValue<BrowserUrl>,
}

impl Here {
    /// Made once. From then on links within the portal change the address without loading a page. None in a browser that tells no
    /// address.
    pub fn new() -> Option<Self> {
        let history = BrowserUrl::new().ok()?;
        history.init(None);
        let url = history.as_url().clone();
        let history = StoredValue::new(history);
        let route = {
            let url = url.clone();
            Memo::new(move |_| url.with(|url| Route::parse(url.path(), url.search())))
        };
        // Pages are drawn at once, so an address is never kept waiting for one.
        effect(move || {
            url.track();
            history.with_value(LocationProvider::ready_to_complete);
        });
        Some(Self { route, history })
    }

    /// The one of the portal. There is always one on a page.
    #[expect(
        clippy::self_named_constructors,
        reason = "here is where one is, and where one asks"
    )]
    pub fn here() -> Self {
        expect_context()
    }

    /// Where one is, tracked.
    pub fn route(self) -> Route {
        self.route.get()
    }

    /// Where one is, not tracked; also after a wait, when the page may be gone.
    pub fn route_now(self) -> Route {
        self.route.try_get_untracked().unwrap_or(Route::Unknown)
    }

    /// Goes there; the back button comes back here.
    pub fn go(self, route: &Route) {
        self.travel(route, false, true);
    }

    /// Goes there in place of here: the back button skips this address.
    pub fn replace(self, route: &Route) {
        self.travel(route, true, true);
    }

    /// Another filter of the same page: in place of this address, without scrolling.
    pub fn narrow(self, route: &Route) {
        self.travel(route, true, false);
    }

    fn travel(self, route: &Route, replace: bool, scroll: bool) {
        // Gone with its page: then nobody wants to go there any more.
        let Some(history) = self.history.try_get_value() else {
            return;
        };
        let value = route.path();
        if let Ok(url) = BrowserUrl::parse(&value) {
            if *history.as_url().read_untracked() != url {
                history.as_url().set(url);
            }
            history.complete_navigation(&LocationChange {
                value,
                replace,
                scroll,
                state: State::default(),
            });
        }
    }
}
