//! What was asked, in facts.

use crate::components::reader::Reader;
use crate::ui::facts;
use crate::words::{period, text::request as text};
use leptos::prelude::*;
use portico_graph::{Answer, AssignmentRequest};
use portico_view::view;

/// Whom it is for, the period, the answers, the reason and the reference.
pub fn facts(request: &AssignmentRequest, reader: &Reader) -> AnyView {
    let target = request
        .assignment
        .as_deref()
        .and_then(|assignment| assignment.target.as_deref());
    let person = target
        .or(request.requestor.as_deref())
        .and_then(|person| person.display_name.clone());
    let held = request
        .assignment
        .as_deref()
        .and_then(|assignment| assignment.schedule.as_ref());
    let asked = request.schedule.as_ref().or(held);
    let mut known: Vec<(String, AnyView)> = Vec::new();
    known.extend(person.map(|name| (text::for_whom(), view! { <bdi>{name}</bdi> }.into_any())));
    known.push((text::period(), reader.line(&period::of(asked))));
    known.extend(answers(&request.answers));
    let reason = request
        .justification
        .clone()
        .filter(|words| !words.trim().is_empty());
    known.extend(reason.map(|words| (text::reason(), words_of_a_person(words))));
    let id = request.id.clone();
    known.push((
        text::reference(),
        view! { <span class="ref" dir="ltr">{id}</span> }.into_any(),
    ));
    facts::facts(known)
}

/// Questions with their answers. A back end that does not tell the question's words gets numbers.
pub fn answers(answers: &[Answer]) -> Vec<(String, AnyView)> {
    answers
        .iter()
        .enumerate()
        .filter_map(|(index, answer)| {
            let value = answer
                .display_value
                .clone()
                .or_else(|| answer.value.clone())
                .filter(|value| !value.is_empty())?;
            let number = || text::answer_number(&(index + 1).to_string());
            let question = answer.answered_question.text.clone().unwrap_or_else(number);
            Some((question, words_of_a_person(value)))
        })
        .collect()
}

/// Words somebody typed: in their own direction, with their line breaks.
fn words_of_a_person(words: String) -> AnyView {
    view! { <span dir="auto">{words}</span> }.into_any()
}
