//! What else waits for the reader.

use super::One;
use crate::components::request_row::package;
use crate::pages::approvals::person;
use crate::route::Route;
use crate::ui::mark::face;
use crate::ui::rows::{Bay, Row, rows};
use crate::words::text::approval as text;
use leptos::prelude::*;
use portico_view::view;

pub fn draw(one: &One) -> AnyView {
    if one.also.is_empty() {
        return ().into_any();
    }
    let list = one.also.iter().map(|request| {
        let who = person(request);
        let href = Route::Approval {
            id: request.id.clone(),
        }
        .path();
        Row::link(face(&who), view! { <bdi>{who.clone()}</bdi> }, href).say(package(request).1)
    });
    view! {
        <aside class="stack" aria-label=text::also_waiting()>
            {Bay::new("also-waiting", text::also_waiting()).around(rows(list.collect::<Vec<_>>()))}
        </aside>
    }
    .into_any()
}
