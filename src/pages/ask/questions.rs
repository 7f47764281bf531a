//! The questions of the policy, then the reason.

use super::choices::{self, Choice, Choices};
use super::desk::{Desk, rules};
use super::step::{self, Steps};
use super::typed::{Kind, typed};
use crate::components::arrival::Headline;
use crate::components::reader::Reader;
use crate::forms::example::example;
use crate::forms::request::{Field, in_order};
use crate::route::{Route, Step};
use crate::ui::button::SubmitButton;
use crate::ui::problems::{self, Problems};
use crate::words::text::ask as text;
use crate::words::wrong;
use leptos::{ev, prelude::*};
use portico_graph::{Question, QuestionKind, Requirements};
use std::sync::Arc;

/// The step.
pub fn draw(way: &Arc<Requirements>, steps: &Steps, package: &str, desk: Desk) -> AnyView {
    let count = i64::try_from(way.questions.len()).unwrap_or_default();
    let headline = if count == 0 {
        text::why_headline()
    } else {
        text::questions_headline(count)
    };
    let fields = in_order(&way.questions)
        .into_iter()
        .enumerate()
        .map(|(index, question)| field(question, index, way, desk))
        .collect_view();
    let asked = Arc::clone(way);
    let (to, walk) = (package.to_owned(), steps.clone());
    let go_on = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let reader = Reader::here();
        let found = desk
            .draft()
            .with_untracked(|draft| draft.trimmed().check_questions(rules(&asked, &reader)));
        if desk.show(found) {
            desk.keep();
            step::go_on(&walk, &to, Step::Questions);
        }
    };
    let leave = Route::Package {
        id: package.to_owned(),
    }
    .path();
    view! {
        {summary(desk, Arc::clone(way))}
        <div class="head">
            <p class="faint">{text::step_of(&steps.place(Step::Questions), &steps.count())}</p>
            <Headline>{headline}</Headline>
        </div>
        <form class="stack" novalidate on:submit=go_on>
            {fields} {reason(way, desk)}
            <div class="acts">
                <SubmitButton kind="main tall">{text::go_on()}</SubmitButton>
                <a class="btn bare" href=leave on:click=move |_| desk.keep()>{text::save_and_leave()}</a>
            </div>
        </form>
    }
    .into_any()
}

/// What is wrong, all at once, in front of the form.
pub fn summary(desk: Desk, asked: Arc<Requirements>) -> AnyView {
    let reader = Reader::here();

    let problems = Signal::derive(move || {
        let said = |problem: &crate::forms::request::Problem| problems::Problem {
            field: problem.field.id(),
            words: wrong::words(problem, &asked, reader.now(), reader.calendar()),
        };
        desk.problems()
            .with(|problems| problems.iter().map(said).collect::<Vec<_>>())
    });
    let title = Signal::derive(move || {
        text::problems(i64::try_from(desk.problems().with(Vec::len)).unwrap_or_default())
    });
    view! { <Problems title=title problems=problems attempt=desk.attempt() /> }.into_any()
}

fn field(question: &Question, index: usize, way: &Arc<Requirements>, desk: Desk) -> AnyView {
    let id = question.id.clone();
    let place = Field::Question(id.clone());
    let name = wrong::question_name(question, index);
    let label = if question.is_required == Some(true) {
        name
    } else {
        text::optional(&name)
    };
    let wrong = desk.wrong(place.clone(), Arc::clone(way));
    let asked = Arc::clone(way);
    let again = place.clone();
    let look_again = move || desk.look_again(&again, &asked);
    match &question.kind {
        QuestionKind::Text { is_single_line, .. } => {
            let like = wrong::pattern(&question.kind).and_then(example);
            let kind = match (is_single_line, &like) {
                (true, Some(_)) => Kind::Short,
                (true, None) => Kind::Line,
                (false, _) => Kind::Lines,
            };
            let hint = like.map(|like| text::like_hint(&like));
            let of = id.clone();
            let value = Signal::derive(move || desk.draft().with(|draft| draft.text(&of)));
            let input = move |typed: String| {
                let id = id.clone();
                desk.change(|draft| drop(draft.answers.insert(id, vec![typed])));
            };
            typed(&place.id(), label, hint, &kind, wrong, value, input, look_again)
        }
        QuestionKind::Choice { choices, is_multiple } => {
            let many = *is_multiple;
            let field = Choices {
                id: place.id(),
                legend: label,
                hint: many.then(text::many_hint),
                many,
                choices: choices
                    .iter()
                    .map(|choice| Choice {
                        value: choice.actual_value.clone(),
                        words: choice.text.clone().unwrap_or_else(|| choice.actual_value.clone()),
                        hint: None,
                    })
                    .collect(),
                wrong,
            };
            let of = id.clone();
            let chosen = move |value: &str| desk.draft().with(|draft| draft.chose(&of, value));
            let choose = move |value: String, taken: bool| {
                let id = id.clone();
                desk.change(|draft| {
                    let values = draft.answers.entry(id).or_default();
                    if !many {
                        values.clear();
                    }
                    values.retain(|other| *other != value);
                    if taken {
                        values.push(value);
                    }
                });
                look_again();
            };
            choices::draw(field, chosen, choose)
        }
        QuestionKind::Other(_) => {
            view! { <div class="field"><p class="label">{label}</p><p>{text::other_kind()}</p></div> }.into_any()
        }
    }
}

fn reason(way: &Arc<Requirements>, desk: Desk) -> AnyView {
    let required = way.is_requestor_justification_required == Some(true);
    let label = if required {
        text::why_label()
    } else {
        text::why_label_optional()
    };
    let wrong = desk.wrong(Field::Justification, Arc::clone(way));
    let value = Signal::derive(move || desk.draft().with(|draft| draft.justification.clone()));
    let asked = Arc::clone(way);
    typed(
        &Field::Justification.id(),
        label,
        Some(text::why_hint()),
        &Kind::Lines,
        wrong,
        value,
        move |typed| desk.change(|draft| draft.justification = typed),
        move || desk.look_again(&Field::Justification, &asked),
    )
}
