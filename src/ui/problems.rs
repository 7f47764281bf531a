//! The summary of what is wrong in a form. It takes the focus once, and its links lead to the fields.

use crate::browser::focus;
use leptos::{ev, html, prelude::*};

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
    Effect::new(move |before: Option<u32>| {
        let attempt = attempt.get();
        if before.is_some_and(|before| before != attempt)
            && any.get()
            && let Some(summary) = summary.get()
        {
            focus::on(&summary);
        }
        attempt
    });
    let link = |Problem { field, words }: Problem| {
        let target = format!("#{field}");
        let jump = move |event: ev::MouseEvent| {
            event.prevent_default();
            focus::on_field(&field);
        };
        view! { <li><a href=target on:click=jump>{words}</a></li> }
    };
    view! {
        <Show when=move || any.get()>
            <div class="problems" role="alert" tabindex="-1" node_ref=summary>
                <h2>{move || title.get()}</h2>
                <ul role="list">{move || problems.get().into_iter().map(link).collect_view()}</ul>
            </div>
        </Show>
    }
}
