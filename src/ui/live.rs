//! The parts of a view that change by themselves.
//!
//! Every closure is a type of its own, and the machinery around a reactive part is compiled once for each type. Behind a box they are all
//! of one type, so that everybody downloads it once.

use leptos::prelude::*;

/// A part that is drawn again when what it read has changed.
pub fn live(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let draw: Box<dyn Fn() -> AnyView + Send> = Box::new(draw);
    draw.into_any()
}

/// Words that change.
pub fn live_words(say: impl Fn() -> String + Send + 'static) -> AnyView {
    let say: Box<dyn Fn() -> String + Send> = Box::new(say);
    say.into_any()
}

/// A value that is told again whenever it changes, for what wants a signal.
pub fn derived<T: Send + Sync + 'static>(
    tell: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    let tell: Box<dyn Fn() -> T + Send + Sync> = Box::new(tell);
    Signal::derive(tell)
}
