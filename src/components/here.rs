//! Where one is, and the ways from here.

use crate::route::Route;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::{NavigateOptions, location::State};
use std::rc::Rc;

/// The current address and the way to another, as context of every page.
#[derive(Clone, Copy)]
pub struct Here {
    route: Memo<Route>,
    go: StoredValue<Go, LocalStorage>,
}

type Go = Rc<dyn Fn(&str, NavigateOptions)>;

impl Here {
    /// Made once, inside the router.
    pub fn new() -> Self {
        let location = use_location();
        let navigate = use_navigate();
        Self {
            route: Memo::new(move |_| {
                Route::parse(&location.pathname.get(), &location.search.get())
            }),
            go: StoredValue::new_local(Rc::new(move |path: &str, options| navigate(path, options))),
        }
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
        self.travel(route, NavigateOptions::default());
    }

    /// Goes there in place of here: the back button skips this address.
    pub fn replace(self, route: &Route) {
        self.travel(
            route,
            NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            },
        );
    }

    /// Another filter of the same page: in place of this address, without scrolling.
    pub fn narrow(self, route: &Route) {
        self.travel(
            route,
            NavigateOptions {
                replace: true,
                scroll: false,
                resolve: true,
                state: State::new(None),
            },
        );
    }

    fn travel(self, route: &Route, options: NavigateOptions) {
        // Gone with its page: then nobody wants to go there any more.
        if let Some(go) = self.go.try_get_value() {
            go(&route.path(), options);
        }
    }
}
