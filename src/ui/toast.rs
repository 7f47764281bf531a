//! One line that tells what just happened; never the only place that tells it.

use super::live::live;
use crate::browser::task::spawn_local;
use crate::browser::timer;
use leptos::prelude::*;
use portico_view::view;

/// How long it stays, in milliseconds.
const STAYS: i32 = 8_000;

/// The portal's toasts, as context.
#[derive(Clone, Copy)]
pub struct Toasts {
    words: RwSignal<Option<String>>,
    count: RwSignal<u32>,
}

impl Toasts {
    pub fn new() -> Self {
        Self {
            words: RwSignal::new(None),
            count: RwSignal::new(0),
        }
    }

    /// The one of the portal.
    pub fn here() -> Self {
        expect_context()
    }

    /// Says it, in place of what was said before.
    pub fn say(self, words: String) {
        let Some(this) = self.count.try_update(|count| {
            *count = count.wrapping_add(1);
            *count
        }) else {
            return;
        };
        let _ = self.words.try_set(Some(words));
        spawn_local(async move {
            timer::sleep(STAYS).await;
            if self.count.try_get_untracked() == Some(this) {
                let _ = self.words.try_set(None);
            }
        });
    }
}

/// Where toasts appear; once, in the shell. The element is always there, so that what appears in it is read out.
#[component]
pub fn ToastPlace(toasts: Toasts) -> impl IntoView {
    view! {
        <output aria-live="polite">
            {live(move || match toasts.words.get() {
                Some(words) => view! { <p class="toast">{words}</p> }.into_any(),
                None => ().into_any(),
            })}
        </output>
    }
}
