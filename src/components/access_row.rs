//! What is open to a person, on one time scale that all rows share.

use super::reader::Reader;
use crate::route::Route;
use crate::ui::mark::{Door, mark};
use crate::ui::rows::{Row, rows};
use crate::ui::span::{Extent, Span, span};
use crate::words::calendar::{Calendar as _, Day, Form};
use crate::words::line::Marks;
use crate::words::state::holding::Holding;
use crate::words::state::standing::End;
use crate::words::text::{access as text, requests};
use crate::words::when::Style;
use leptos::prelude::*;
use portico_graph::Assignment;
use portico_graph::time::Instant;
use portico_view::view;

/// The scale: a year that begins some months ago, with a mark each quarter.
const MONTHS_BEFORE: i64 = 2;
const MONTHS: i64 = 12;
const MARK_EVERY: i64 = 3;

/// A stretch of time on which instants have a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scale {
    first: Instant,
    last: Instant,
}

impl Scale {
    fn around(today: Day, reader: &Reader) -> Self {
        let begin = |months| reader.calendar().begin(today.first_of_month_after(months));
        Self {
            first: begin(-MONTHS_BEFORE),
            last: begin(MONTHS - MONTHS_BEFORE),
        }
    }

    /// 0 at the beginning, 1 at the end; beyond them less and more.
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds within a year are far below 2^53"
    )]
    fn place(self, at: Instant) -> f64 {
        (at.unix() - self.first.unix()) as f64 / (self.last.unix() - self.first.unix()) as f64
    }
}

/// The rows, with the scale above them.
pub fn access_rows(held: &[(Assignment, Holding)], reader: &Reader) -> AnyView {
    let today = reader.calendar().day(reader.now());
    let scale = Scale::around(today, reader);
    let marks = (0..MONTHS / MARK_EVERY)
        .map(|index| {
            let day = today.first_of_month_after(index * MARK_EVERY - MONTHS_BEFORE);
            let month = reader
                .calendar()
                .print(reader.calendar().begin(day), Form::Month);
            view! { <li>{month}</li> }
        })
        .collect::<Vec<_>>();
    let list = held
        .iter()
        .map(|(assignment, holding)| row(assignment, holding, scale, reader));
    view! {
        <div class="rows">
            <div class="scale" aria-hidden="true"><span></span><span></span><ol role="list">{marks}</ol></div>
            {rows(list.collect::<Vec<_>>())}
        </div>
    }
    .into_any()
}

fn row(assignment: &Assignment, holding: &Holding, scale: Scale, reader: &Reader) -> Row {
    let (id, name) = package(assignment);
    let href = Route::AccessItem {
        id: assignment.id.clone(),
    }
    .path();
    let door = match holding {
        Holding::Opening | Holding::NotOpened | Holding::Ended { .. } => Door::Shut,
        _ => Door::Plain,
    };
    let needs = matches!(holding, Holding::Ending { .. });
    let launch = view! {
        <a class="btn launch" href=href.clone()>{text::open_it()}<span class="vh">{format!(" {name}")}</span></a>
    };
    let say = match holding {
        // The bar says until when; what the package is says more here.
        Holding::Open { .. } | Holding::Ending { .. } => description(assignment).into_any(),
        other => reader.line(&other.row()),
    };
    Row::link(
        mark(&id, &name, door),
        view! { <bdi>{name.clone()}</bdi> },
        href,
    )
    .kind(if needs { "own need" } else { "own" })
    .say(say)
    .side(bar(assignment, holding, scale, reader))
    .launch(launch)
}

/// The bar of one access on the scale around today.
pub fn own_bar(assignment: &Assignment, holding: &Holding, reader: &Reader) -> AnyView {
    let today = reader.calendar().day(reader.now());
    bar(assignment, holding, Scale::around(today, reader), reader)
}

fn bar(assignment: &Assignment, holding: &Holding, scale: Scale, reader: &Reader) -> AnyView {
    let now = reader.now();
    let from = assignment
        .schedule
        .as_ref()
        .and_then(|schedule| schedule.start_date_time);
    let end = End::of(assignment.schedule.as_ref());
    let today = scale.place(now);
    let to = match (holding, end) {
        (Holding::Ended { at: Some(at), .. }, _) => scale.place(*at),
        (Holding::Ended { at: None, .. }, _) => today,
        (_, End::At(at)) => scale.place(at),
        (_, End::Never | End::Untold) => 1.0,
    };
    let begin = from.map_or(today, |from| scale.place(from));
    let drawn = Span {
        held: Extent::new(begin, to.min(today)),
        left: Extent::new(begin.max(today), to),
        soon: matches!(holding, Holding::Ending { .. }),
        asked: None,
    };
    let since = from.map(|from| {
        let mut marks = Marks::default();
        let since = marks.when(from, Style::Since);
        reader.line(&marks.line(text::since(&since)))
    });
    let until = match (holding.left(), end) {
        (Some(left), _) => left.into_any(),
        (None, End::At(at)) => {
            let mut marks = Marks::default();
            let until = marks.when(at, Style::Date);
            reader.line(&marks.line(text::until(&until)))
        }
        (None, End::Never) => text::no_end().into_any(),
        (None, End::Untold) => text::end_untold().into_any(),
    };
    span(&drawn, since, until)
}

/// Id and name of the package that an access is to.
pub fn package(assignment: &Assignment) -> (String, String) {
    let package = assignment.access_package.as_deref();
    let name = package.and_then(|package| package.display_name.clone());
    (
        package
            .map(|package| package.id.clone())
            .unwrap_or_default(),
        name.unwrap_or_else(requests::unnamed),
    )
}

fn description(assignment: &Assignment) -> String {
    let package = assignment.access_package.as_deref();
    package
        .and_then(|package| package.description.clone())
        .unwrap_or_default()
}
