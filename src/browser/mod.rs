//! The few adapters to the browser's own interfaces. What they touch exists in a browser only, so nothing here runs in host
//! tests except where a module says so.

pub mod clipboard;
pub mod clock;
pub mod document;
pub mod early;
pub mod focus;
pub mod ids;
pub mod intl;
pub mod letters;
pub mod online;
pub mod pattern;
pub mod storage;
pub mod task;
pub mod timer;
pub mod visibility;

use web_sys::Window;

/// The window, which every page has.
pub fn window() -> Window {
    leptos::prelude::window()
}
