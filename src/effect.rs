//! What happens beside the drawing when something has changed.
//!
//! Leptos compiles an effect's whole life anew for each closure; behind a box they are all of one type.

use leptos::prelude::*;

/// Acts soon, and again whenever what it read has changed, until its owner goes.
pub fn effect(act: impl FnMut() + 'static) {
    let mut act: Box<dyn FnMut()> = Box::new(act);
    Effect::new(move |_| act());
}

/// Acts whenever the value is another, but not on the first one.
pub fn on_change<T: PartialEq + 'static>(
    value: impl Fn() -> T + 'static,
    mut act: impl FnMut() + 'static,
) {
    let mut before = None;
    effect(move || {
        let now = value();
        if before.as_ref().is_some_and(|before| *before != now) {
            act();
        }
        before = Some(now);
    });
}
