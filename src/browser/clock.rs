//! The time, as the server sees it: what is due is decided there, so the portal counts with the server's clock.

use portico_graph::time::Instant;
use std::cell::Cell;

thread_local! {
    /// Seconds to add to the browser's clock.
    static OFFSET: Cell<i64> = const { Cell::new(0) };
}

/// Differences below this, in seconds, are the time an answer was on its way and are not corrected.
const NOTICEABLE: i64 = 3;

/// The server's time now.
pub fn now() -> Instant {
    Instant::from_unix(own_seconds() + OFFSET.get())
}

/// Takes the `Date` header of an answer as the time.
pub fn follow(date_header: &str) {
    let milliseconds = js_sys::Date::parse(date_header);
    if milliseconds.is_finite() {
        let offset = whole_seconds(milliseconds) - own_seconds();
        if (offset - OFFSET.get()).abs() >= NOTICEABLE {
            OFFSET.set(offset);
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn own_seconds() -> i64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the portal's source of time"
    )]
    whole_seconds(js_sys::Date::now())
}

/// Host tests never ask what time it is: time is a parameter there.
#[cfg(not(target_arch = "wasm32"))]
fn own_seconds() -> i64 {
    0
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 are far inside i64"
)]
fn whole_seconds(milliseconds: f64) -> i64 {
    (milliseconds / 1000.0).floor() as i64
}
