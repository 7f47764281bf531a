//! From when and for how long, where the policy lets people choose.

use super::choices::{self, Choice, Choices};
use super::desk::{Desk, rules};
use super::frame::{self, Frame};
use super::step::{self, Steps};
use super::typed::{self, Kind, Typed};
use crate::components::reader::Reader;
use crate::forms::period::{Bounds, Draft, Field as Place, Length};
use crate::forms::request::Field;
use crate::route::Step;
use crate::ui::live::{derived, live};
use crate::words::calendar::{Calendar as _, Day, Form as Spelling};
use crate::words::line::{Line, Marks};
use crate::words::period as lengths;
use crate::words::text::ask as text;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_governance::schedule::{End, Window};
use portico_graph::Requirements;
use portico_graph::time::{Duration, Instant};
use portico_view::view;
use std::sync::Arc;

/// The step.
pub fn draw(way: &Arc<Requirements>, steps: &Steps, package: &str, desk: Desk) -> AnyView {
    let asked = Arc::clone(way);
    let (to, walk) = (package.to_owned(), steps.clone());
    let go_on = Callback::new(move |()| {
        let reader = Reader::here();
        let draft = desk.draft().get_untracked();
        if desk.show(
            draft
                .trimmed()
                .check_period(rules(&asked, &reader))
                .into_iter()
                .collect(),
        ) {
            desk.keep();
            step::go_on(&walk, &to, Step::Period);
        }
    });
    let frame = Frame {
        place: text::step_of(&steps.place(Step::Period), &steps.count()),
        headline: text::period_headline(),
        say: None,
        fields: vec![
            first_day(way, desk),
            length(way, desk),
            last_day(way, desk),
            result(way, desk),
        ],
        out: (text::back(), steps.back(package, Step::Period).path()),
    };
    frame::draw(desk, Arc::clone(way), frame, go_on)
}

fn first_day(way: &Arc<Requirements>, desk: Desk) -> AnyView {
    let reader = Reader::here();
    let today = reader.calendar().day(reader.now()).iso();
    let bounds = Bounds::new(way, reader.now(), reader.calendar());
    let last = bounds
        .last_instant()
        .map(|last| reader.calendar().day(last).iso());
    let place = Field::Period(Place::FirstDay);
    let first = Some(today.clone());
    typed::draw(Typed {
        id: place.id(),
        label: text::first_day(),
        hint: Some(text::first_day_hint()),
        kind: Kind::Date { first, last },
        wrong: desk.wrong(place.clone(), Arc::clone(way)),
        value: derived(move || {
            let typed = desk.draft().with(|draft| draft.period.first_day.clone());
            if typed.is_empty() {
                today.clone()
            } else {
                typed
            }
        }),
        input: Callback::new(move |day| desk.change(|draft| draft.period.first_day = day)),
        leave: desk.leaving(place, Arc::clone(way)),
    })
}

/// The chosen first instant; `None` for at once, and while what is typed is no day yet.
fn start(draft: &Draft, bounds: Bounds<'_>) -> Option<Instant> {
    bounds.start(Day::parse(draft.first_day.trim())?)
}

/// The lengths on offer, which depend on the first day.
fn length(way: &Arc<Requirements>, desk: Desk) -> AnyView {
    let place = Field::Period(Place::Length);
    let wrong = desk.wrong(place.clone(), Arc::clone(way));
    let leave = desk.leaving(place, Arc::clone(way));
    let first = Memo::new(move |_| Some(desk.draft().with(|draft| draft.period.first_day.clone())));
    let asked = Arc::clone(way);
    let draw = move || {
        let draft = Draft {
            first_day: first.get().unwrap_or_default(),
            ..Draft::default()
        };
        choices::draw(lengths_on_offer(&asked, &draft, desk, wrong, leave))
    };
    live(draw)
}

fn lengths_on_offer(
    asked: &Requirements,
    draft: &Draft,
    desk: Desk,
    wrong: Signal<Option<String>>,
    leave: Callback<()>,
) -> Choices {
    let reader = Reader::here();
    let bounds = Bounds::new(asked, reader.now(), reader.calendar());
    let start = start(draft, bounds);
    let mut offers = bounds.offers(start);
    offers.push(Length::UntilDay);
    Choices {
        id: Field::Period(Place::Length).id(),
        legend: text::length(),
        hint: None,
        many: false,
        offers: offers
            .into_iter()
            .map(|offer| choice(offer, start, bounds, &reader))
            .collect(),
        wrong,
        chosen: derived(move || {
            desk.draft()
                .with(|draft| draft.period.length.map(word).into_iter().collect())
        }),
        choose: Callback::new(move |(value, _): (String, bool)| {
            desk.change(|draft| draft.period.length = length_of(&value));
            leave.run(());
        }),
    }
}

/// A length as the value of its radio button.
fn word(length: Length) -> String {
    match length {
        Length::Days(days) => days.to_string(),
        Length::Longest => "longest".to_owned(),
        Length::UntilDay => "day".to_owned(),
    }
}

fn length_of(word: &str) -> Option<Length> {
    match word {
        "longest" => Some(Length::Longest),
        "day" => Some(Length::UntilDay),
        days => days.parse().ok().map(Length::Days),
    }
}

fn choice(offer: Length, start: Option<Instant>, bounds: Bounds<'_>, reader: &Reader) -> Choice {
    let from = start.unwrap_or(bounds.now);
    let day = |at: Instant| reader.calendar().print(at, Spelling::WeekdayDateYear);
    let until = |at: Instant| {
        Some(if start.is_some() {
            text::until(&day(at))
        } else {
            text::until_if_now(&day(at))
        })
    };
    let (words, hint) = match (offer, bounds.limit(), bounds.last_instant()) {
        (Length::Days(days), ..) => (
            text::length_days(days),
            until(from + Duration::from_days(days)),
        ),
        (Length::Longest, Some(limit), _) => (
            text::length_longest(&lengths::length(limit)),
            until(from + limit),
        ),
        (Length::Longest, None, Some(last)) => (text::length_until_policy(&day(last)), None),
        (Length::Longest, None, None) => (text::length_open(), None),
        (Length::UntilDay, limit, last) => {
            let latest = last.or_else(|| limit.map(|limit| from + limit));
            (
                text::length_day(),
                latest.map(|latest| text::latest(&day(latest))),
            )
        }
    };
    Choice {
        value: word(offer),
        words,
        hint,
    }
}

/// The last day, while a day is wanted.
fn last_day(way: &Arc<Requirements>, desk: Desk) -> AnyView {
    let wanted = Memo::new(move |_| {
        desk.draft()
            .with(|draft| draft.period.length == Some(Length::UntilDay))
    });
    let asked = Arc::clone(way);
    live(move || {
        if wanted.get() {
            last_day_field(&asked, desk)
        } else {
            ().into_any()
        }
    })
}

fn last_day_field(asked: &Arc<Requirements>, desk: Desk) -> AnyView {
    let reader = Reader::here();
    let bounds = Bounds::new(asked, reader.now(), reader.calendar());
    let start = desk
        .draft()
        .with_untracked(|draft| start(&draft.period, bounds));
    let first = Some(reader.calendar().day(start.unwrap_or(bounds.now)).iso());
    let last = bounds.last_day(start).map(Day::iso);
    let place = Field::Period(Place::LastDay);
    typed::draw(Typed {
        id: place.id(),
        label: text::last_day(),
        hint: Some(text::last_day_hint()),
        kind: Kind::Date { first, last },
        wrong: desk.wrong(place.clone(), Arc::clone(asked)),
        value: derived(move || desk.draft().with(|draft| draft.period.last_day.clone())),
        input: Callback::new(move |day| desk.change(|draft| draft.period.last_day = day)),
        leave: desk.leaving(place, Arc::clone(asked)),
    })
}

/// From when until when, in a sentence, and in which zone.
fn result(way: &Arc<Requirements>, desk: Desk) -> AnyView {
    let reader = Reader::here();
    let zone = reader.calendar().zone().replace('_', " ");
    let short = reader.calendar().print(reader.now(), Spelling::Zone);
    let asked = Arc::clone(way);
    let said = move || {
        let bounds = Bounds::new(&asked, reader.now(), reader.calendar());
        let window = desk.draft().with(|draft| bounds.check(&draft.period)).ok();
        let line = window.map_or_else(
            || text::choose_first().into(),
            |(_, window)| held(window, reader.now()),
        );
        reader.line(&line)
    };
    view! {
        <div class="field">
            <p role="status">{live(said)}</p>
            <p class="faint">{text::zone(&zone, &short)}</p>
        </div>
    }
    .into_any()
}

/// What a period comes to: from the moment of approval, or from the chosen day.
pub fn held(window: Window, now: Instant) -> Line {
    let mut marks = Marks::default();
    let to = window.ends(now).map(|end| marks.when(end, Style::DayTime));
    let from = window.start.map(|start| marks.when(start, Style::DayTime));
    let printed = match (from, to, window.end) {
        (Some(from), Some(to), _) => text::hold_from_to(&from, &to),
        (Some(from), None, _) => text::hold_from(&from),
        (None, Some(to), End::After(length)) => text::hold_for(&lengths::length(length), &to),
        (None, Some(to), _) => text::hold_until(&to),
        (None, None, _) => text::hold_open(),
    };
    marks.line(printed)
}
