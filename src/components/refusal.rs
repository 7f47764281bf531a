//! What went wrong in a dialog, beside its buttons.

use crate::api::ApiError;
use crate::ui::live::live;
use crate::words::error;
use leptos::prelude::*;
use portico_view::view;

/// The words of a problem; nothing while there is none.
pub fn refusal(problem: RwSignal<Option<ApiError>>) -> AnyView {
    live(move || match problem.get() {
        Some(problem) => {
            view! { <p role="alert" class="oops">{error::say(&problem).words}</p> }.into_any()
        }
        None => ().into_any(),
    })
}
