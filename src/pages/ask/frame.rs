//! What every step with fields has: the summary of what is wrong, the heading, the form and the way on and back.

use super::desk::Desk;
use super::typed::stay;
use crate::components::arrival::Headline;
use crate::components::reader::Reader;
use crate::ui::button::SubmitButton;
use crate::ui::live::derived;
use crate::ui::problems::{self, Problems};
use crate::words::text::ask as text;
use crate::words::wrong;
use leptos::{ev, prelude::*};
use portico_graph::Requirements;
use portico_view::view;
use std::sync::Arc;

/// One step, but for what it asks.
pub struct Frame {
    /// "Step 2 of 4"
    pub place: String,
    pub headline: String,
    pub say: Option<String>,
    pub fields: Vec<AnyView>,
    /// The words of the second way out, and where it leads.
    pub out: (String, String),
}

/// The step. `go_on` is called for Continue.
pub fn draw(desk: Desk, asked: Arc<Requirements>, frame: Frame, go_on: Callback<()>) -> AnyView {
    let Frame {
        place,
        headline,
        say,
        fields,
        out: (out, href),
    } = frame;
    let submit = move |event: ev::Event| {
        event.prevent_default();
        go_on.run(());
    };
    view! {
        {summary(desk, asked)}
        {head(place, headline, say)}
        <form class="stack" novalidate on:submit=submit>
            {fields}
            <div class="acts" on:mousedown=stay>
                <SubmitButton kind="main tall">{text::go_on()}</SubmitButton>
                <a class="btn bare" href=href on:click=move |_| desk.keep()>
                    {out}
                </a>
            </div>
        </form>
    }
    .into_any()
}

/// Which step it is, and what it is about.
pub fn head(place: String, headline: String, say: Option<String>) -> AnyView {
    view! {
        <div class="head">
            <p class="faint">{place}</p>
            <Headline>{headline}</Headline>
            {say.map(|say| view! { <p class="soft">{say}</p> })}
        </div>
    }
    .into_any()
}

/// What is wrong, all at once, in front of the form.
pub fn summary(desk: Desk, asked: Arc<Requirements>) -> AnyView {
    let reader = Reader::here();
    let problems = derived(move || {
        desk.problems().with(|found| {
            let mut said = Vec::with_capacity(found.len());
            for problem in found {
                let words = wrong::words(problem, &asked, reader.now(), reader.calendar());
                said.push(problems::Problem {
                    field: problem.field.id(),
                    words,
                });
            }
            said
        })
    });
    let title = derived(move || {
        text::problems(i64::try_from(desk.problems().with(Vec::len)).unwrap_or_default())
    });
    view! { <Problems title=title problems=problems attempt=desk.attempt() /> }.into_any()
}
