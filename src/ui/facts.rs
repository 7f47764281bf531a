//! Facts and answers: terms with what they are.

use leptos::prelude::*;
use portico_view::view;

/// Terms with their values, in order.
pub fn facts(facts: Vec<(String, AnyView)>) -> AnyView {
    let items = facts
        .into_iter()
        .map(|(term, value)| view! { <div><dt>{term}</dt><dd>{value}</dd></div> })
        .collect::<Vec<_>>();
    view! { <dl class="facts">{items}</dl> }.into_any()
}

/// One answer on a check page.
pub struct Given {
    pub term: String,
    /// What was answered; none when an optional one was left blank.
    pub value: AnyView,
    /// Where it is changed.
    pub change: Option<String>,
}

/// Answers with a link to change each. `change` is the link's word; the term is read after it.
pub fn answers(given: Vec<Given>, change: &str) -> AnyView {
    let items = given
        .into_iter()
        .map(|Given { term, value, change: href }| {
            let hidden = format!(" {term}");
            let word = change.to_owned();
            let link = href.map(|href| {
                view! { <dd class="change"><a href=href>{word}<span class="vh">{hidden}</span></a></dd> }
            });
            view! { <div><dt>{term}</dt><dd>{value}</dd>{link}</div> }
        })
        .collect::<Vec<_>>();
    view! { <dl class="facts answers">{items}</dl> }.into_any()
}
