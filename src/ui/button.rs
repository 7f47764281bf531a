//! Buttons that do something, with what has to be true of each: a disabled one stays focusable and says why.

use leptos::{ev, prelude::*};
use portico_view::view;

/// A button. While `busy` it keeps its width and label, and a second press does nothing.
#[component]
pub fn Button(
    /// Modifiers of the style sheet: `main`, `stop`, `bare`, `tall`.
    #[prop(optional)]
    kind: &'static str,
    /// The id of the text that says why it cannot be pressed; none when it can.
    #[prop(optional, into)]
    blocked_by: Signal<Option<String>>,
    /// Whether what it does is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    on_press: impl FnMut() + 'static,
    children: Children,
) -> impl IntoView {
    button(kind, blocked_by, busy, Box::new(on_press), children())
}

/// The same for every kind of press, written once.
fn button(
    kind: &str,
    blocked_by: Signal<Option<String>>,
    busy: Signal<bool>,
    mut on_press: Box<dyn FnMut()>,
    words: AnyView,
) -> AnyView {
    let disabled = move || busy.get() || blocked_by.get().is_some();
    let press = move |event: ev::Event| {
        event.prevent_default();
        if !(busy.get_untracked() || blocked_by.get_untracked().is_some()) {
            on_press();
        }
    };
    view! {
        <button
            type="button"
            class=format!("btn {kind}")
            aria-disabled=move || disabled().then_some("true")
            aria-describedby=move || blocked_by.get()
            on:click=press
        >
            {words}
        </button>
    }
    .into_any()
}

/// The button that sends its form; the form's own `submit` does the work, so the Enter key works too.
#[component]
pub fn SubmitButton(
    #[prop(optional)] kind: &'static str,
    #[prop(optional, into)] busy: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <button type="submit" class=format!("btn {kind}") aria-disabled=move || busy.get().then_some("true")>
            {children()}
        </button>
    }
}
