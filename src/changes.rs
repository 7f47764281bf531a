//! Polite polling: what is open is asked again after two seconds, then less and less often up to thirty, and only while
//! somebody can see the page. One module, so that pushed hints can replace it later.

use crate::browser::task::spawn_local;
use crate::browser::{timer, visibility};
use leptos::prelude::*;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

const FIRST: i32 = 2_000;
const LONGEST: i32 = 30_000;

/// Calls `ask` for as long as the current owner lives and `open` says that something may still change.
pub fn follow(open: impl Fn() -> bool + 'static, ask: impl Fn() + 'static) {
    watch(Box::new(open), Box::new(ask));
}

/// The same for everybody who asks.
fn watch(open: Box<dyn Fn() -> bool>, ask: Box<dyn Fn()>) {
    let gone = Arc::new(AtomicBool::new(false));
    let leave = Arc::clone(&gone);
    on_cleanup(move || leave.store(true, Ordering::Relaxed));
    spawn_local(async move {
        let mut wait = FIRST;
        loop {
            timer::sleep(wait).await;
            if gone.load(Ordering::Relaxed) {
                return;
            }
            if !visibility::visible() {
                // Whoever comes back wants to know soon.
                wait = FIRST;
            } else if open() {
                ask();
                wait = longer(wait);
            } else {
                wait = LONGEST;
            }
        }
    });
}

/// Half as long again.
fn longer(wait: i32) -> i32 {
    (wait + wait / 2).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waits_grow_to_half_a_minute_and_stay_there() {
        let waits: Vec<i32> = std::iter::successors(Some(FIRST), |wait| Some(longer(*wait)))
            .take(9)
            .collect();
        assert_eq!(waits[..3], [2_000, 3_000, 4_500]);
        assert_eq!(waits[7..], [30_000, 30_000]);
    }
}
