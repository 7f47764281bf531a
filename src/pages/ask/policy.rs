//! Which rules to ask under, where more than one fits.

use super::choices::{self, Choice, Choices};
use super::desk::Desk;
use super::step::Steps;
use super::{Form, questions::summary};
use crate::components::arrival::Headline;
use crate::components::here::Here;
use crate::forms::request::{Field, Problem, Wrong};
use crate::route::{Route, Step};
use crate::ui::button::SubmitButton;
use crate::words::text::ask as text;
use leptos::{ev, prelude::*};
use portico_graph::Requirements;
use std::sync::Arc;

/// The step.
pub fn draw(form: &Arc<Form>, package: &str, desk: Desk) -> AnyView {
    let steps = Steps::of(form.ways.len(), None);
    let none = Arc::new(Requirements::default());
    let field = Choices {
        id: Field::Policy.id(),
        legend: text::who_legend(),
        hint: None,
        many: false,
        choices: form.ways.iter().map(|way| choice(way)).collect(),
        wrong: desk.wrong(Field::Policy, Arc::clone(&none)),
    };
    let chosen = move |value: &str| desk.policy().as_deref() == Some(value);
    let choose = move |value: String, _| {
        desk.change(|draft| draft.policy = Some(value));
        desk.show(Vec::new());
    };
    let to = package.to_owned();
    let go_on = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let missing = Problem {
            field: Field::Policy,
            wrong: Wrong::NoReason,
        };
        if desk.policy_now().is_none() {
            desk.show(vec![missing]);
            return;
        }
        desk.keep();
        Here::here().go(&Route::ask(&to, Step::Questions, None));
    };
    let back = Route::Package {
        id: package.to_owned(),
    }
    .path();
    view! {
        {summary(desk, none)}
        <div class="head">
            <p class="faint">{text::step_of(&steps.place(Step::Who), &steps.count())}</p>
            <Headline>{text::who_headline()}</Headline>
            <p class="soft">{text::who_say()}</p>
        </div>
        <form class="stack" novalidate on:submit=go_on>
            {choices::draw(field, chosen, choose)}
            <div class="acts">
                <SubmitButton kind="main tall">{text::go_on()}</SubmitButton>
                <a class="btn bare" href=back>{text::back()}</a>
            </div>
        </form>
    }
    .into_any()
}

fn choice(way: &Requirements) -> Choice {
    let said = |words: &Option<String>| words.clone().filter(|words| !words.trim().is_empty());
    Choice {
        value: way.policy_id.clone().unwrap_or_default(),
        words: said(&way.policy_display_name).unwrap_or_else(text::who_unnamed),
        hint: said(&way.policy_description),
    }
}
