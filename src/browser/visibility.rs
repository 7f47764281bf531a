//! Whether anybody can see the page.

use leptos::prelude::document;
use web_sys::VisibilityState;

/// Whether the tab is in front.
pub fn visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}
