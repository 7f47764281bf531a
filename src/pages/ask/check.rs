//! Everything at a glance before it is sent: each answer with Change, and what happens next.

use super::desk::Desk;
use super::send::{Send, Sender};
use super::step::Steps;
use super::{frame, next, period};
use crate::api::Fetch;
use crate::components::reader::Reader;
use crate::forms::period::{Bounds, Field as Place};
use crate::forms::request::{Field, display, in_order};
use crate::route::{Route, Step};
use crate::session::Session;
use crate::ui::facts::{Given, answers};
use crate::ui::live::live;
use crate::ui::rows::Bay;
use crate::words::text::ask as text;
use crate::words::text::state as states;
use crate::words::wrong;
use leptos::prelude::*;
use portico_graph::Requirements;
use portico_graph::portico::{Capability, Preview};
use portico_view::view;
use std::sync::Arc;

/// The step.
pub fn draw(
    way: &Arc<Requirements>,
    steps: &Steps,
    package: &str,
    desk: Desk,
    ahead: Fetch<Option<Preview>>,
) -> AnyView {
    let back = steps.back(package, Step::Check).path();
    let place = text::step_of(&steps.place(Step::Check), &steps.count());
    let sender = Sender {
        package: package.to_owned(),
        asked: Arc::clone(way),
        steps: steps.clone(),
        desk,
        ahead,
    };
    view! {
        {frame::summary(desk, Arc::clone(way))}
        {frame::head(place, text::check_headline(), None)}
        {answers(given(way, steps, package, desk), &text::change())}
        {Bay::new("what-next", text::what_next()).around(live(move || what_next(ahead)))}
        <Send sender=sender back=back />
    }
    .into_any()
}

fn given(way: &Arc<Requirements>, steps: &Steps, package: &str, desk: Desk) -> Vec<Given> {
    let reader = Reader::here();
    let draft = desk.draft().get_untracked();
    let trimmed = draft.trimmed();
    let change = |step: Step, field: &Field| {
        let route = Route::Ask {
            package: package.to_owned(),
            step,
            policy: None,
            change: Some(field.id()),
        };
        Some(route.path())
    };
    let said = |words: String| {
        if words.is_empty() {
            view! { <span class="soft">{text::not_provided()}</span> }.into_any()
        } else {
            view! { <span dir="auto">{words}</span> }.into_any()
        }
    };
    let person = Session::here()
        .user_now()
        .map(|user| user.display_name)
        .unwrap_or_default();
    let mut given = vec![Given {
        term: text::for_whom(),
        value: view! { <bdi>{person}</bdi> }.into_any(),
        change: None,
    }];
    if steps.holds(Step::Who) {
        let name = way
            .policy_display_name
            .clone()
            .unwrap_or_else(text::who_unnamed);
        given.push(Given {
            term: text::rules(),
            value: said(name),
            change: change(Step::Who, &Field::Policy),
        });
    }
    for (index, question) in in_order(&way.questions).into_iter().enumerate() {
        let value = trimmed.value(question);
        given.push(Given {
            term: wrong::question_name(question, index),
            value: said(display(question, &value)),
            change: change(Step::Questions, &Field::Question(question.id.clone())),
        });
    }
    given.push(Given {
        term: text::reason(),
        value: said(trimmed.justification().to_owned()),
        change: change(Step::Questions, &Field::Justification),
    });
    let bounds = Bounds::new(way, reader.now(), reader.calendar());
    let window = if steps.holds(Step::Period) {
        bounds.check(&draft.period).ok().map(|(_, window)| window)
    } else {
        bounds.given()
    };
    given.push(Given {
        term: text::period(),
        value: window.map_or_else(
            || said(String::new()),
            |window| reader.line(&period::held(window, reader.now())),
        ),
        change: steps
            .holds(Step::Period)
            .then(|| change(Step::Period, &Field::Period(Place::Length)))
            .flatten(),
    });
    given
}

fn what_next(ahead: Fetch<Option<Preview>>) -> AnyView {
    let reader = Reader::here();
    if !Session::here().can(Capability::Preview) {
        return view! { <p>{states::who_untold()}</p> }.into_any();
    }
    match ahead.value().as_deref() {
        Some(Some(preview)) => {
            let lines = next::sentences(preview, reader.now());
            lines
                .iter()
                .map(|line| view! { <p>{reader.line(line)}</p> })
                .collect::<Vec<_>>()
                .into_any()
        }
        _ => view! { <p>{text::finding_out()}</p> }.into_any(),
    }
}
