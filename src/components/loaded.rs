//! The four states of what is read, drawn one way on every page.

use super::failure::failure;
use crate::api::{Fetch, fetch::State};
use crate::ui::{Icon, bones::bones, button::Button, icon_small};
use crate::words::text;
use leptos::prelude::*;
use std::sync::Arc;

/// What is drawn where the thing is not there yet.
#[derive(Clone)]
pub struct Waiting {
    /// How many rows are expected.
    pub rows: usize,
    /// What is said, such as "Loading your requests".
    pub words: String,
    /// Whether the page has an `h1` of its own beside it.
    pub below_heading: bool,
}

/// The thing as `draw` draws it; before, bones; when it fails, why. A thing that could not be refreshed says so above it.
pub fn loaded<T: PartialEq + Send + Sync + 'static>(
    fetch: Fetch<T>,
    waiting: Waiting,
    draw: impl Fn(Arc<T>) -> AnyView + Send + 'static,
) -> AnyView {
    let level = if waiting.below_heading { 2 } else { 1 };
    view! {
        {move || fetch.stale().map(|_| view! { <p class="faint" role="status">{text::error::stale()}</p> })}
        {move || match fetch.state() {
            State::Loading => bones(waiting.rows, waiting.words.clone()),
            State::LoadingSlowly => slow(&waiting, move || fetch.refresh()),
            State::Loaded(value) => draw(value),
            State::Failed(problem) => failure(level, &problem, move || fetch.refresh()),
        }}
    }
    .into_any()
}

fn slow(waiting: &Waiting, again: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! {
        <div class="acts" role="status">
            <p>{text::error::slow()}</p>
            <Button on_press=again>{icon_small(Icon::Again)}{text::error::try_again()}</Button>
        </div>
        {bones(waiting.rows, waiting.words.clone())}
    }
    .into_any()
}
