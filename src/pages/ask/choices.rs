//! A field that is chosen from: one of several, or all that apply.

use crate::ui::field::{FieldIds, oops};
use leptos::{ev, prelude::*};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub value: String,
    pub words: String,
    pub hint: Option<String>,
}

/// What a person chooses from.
pub struct Choices {
    /// The id of the field; the first choice carries it, so that a link from the summary leads to something that takes the focus.
    pub id: String,
    pub legend: String,
    pub hint: Option<String>,
    /// All that apply, or one.
    pub many: bool,
    pub choices: Vec<Choice>,
    pub wrong: Signal<Option<String>>,
}

/// The choices. `chosen` tells whether a value is taken, `choose` is called with the value and whether it is taken now.
pub fn draw(
    field: Choices,
    chosen: impl Fn(&str) -> bool + Clone + Send + Sync + 'static,
    choose: impl Fn(String, bool) + Clone + 'static,
) -> AnyView {
    let Choices {
        id,
        legend,
        hint,
        many,
        choices,
        wrong,
    } = field;
    let ids = FieldIds::new(&id);
    let kind = if many { "checkbox" } else { "radio" };
    let items = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let (chosen, choose) = (chosen.clone(), choose.clone());
            let input_id = if index == 0 {
                id.clone()
            } else {
                format!("{id}-{index}")
            };
            let value = choice.value.clone();
            let taken = {
                let value = value.clone();
                move || chosen(&value)
            };
            let change =
                move |event: ev::Event| choose(value.clone(), event_target_checked(&event));
            view! {
                <label class="choice">
                    <input
                        type=kind
                        id=input_id
                        name=id.clone()
                        value=choice.value
                        prop:checked=taken
                        on:change=change
                    />
                    <span dir="auto">{choice.words}</span>
                    {choice.hint.map(|hint| view! { <span class="hint">{hint}</span> })}
                </label>
            }
        })
        .collect_view();
    let has_hint = hint.is_some();
    let described = {
        let ids = ids.clone();
        move || ids.described_by(has_hint, wrong.get().is_some())
    };
    view! {
        <fieldset
            class=move || if wrong.get().is_some() { "field wrong" } else { "field" }
            aria-describedby=described
        >
            <legend>{legend}</legend>
            {hint.map(|hint| view! { <p class="hint" id=ids.hint>{hint}</p> })}
            {oops(ids.error, wrong)}
            <div class="choices">{items}</div>
        </fieldset>
    }
    .into_any()
}
