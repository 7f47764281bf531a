//! What stands beside every step: what is asked for, who will decide, and that the draft is safe.

use super::desk::{Desk, Safe};
use super::{Form, next};
use crate::api::Fetch;
use crate::components::reader::Reader;
use crate::session::Session;
use crate::ui::live::live;
use crate::ui::mark::{Door, mark};
use crate::ui::{Icon, facts::facts, icon_small};
use crate::words::calendar::{Calendar as _, Form as Spelling};
use crate::words::text::ask as text;
use crate::words::text::state as states;
use leptos::prelude::*;
use portico_graph::portico::{Capability, Preview};
use portico_view::view;
use std::sync::Arc;

/// The side of the form.
pub fn draw(form: &Arc<Form>, desk: Desk, ahead: Fetch<Option<Preview>>) -> AnyView {
    let name = form.name();
    let of = Arc::clone(form);
    let person = Session::here()
        .user_now()
        .map(|user| user.display_name)
        .unwrap_or_default();
    view! {
        <aside class="stack" aria-label=text::so_far()>
            <div class="with-mark">
                {mark(&form.package.id, &name, Door::Plain)}
                <div><b><bdi>{name}</bdi></b><p class="faint">{text::for_you(&person)}</p></div>
            </div>
            {live(move || facts(vec![(text::who_decides(), if open(&of, desk) { text::who_depends().into_any() } else { who(ahead) })]))}
            {live(move || draft(desk))}
        </aside>
    }
    .into_any()
}

/// Whether it is still open under which of several rules one asks.
fn open(form: &Form, desk: Desk) -> bool {
    form.ways.len() > 1 && form.way(desk.policy().as_deref()).is_none()
}

fn who(ahead: Fetch<Option<Preview>>) -> AnyView {
    if !Session::here().can(Capability::Preview) {
        return states::who_untold().into_any();
    }
    let reader = Reader::here();
    match ahead.value().as_deref() {
        Some(Some(preview)) => reader.line(&next::in_turn(preview)),
        _ => text::finding_out().into_any(),
    }
}

fn draft(desk: Desk) -> AnyView {
    let reader = Reader::here();
    match desk.safe() {
        Safe::Empty => ().into_any(),
        Safe::Kept(at) => {
            let time = reader.calendar().print(at, Spelling::Time);
            view! { <p class="draft">{icon_small(Icon::Check)}{text::draft_kept(&time)}</p> }.into_any()
        }
        Safe::Unkept => {
            view! { <p class="draft" role="status">{icon_small(Icon::Warn)}{text::draft_not_kept()}</p> }.into_any()
        }
    }
}
