//! A field that is chosen from: one of several, or all that apply.

use crate::ui::field::{FieldIds, oops};
use leptos::{ev, prelude::*};
use portico_view::view;

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
    pub offers: Vec<Choice>,
    pub wrong: Signal<Option<String>>,
    /// The values that are taken.
    pub chosen: Signal<Vec<String>>,
    /// Called with a value and whether it is taken now.
    pub choose: Callback<(String, bool)>,
}

/// The field.
pub fn draw(field: Choices) -> AnyView {
    let Choices {
        id,
        legend,
        hint,
        many,
        offers,
        wrong,
        chosen,
        choose,
    } = field;
    let ids = FieldIds::new(&id);
    let (hint_id, error_id) = (ids.hint.clone(), ids.error.clone());
    let has_hint = hint.is_some();
    let described = move || ids.described_by(has_hint, wrong.get().is_some());
    let mut items: Vec<AnyView> = Vec::with_capacity(offers.len());
    for (index, choice) in offers.into_iter().enumerate() {
        let input_id = if index == 0 {
            id.clone()
        } else {
            format!("{id}-{index}")
        };
        items.push(one(choice, input_id, &id, many, chosen, choose));
    }
    view! {
        <fieldset
            class=move || if wrong.get().is_some() { "field wrong" } else { "field" }
            aria-describedby=described
        >
            <legend>{legend}</legend>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {oops(error_id, wrong).into_any()}
            <div class="choices">{items}</div>
        </fieldset>
    }
    .into_any()
}

fn one(
    choice: Choice,
    id: String,
    name: &str,
    many: bool,
    chosen: Signal<Vec<String>>,
    choose: Callback<(String, bool)>,
) -> AnyView {
    let kind = if many { "checkbox" } else { "radio" };
    let (value, of) = (choice.value.clone(), choice.value.clone());
    let taken = move || chosen.with(|values| values.contains(&of));
    let change = move |event: ev::Event| choose.run((value.clone(), event_target_checked(&event)));
    view! {
        <label class="choice">
            <input type=kind id=id name=name.to_owned() value=choice.value prop:checked=taken on:change=change />
            <span dir="auto">{choice.words}</span>
            {choice.hint.map(|hint| view! { <span class="hint">{hint}</span> })}
        </label>
    }
    .into_any()
}
