//! The questions of the policy, then the reason.

use super::choices::{self, Choice, Choices};
use super::desk::{Desk, rules};
use super::frame::{self, Frame};
use super::step::{self, Steps};
use super::typed::{self, Kind, Typed};
use crate::components::reader::Reader;
use crate::forms::example::example;
use crate::forms::request::{Field, in_order};
use crate::route::{Route, Step};
use crate::ui::live::derived;
use crate::words::text::ask as text;
use crate::words::wrong;
use leptos::prelude::*;
use portico_graph::{AnswerChoice, Question, QuestionKind, Requirements};
use portico_view::view;
use std::sync::Arc;

/// The step.
pub fn draw(way: &Arc<Requirements>, steps: &Steps, package: &str, desk: Desk) -> AnyView {
    let count = i64::try_from(way.questions.len()).unwrap_or_default();
    let mut fields: Vec<AnyView> = Vec::with_capacity(way.questions.len() + 1);
    for (index, question) in in_order(&way.questions).into_iter().enumerate() {
        fields.push(field(question, index, way, desk));
    }
    fields.push(reason(way, desk));
    let asked = Arc::clone(way);
    let (to, walk) = (package.to_owned(), steps.clone());
    let go_on = Callback::new(move |()| {
        let reader = Reader::here();
        let draft = desk.draft().get_untracked();
        if desk.show(draft.trimmed().check_questions(rules(&asked, &reader))) {
            desk.keep();
            step::go_on(&walk, &to, Step::Questions);
        }
    });
    let frame = Frame {
        place: text::step_of(&steps.place(Step::Questions), &steps.count()),
        headline: if count == 0 {
            text::why_headline()
        } else {
            text::questions_headline(count)
        },
        say: None,
        fields,
        out: (
            text::save_and_leave(),
            Route::Package {
                id: package.to_owned(),
            }
            .path(),
        ),
    };
    frame::draw(desk, Arc::clone(way), frame, go_on)
}

fn field(question: &Question, index: usize, way: &Arc<Requirements>, desk: Desk) -> AnyView {
    let place = Field::Question(question.id.clone());
    let name = wrong::question_name(question, index);
    let label = if question.is_required == Some(true) {
        name
    } else {
        text::optional(&name)
    };
    let wrong = desk.wrong(place.clone(), Arc::clone(way));
    let leave = desk.leaving(place.clone(), Arc::clone(way));
    match &question.kind {
        QuestionKind::Text { is_single_line, .. } => {
            let like = wrong::pattern(&question.kind).and_then(example);
            let kind = match (is_single_line, &like) {
                (true, Some(_)) => Kind::Short,
                (true, None) => Kind::Line,
                (false, _) => Kind::Lines,
            };
            let (of, id) = (question.id.clone(), question.id.clone());
            typed::draw(Typed {
                id: place.id(),
                label,
                hint: like.map(|like| text::like_hint(&like)),
                kind,
                wrong,
                value: derived(move || desk.draft().with(|draft| draft.text(&of))),
                input: Callback::new(move |typed| {
                    let id = id.clone();
                    desk.change(|draft| drop(draft.answers.insert(id, vec![typed])));
                }),
                leave,
            })
        }
        QuestionKind::Choice { choices, is_multiple } => {
            let many = *is_multiple;
            let (of, id) = (question.id.clone(), question.id.clone());
            choices::draw(Choices {
                id: place.id(),
                legend: label,
                hint: many.then(text::many_hint),
                many,
                offers: choices.iter().map(choice).collect(),
                wrong,
                chosen: derived(move || desk.draft().with(|draft| draft.chosen(&of))),
                choose: Callback::new(move |(value, taken): (String, bool)| {
                    desk.change(|draft| draft.choose(&id, &value, taken, many));
                    leave.run(());
                }),
            })
        }
        QuestionKind::Other(_) => {
            view! { <div class="field"><p class="label">{label}</p><p>{text::other_kind()}</p></div> }.into_any()
        }
    }
}

fn choice(choice: &AnswerChoice) -> Choice {
    Choice {
        value: choice.actual_value.clone(),
        words: choice
            .text
            .clone()
            .unwrap_or_else(|| choice.actual_value.clone()),
        hint: None,
    }
}

fn reason(way: &Arc<Requirements>, desk: Desk) -> AnyView {
    let required = way.is_requestor_justification_required == Some(true);
    typed::draw(Typed {
        id: Field::Justification.id(),
        label: if required {
            text::why_label()
        } else {
            text::why_label_optional()
        },
        hint: Some(text::why_hint()),
        kind: Kind::Lines,
        wrong: desk.wrong(Field::Justification, Arc::clone(way)),
        value: derived(move || desk.draft().with(|draft| draft.justification.clone())),
        input: Callback::new(move |typed| desk.change(|draft| draft.justification = typed)),
        leave: desk.leaving(Field::Justification, Arc::clone(way)),
    })
}
