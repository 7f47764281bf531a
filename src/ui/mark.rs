//! Shape tells kind: a package is a doorway, a person a circle, an organisation a square.

use super::tint::{monogram, tint};
use crate::words::locale;
use leptos::prelude::*;
use portico_view::view;

/// How a doorway is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Plain,
    /// At the head of a page.
    Big,
    /// Not open to the reader.
    Shut,
    BigShut,
}

impl Door {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "mark",
            Self::Big => "mark big",
            Self::Shut => "mark shut",
            Self::BigShut => "mark big shut",
        }
    }
}

/// A package's doorway. The name stands beside it as text.
pub fn mark(id: &str, name: &str, door: Door) -> AnyView {
    view! {
        <span class=door.class() data-h=tint(id).to_string() aria-hidden="true">
            {letters(name)}
        </span>
    }
    .into_any()
}

/// A person's circle. The name stands beside it as text.
pub fn face(name: &str) -> AnyView {
    view! { <span class="face" aria-hidden="true">{letters(name)}</span> }.into_any()
}

/// An organisation's square. The name stands beside it as text.
pub fn plate(name: &str) -> AnyView {
    view! { <span class="plate" aria-hidden="true">{letters(name)}</span> }.into_any()
}

fn letters(name: &str) -> String {
    monogram(name, locale::current().joins_letters())
}
