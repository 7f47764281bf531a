//! One kept draft in a list.

use super::reader::Reader;
use crate::browser::storage;
use crate::forms::kept::{self, Kept};
use crate::order::by_number;
use crate::route::{Route, Step};
use crate::ui::mark::{Door, mark};
use crate::ui::rows::Row;
use crate::ui::{Icon, Tone};
use crate::words::line::Marks;
use crate::words::state::Badge;
use crate::words::text::{requests as text, state};
use crate::words::when::Style;
use portico_view::view;

/// The drafts that this browser keeps for a person, the newest first.
pub fn kept_by(person: &str) -> Vec<Kept> {
    let keys = storage::keys(&kept::prefix(person));
    let drafts: Vec<Kept> = keys
        .iter()
        .filter_map(|key| kept::read(&storage::read(key)?))
        .collect();
    by_number(drafts, |kept| -kept.at.unix())
}

/// A draft, which leads back to the step where the person was.
pub fn draft_row(kept: &Kept, reader: &Reader) -> Row {
    let step = Step::from_segment(&kept.step).unwrap_or(Step::Who);
    let href = Route::ask(&kept.package, step, kept.draft.policy.as_deref()).path();
    let mut marks = Marks::default();
    let since = marks.when(kept.at, Style::Since);
    let say = marks.line(text::draft_say(&since));
    let place = Step::ALL
        .iter()
        .position(|one| *one == step)
        .unwrap_or_default()
        + 1;
    let words = state::badge_draft(&place.to_string(), &Step::ALL.len().to_string());
    let name = kept.package_name.clone();
    Row::link(
        mark(&kept.package, &name, Door::Shut),
        view! { <bdi>{name}</bdi> },
        href,
    )
    .say(reader.line(&say))
    .side(reader.badge(&Badge::new(Icon::Requests, Tone::Neutral, words)))
}
