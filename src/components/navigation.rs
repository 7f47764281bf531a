//! The main navigation: a bar below on a phone, a rail beside on a desk.

use super::here::Here;
use crate::api::Api;
use crate::browser::task::spawn_local;
use crate::changes;
use crate::route::{Route, Section};
use crate::session::{self, Session};
use crate::ui::{Icon, icon, live::live};
use crate::words::text;
use leptos::prelude::*;
use portico_graph::portico::SessionUser;
use portico_view::view;

/// The most decisions that the badge counts.
const COUNTED: u64 = 99;

/// The entries. Approvals is there for whom it concerns.
#[component]
pub fn Navigation() -> impl IntoView {
    let session = Session::here();
    let api = Api::here();
    // New decisions arrive from others, so the badge asks for as long as somebody looks.
    changes::follow(|| true, move || spawn_local(session::begin(api)));
    view! {
        <nav class="nav" aria-label=text::shell::main_navigation()>
            <a class="brand" href=Route::Home.path() aria-label=text::shell::portico_home()>
                <svg class="icon" aria-hidden="true" width="32" height="32"><use href=Icon::Portico.href()></use></svg>
            </a>
            <ul role="list">
                {entry(Section::Home, Icon::Home, &Route::Home, vec![text::shell::home().into_any()])}
                {entry(Section::Packages, Icon::Packages, &Route::packages(), vec![text::shell::packages().into_any()])}
                {entry(Section::Requests, Icon::Requests, &Route::requests(), vec![text::shell::requests().into_any()])}
                {entry(Section::Access, Icon::Access, &Route::access(), vec![text::shell::access().into_any()])}
                {live(move || session.user().map_or_else(|| ().into_any(), |user| approvals(&user)))}
            </ul>
        </nav>
    }
}

/// Approvals, with what waits.
fn approvals(user: &SessionUser) -> AnyView {
    if !user.is_approver && user.pending_approvals == 0 {
        return ().into_any();
    }
    let mut words = vec![text::shell::approvals().into_any()];
    words.extend(badge(user.pending_approvals));
    entry(
        Section::Approvals,
        Icon::Approvals,
        &Route::approvals(),
        words,
    )
}

fn entry(section: Section, glyph: Icon, route: &Route, words: Vec<AnyView>) -> AnyView {
    let here = Here::here();
    let current = move || (here.route().section() == Some(section)).then_some("page");
    view! {
        <li>
            <a href=route.path() aria-current=current><span class="slot">{icon(glyph)}</span>{words}</a>
        </li>
    }
    .into_any()
}

fn badge(decisions: u64) -> Option<AnyView> {
    let n = i64::try_from(decisions).ok().filter(|n| *n > 0)?;
    let shown = if decisions > COUNTED {
        text::shell::more_than_99()
    } else {
        decisions.to_string()
    };
    let spoken = text::shell::waiting(n);
    Some(view! {
        <span class="count"><span aria-hidden="true">{shown}</span><span class="vh">{spoken}</span></span>
    }.into_any())
}
