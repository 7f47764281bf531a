//! Why something is not shown: what happened, whether anything was lost, what can be done, and a reference.

use super::arrival::{Arrival, Headline};
use super::here::Here;
use crate::api::ApiError;
use crate::route::Route;
use crate::ui::{Icon, Tone, button::Button, facts::facts, icon_small, more::More, state};
use crate::words::{error, text};
use leptos::prelude::*;
use portico_view::view;

/// A failure in place of what it kept from being shown. `level` is 1 when the page has no other heading.
pub fn failure(level: u8, problem: &ApiError, again: impl Fn() + 'static) -> AnyView {
    draw(level, problem, Box::new(again))
}

fn draw(level: u8, problem: &ApiError, again: Box<dyn Fn()>) -> AnyView {
    let arrival = Arrival::here();
    let press = move || {
        if level == 1 {
            arrival.expect();
        }
        again();
    };
    let here = Here::here();
    let said = error::say(problem);
    let acts = match problem {
        ApiError::Unauthorized => {
            let back = Route::SignIn { back: Some(Box::new(here.route_now())) }.path();
            view! { <a class="btn main" href=back>{text::error::sign_in_again()}</a> }.into_any()
        }
        ApiError::NotFound(_) | ApiError::Forbidden(_) => view! {
            <a class="btn main" href=Route::packages().path()>{text::error::find_package()}</a>
            <a class="btn bare" href=Route::Home.path()>{text::error::go_home()}</a>
        }
        .into_any(),
        _ => view! {
            <Button kind="main" on_press=press>{icon_small(Icon::Again)}{text::error::try_again()}</Button>
            <a class="btn" href=Route::Home.path()>{text::error::go_home()}</a>
        }
        .into_any(),
    };
    let heading = match level {
        1 => view! { <Headline>{said.title}</Headline> }.into_any(),
        _ => view! { <h2>{said.title}</h2> }.into_any(),
    };
    view! {
        <div class="blank">
            <p>{state(Tone::No, Icon::Cross, text::error::not_opened())}</p>
            {heading}
            <p>{said.words}</p>
            <div class="acts">{acts}</div>
            {for_help_desk(problem)}
        </div>
    }
    .into_any()
}

/// What the help desk wants to know; nothing when the reader is only signed out.
pub fn for_help_desk(problem: &ApiError) -> Option<AnyView> {
    let happened = match (problem, problem.refusal()) {
        (ApiError::Unauthorized, _) => return None,
        (_, Some(refusal)) => text::error::answered(&refusal.status.to_string(), &refusal.code),
        (_, None) => text::error::no_answer(),
    };
    let mut known = vec![(text::error::what_happened(), happened.into_any())];
    if let Some(refusal) = problem
        .refusal()
        .filter(|refusal| !refusal.request_id.is_empty())
    {
        let id = refusal.request_id.clone();
        known.push((
            text::error::reference(),
            view! { <span class="ref" dir="ltr">{id}</span> }.into_any(),
        ));
    }
    Some(view! { <More summary=text::error::help_desk()>{facts(known)}</More> }.into_any())
}
