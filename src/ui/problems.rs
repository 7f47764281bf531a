//! The summary of what is wrong in a form. It takes the focus once, and its links lead to the fields.

use crate::browser::focus;
use crate::effect::on_change;
use crate::ui::{Element, live::live};
use leptos::{ev, html, prelude::*};
use portico_view::view;

/// One wrong field: its id, and the same words that stand beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub field: String,
    pub words: String,
}

/// The problems, each a link to its field. Nothing while there are none. It takes the focus whenever `attempt` changes and
/// there are problems: once for each press of Continue.
#[component]
pub fn Problems(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
    #[prop(into)] attempt: Signal<u32>,
) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    let any = Memo::new(move |_| !problems.with(Vec::is_empty));
    let tell = move || {
        if any.get_untracked()
            && let Some(summary) = summary.get_untracked()
        {
            focus::on(&summary);
        }
    };
    on_change(move || attempt.get(), tell);
    live(move || {
        if !any.get() {
            return ().into_any();
        }
        view! {
            <div class="problems" role="alert" tabindex="-1" node_ref=summary>
                <h2>{move || title.get()}</h2>
                <ul role="list">{move || problems.get().into_iter().map(link).collect::<Vec<_>>()}</ul>
            </div>
        }
        .into_any()
    })
}

/// The way to a field.
fn link(Problem { field, words }: Problem) -> Element {
    let target = format!("#{field}");
    let jump = move |event: ev::Event| {
        event.prevent_default();
        focus::on_field(&field);
    };
    view! { <li><a href=target on:click=jump>{words}</a></li> }
}
