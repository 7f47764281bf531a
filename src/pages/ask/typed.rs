//! A field that is typed into.

use crate::ui::field::{FieldIds, oops};
use crate::ui::live::derived;
use leptos::{ev, prelude::*};
use portico_view::view;

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

/// A label, a hint, what is wrong, and what happens when the person types and goes on.
pub struct Typed {
    pub id: String,
    pub label: String,
    pub hint: Option<String>,
    pub kind: Kind,
    pub wrong: Signal<Option<String>>,
    pub value: Signal<String>,
    pub input: Callback<String>,
    pub leave: Callback<()>,
}

/// For the buttons below the fields: pressing one leaves no field before the press is over. Leaving takes away what was wrong, the
/// page gets shorter, and the button would move from under the finger.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of an event handler"
)]
pub fn stay(event: ev::Event) {
    event.prevent_default();
}

/// The field.
pub fn draw(field: Typed) -> AnyView {
    let Typed {
        id,
        label,
        hint,
        kind,
        wrong,
        value,
        input,
        leave,
    } = field;
    let ids = FieldIds::new(&id);
    let has_hint = hint.is_some();
    let (hint_id, error_id) = (ids.hint.clone(), ids.error.clone());
    let described = derived(move || ids.described_by(has_hint, wrong.get().is_some()));
    let invalid = move || wrong.get().map(|_| "true");
    let type_in = move |event: ev::Event| input.run(event_target_value(&event));
    // A field that is taken off the page while it has the focus is left after the form is gone.
    let go_on = move |_| {
        let _ = leave.try_run(());
    };
    let of = id.clone();
    let inner = if kind == Kind::Lines {
        view! {
            <textarea
                class="input"
                id=id
                aria-invalid=invalid
                aria-describedby=move || described.get()
                prop:value=move || value.get()
                on:input=type_in
                on:blur=go_on
            ></textarea>
        }
        .into_any()
    } else {
        let class = if kind == Kind::Line {
            "input"
        } else {
            "input short"
        };
        let (kind, first, last) = match kind {
            Kind::Date { first, last } => ("date", first, last),
            _ => ("text", None, None),
        };
        view! {
            <input
                class=class
                id=id
                type=kind
                min=first
                max=last
                autocomplete="off"
                aria-invalid=invalid
                aria-describedby=move || described.get()
                prop:value=move || value.get()
                on:input=type_in
                on:blur=go_on
            />
        }
        .into_any()
    };
    view! {
        <div class=move || if wrong.get().is_some() { "field wrong" } else { "field" }>
            <label for=of>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {oops(error_id, wrong).into_any()}
            {inner}
        </div>
    }
    .into_any()
}
