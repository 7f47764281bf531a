//! Whether the browser believes that it has a connection.

use super::window;
use leptos::{ev, prelude::*};

/// Follows the browser's opinion for as long as the current owner lives.
pub fn online() -> ReadSignal<bool> {
    let (online, set_online) = signal(window().navigator().on_line());
    let up = window_event_listener(ev::online, move |_| set_online.set(true));
    let down = window_event_listener(ev::offline, move |_| set_online.set(false));
    on_cleanup(move || {
        up.remove();
        down.remove();
    });
    online
}
