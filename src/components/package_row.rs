//! One package in the list of what one may ask for.

use super::matched::{holds, matched};
use super::reader::Reader;
use super::resource_row;
use crate::api::browse::Mine;
use crate::route::Route;
use crate::ui::mark::{Door, mark};
use crate::ui::{Icon, Tone, rows::Row, state};
use crate::words::line::{Line, Marks};
use crate::words::state::standing::End;
use crate::words::text::packages as text;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_graph::{AccessPackage, Assignment};
use portico_view::view;

/// A package with how I stand to it; `words` are those that were looked for.
pub fn package_row(package: &AccessPackage, mine: &Mine, words: &str, reader: &Reader) -> Row {
    let name = package.display_name.clone().unwrap_or_default();
    let href = Route::Package {
        id: package.id.clone(),
    }
    .path();
    let mut row = Row::link(
        mark(&package.id, &name, Door::Plain),
        matched(&name, words),
        href,
    );
    if let Some(description) = package
        .description
        .as_deref()
        .filter(|description| !description.is_empty())
    {
        row = row.say(matched(description, words));
    }
    if let Some(contents) = contents(package, words) {
        row = row.also(contents);
    }
    match standing(&package.id, mine, reader) {
        Some(standing) => row.also(standing),
        None => row,
    }
}

/// How much is in it, or which of it was looked for.
fn contents(package: &AccessPackage, words: &str) -> Option<AnyView> {
    let resources = package.resource_role_scopes.as_ref()?;
    let found: Vec<String> = resources
        .iter()
        .map(resource_row::name)
        .filter(|name| holds(name, words))
        .collect();
    if found.is_empty() {
        let count = i64::try_from(resources.len()).ok()?;
        return Some(view! { <p class="faint">{text::resources(count)}</p> }.into_any());
    }
    let found: Vec<AnyView> = found
        .iter()
        .map(|name| view! { " "{matched(name, words)} }.into_any())
        .collect();
    Some(view! { <p class="faint">{text::matched()}{found}</p> }.into_any())
}

fn standing(package: &str, mine: &Mine, reader: &Reader) -> Option<AnyView> {
    if let Some(held) = mine.held(package) {
        let until = reader.line(&open_until(held));
        return Some(state(Tone::Go, Icon::Open, view! { <span>{until}</span> }));
    }
    mine.asked(package)
        .map(|_| state(Tone::Neutral, Icon::Half, text::state_way()))
}

fn open_until(held: &Assignment) -> Line {
    match End::of(held.schedule.as_ref()) {
        End::At(end) => {
            let mut marks = Marks::default();
            let when = marks.when(end, Style::Date);
            marks.line(text::state_open_until(&when))
        }
        End::Never | End::Untold => text::state_open().into(),
    }
}
