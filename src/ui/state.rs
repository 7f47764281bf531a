//! A state: glyph and words, never colour alone.

use super::{Icon, Tone, icon};
use leptos::prelude::*;
use portico_view::view;

/// A glyph beside its words.
pub fn state(tone: Tone, glyph: Icon, words: impl IntoView + 'static) -> AnyView {
    view! { <span class=format!("state {}", tone.class()) >{icon(glyph)}{words.into_any()}</span> }
        .into_any()
}
