//! Which rules to ask under, where more than one fits.

use super::Form;
use super::choices::{self, Choice, Choices};
use super::desk::Desk;
use super::frame::{self, Frame};
use super::step::Steps;
use crate::components::here::Here;
use crate::components::reader::Reader;
use crate::forms::request::{Field, Problem, Wrong};
use crate::route::{Route, Step};
use crate::ui::live::derived;
use crate::words::text::ask as text;
use crate::words::ways;
use leptos::prelude::*;
use portico_graph::Requirements;
use std::sync::Arc;

/// The step.
pub fn draw(form: &Arc<Form>, package: &str, desk: Desk) -> AnyView {
    let steps = Steps::of(form.ways.len(), None);
    let none = Arc::new(Requirements::default());
    let field = choices::draw(Choices {
        id: Field::Policy.id(),
        legend: text::who_legend(),
        hint: None,
        many: false,
        offers: offers(&form.ways),
        wrong: desk.wrong(Field::Policy, Arc::clone(&none)),
        chosen: derived(move || desk.policy().into_iter().collect()),
        choose: Callback::new(move |(value, _)| {
            desk.change(|draft| draft.policy = Some(value));
            desk.show(Vec::new());
        }),
    });
    let to = package.to_owned();
    let go_on = Callback::new(move |()| {
        if desk.policy_now().is_none() {
            desk.show(vec![Problem {
                field: Field::Policy,
                wrong: Wrong::NoReason,
            }]);
            return;
        }
        desk.keep();
        Here::here().go(&Route::ask(&to, Step::Questions, None));
    });
    let frame = Frame {
        place: text::step_of(&steps.place(Step::Who), &steps.count()),
        headline: text::who_headline(),
        say: Some(text::who_say()),
        fields: vec![field],
        out: (
            text::back(),
            Route::Package {
                id: package.to_owned(),
            }
            .path(),
        ),
    };
    frame::draw(desk, none, frame, go_on)
}

/// Each way by its name, with what its owner says of it and what sets it apart.
fn offers(ways: &[Arc<Requirements>]) -> Vec<Choice> {
    let reader = Reader::here();
    let all: Vec<&Requirements> = ways.iter().map(|way| &**way).collect();
    let apart = ways::differences(&all, &|line| reader.plain(line));
    let choices = all.iter().zip(apart);
    choices.map(|(way, apart)| choice(way, &apart)).collect()
}

fn choice(way: &Requirements, apart: &str) -> Choice {
    let said = |words: &Option<String>| words.clone().filter(|words| !words.trim().is_empty());
    let mut hint = said(&way.policy_description).unwrap_or_default();
    if !hint.is_empty() && !apart.is_empty() {
        hint.push_str(if hint.ends_with('.') { " " } else { " \u{b7} " });
    }
    hint.push_str(apart);
    Choice {
        value: way.policy_id.clone().unwrap_or_default(),
        words: said(&way.policy_display_name).unwrap_or_else(text::who_unnamed),
        hint: Some(hint).filter(|hint| !hint.is_empty()),
    }
}
