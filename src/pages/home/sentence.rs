//! The sentence that the first page says first.

use super::{held, needs::package, on_the_way};
use crate::api::home::Home;
use crate::components::arrival::Headline;
use crate::components::reader::Reader;
use crate::route::Route;
use crate::ui::sentence::linked;
use crate::words::fill::Part;
use crate::words::line::Marks;
use crate::words::state::holding::Holding;
use crate::words::text::home as text;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_view::view;

/// The day and the sentence.
pub fn head(home: &Home) -> AnyView {
    let reader = Reader::here();
    let (parts, class, places) = sentence(home, &reader);
    let link = move |slot: u8| places.get(usize::from(slot).checked_sub(1)?).cloned();
    view! {
        <div class="head">
            <p class="faint">{reader.time(reader.now(), Style::Date)}</p>
            <Headline class="sentence">{linked(parts, class, link)}</Headline>
        </div>
    }
    .into_any()
}

/// The words, the tone of their links, and where the links `<1>`, `<2>` lead.
fn sentence(home: &Home, reader: &Reader) -> (Vec<Part>, &'static str, Vec<String>) {
    let decisions = i64::try_from(home.decisions.len()).unwrap_or(i64::MAX);
    let deciding = match home.decisions.as_slice() {
        [one] => Route::Approval { id: one.id.clone() }.path(),
        _ => Route::approvals().path(),
    };
    let closing = held(home, reader)
        .into_iter()
        .find_map(|(assignment, holding)| match holding {
            Holding::Ending { at, .. } => Some((assignment, at)),
            _ => None,
        });
    let closing = closing.map(|(assignment, at)| {
        let mut marks = Marks::default();
        let when = marks.when(at, Style::At);
        let when = reader.plain(&marks.line(when));
        (
            package(&assignment).1,
            when,
            Route::AccessItem {
                id: assignment.id.clone(),
            }
            .path(),
        )
    });
    match (decisions, closing) {
        (0, Some((what, when, place))) => {
            (text::closing(&what, &when), "need", vec![deciding, place])
        }
        (0, None) => underway(home),
        (_, Some((what, when, place))) => (
            text::decisions_and_closing(decisions, &what, &when),
            "need",
            vec![deciding, place],
        ),
        (_, None) => (text::decisions(decisions), "need", vec![deciding]),
    }
}

fn underway(home: &Home) -> (Vec<Part>, &'static str, Vec<String>) {
    match on_the_way(home).as_slice() {
        [] => (text::all_clear(), "", vec![Route::packages().path()]),
        [(one, _)] => {
            let what = one
                .access_package
                .as_deref()
                .and_then(|package| package.display_name.clone());
            let what = what.unwrap_or_else(text::a_package);
            (
                text::on_its_way(&what),
                "",
                vec![Route::Request { id: one.id.clone() }.path()],
            )
        }
        several => {
            let count = i64::try_from(several.len()).unwrap_or(i64::MAX);
            (
                text::several_on_their_way(count),
                "",
                vec![Route::requests().path()],
            )
        }
    }
}
