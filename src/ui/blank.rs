//! An empty or a failed page: never a dead end.

use leptos::prelude::*;
use portico_view::view;

/// A heading, words and what can be done instead. `level` is 1 on a page that has nothing else, 2 below a heading.
pub fn blank(
    level: u8,
    title: String,
    words: impl IntoView + 'static,
    acts: impl IntoView + 'static,
) -> AnyView {
    let (words, acts) = (words.into_any(), acts.into_any());
    let heading = match level {
        1 => view! { <h1 tabindex="-1">{title}</h1> }.into_any(),
        _ => view! { <h2>{title}</h2> }.into_any(),
    };
    view! { <div class="blank">{door()}{heading}<div class="soft">{words}</div><div class="acts">{acts}</div></div> }.into_any()
}

/// A doorway that is not open yet.
pub fn door() -> AnyView {
    view! {
        <svg class="door" viewBox="0 0 96 120" fill="none" stroke="currentColor" stroke-width="3" aria-hidden="true">
            <path d="M4 10h88M12 20v92M84 20v92M4 114h88"></path>
            <path d="M30 114V58a18 18 0 0 1 36 0v56" stroke-dasharray="5 5"></path>
        </svg>
    }
    .into_any()
}
