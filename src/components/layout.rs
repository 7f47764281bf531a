//! What a page may ask of the frame around it.

use leptos::prelude::*;

/// The frame's modifiers, as context of every page.
#[derive(Clone, Copy)]
pub struct Layout {
    deciding: RwSignal<bool>,
    narrow: RwSignal<bool>,
}

impl Layout {
    /// Made once, by the shell.
    pub fn new() -> Self {
        Self {
            deciding: RwSignal::new(false),
            narrow: RwSignal::new(false),
        }
    }

    /// The class of the frame.
    pub fn frame_class(self) -> &'static str {
        if self.deciding.get() {
            "app deciding"
        } else {
            "app"
        }
    }

    /// The class of `main`.
    pub fn page_class(self) -> &'static str {
        if self.narrow.get() {
            "page narrow"
        } else {
            "page"
        }
    }
}

/// A bar with the main action stands in place of the navigation on a phone, for as long as the current owner lives.
pub fn deciding() {
    hold(expect_context::<Layout>().deciding);
}

/// A narrow page, for as long as the current owner lives.
pub fn narrow() {
    hold(expect_context::<Layout>().narrow);
}

fn hold(modifier: RwSignal<bool>) {
    modifier.set(true);
    on_cleanup(move || {
        // The frame may go together with its page.
        let _ = modifier.try_set(false);
    });
}
