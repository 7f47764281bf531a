//! The four states of what is read, drawn one way on every page.

use super::failure::failure;
use crate::api::Fetch;
use crate::api::fetch::{Reading, State, Thing};
use crate::browser::focus;
use crate::ui::{Icon, bones::bones, button::Button, icon_small, live::live};
use crate::words::text;
use leptos::prelude::*;
use portico_view::view;
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
pub fn loaded<T: Send + Sync + 'static>(
    fetch: Fetch<T>,
    waiting: Waiting,
    draw: impl Fn(Arc<T>) -> AnyView + Send + 'static,
) -> AnyView {
    states(
        fetch.reading(),
        waiting,
        Box::new(move |thing| thing.downcast().map_or_else(|_| ().into_any(), &draw)),
    )
}

/// The same for all types.
fn states(
    reading: Reading,
    waiting: Waiting,
    draw: Box<dyn Fn(Thing) -> AnyView + Send>,
) -> AnyView {
    let level = if waiting.below_heading { 2 } else { 1 };
    let thing = live(move || match reading.state() {
        State::Loading => bones(waiting.rows, waiting.words.clone()),
        State::LoadingSlowly => slow(&waiting, reading),
        State::Loaded(thing) => {
            focus::keep();
            draw(thing)
        }
        State::Failed(problem) => failure(level, &problem, move || reading.refresh()),
    });
    vec![live(move || stale(reading)), thing].into_any()
}

fn stale(reading: Reading) -> AnyView {
    match reading.stale() {
        Some(_) => view! { <p class="faint" role="status">{text::error::stale()}</p> }.into_any(),
        None => ().into_any(),
    }
}

fn slow(waiting: &Waiting, reading: Reading) -> AnyView {
    view! {
        <div class="acts" role="status">
            <p>{text::error::slow()}</p>
            <Button on_press=move || reading.refresh()>{icon_small(Icon::Again)}{text::error::try_again()}</Button>
        </div>
        {bones(waiting.rows, waiting.words.clone())}
    }
    .into_any()
}
