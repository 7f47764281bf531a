//! A field that is typed into.

use crate::ui::field::{FieldIds, oops};
use leptos::{ev, prelude::*};

/// What a typed field looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Line,
    /// A line for a short text of a given form.
    Short,
    Lines,
    /// A date, with the first and last day that can be chosen.
    Date {
        first: Option<String>,
        last: Option<String>,
    },
}

/// A label, a hint, what is wrong, and the input. `input` is called with each change, `leave` when the person goes on.
pub fn typed(
    id: &str,
    label: String,
    hint: Option<String>,
    kind: &Kind,
    wrong: Signal<Option<String>>,
    value: Signal<String>,
    input: impl Fn(String) + Clone + 'static,
    leave: impl Fn() + Clone + 'static,
) -> AnyView {
    let ids = FieldIds::new(id);
    let has_hint = hint.is_some();
    let described = {
        let ids = ids.clone();
        move || ids.described_by(has_hint, wrong.get().is_some())
    };
    let invalid = move || wrong.get().map(|_| "true");
    let id = id.to_owned();
    let inner = match kind {
        Kind::Lines => view! {
            <textarea
                class="input"
                id=id.clone()
                aria-invalid=invalid
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event: ev::Event| input(event_target_value(&event))
                on:blur=move |_| leave()
            ></textarea>
        }
        .into_any(),
        line => {
            let class = if *line == Kind::Line {
                "input"
            } else {
                "input short"
            };
            let (kind, first, last) = match line {
                Kind::Date { first, last } => ("date", first.clone(), last.clone()),
                _ => ("text", None, None),
            };
            view! {
                <input
                    class=class
                    id=id.clone()
                    type=kind
                    min=first
                    max=last
                    autocomplete="off"
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=move || value.get()
                    on:input=move |event: ev::Event| input(event_target_value(&event))
                    on:blur=move |_| leave()
                />
            }
            .into_any()
        }
    };
    let error = ids.error.clone();
    view! {
        <div class=move || if wrong.get().is_some() { "field wrong" } else { "field" }>
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=ids.hint>{hint}</p> })}
            {oops(error, wrong)}
            {inner}
        </div>
    }
    .into_any()
}
