//! From when and for how long, where the policy lets people choose.

use super::choices::{self, Choice, Choices};
use super::desk::{Desk, rules};
use super::questions::summary;
use super::step::{self, Steps};
use super::typed::{Kind, typed};
use crate::components::arrival::Headline;
use crate::components::reader::Reader;
use crate::forms::period::{Bounds, Draft, Field as Place, Length};
use crate::forms::request::Field;
use crate::route::Step;
use crate::ui::button::SubmitButton;
use crate::words::calendar::{Calendar as _, Day, Form as Spelling};
use crate::words::line::{Line, Marks};
use crate::words::period as lengths;
use crate::words::text::ask as text;
use crate::words::when::Style;
use leptos::{ev, prelude::*};
use portico_governance::schedule::{End, Window};
use portico_graph::Requirements;
use portico_graph::time::{Duration, Instant};
use std::sync::Arc;

/// The step.
pub fn draw(way: &Arc<Requirements>, steps: &Steps, package: &str, desk: Desk) -> AnyView {
    let reader = Reader::here();
    let asked = Arc::clone(way);
    let (to, walk) = (package.to_owned(), steps.clone());
    let go_on = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let reader = Reader::here();
        let found = desk
            .draft()
            .with_untracked(|draft| draft.trimmed().check_period(rules(&asked, &reader)));
        if desk.show(found.into_iter().collect()) {
            desk.keep();
            step::go_on(&walk, &to, Step::Period);
        }
    };
    let back = steps.back(package, Step::Period).path();
    let zone = reader.calendar().zone();
    let short = reader.calendar().print(reader.now(), Spelling::Zone);
    view! {
        {summary(desk, Arc::clone(way))}
        <div class="head">
            <p class="faint">{text::step_of(&steps.place(Step::Period), &steps.count())}</p>
            <Headline>{text::period_headline()}</Headline>
        </div>
        <form class="stack" novalidate on:submit=go_on>
            {first_day(way, desk, &reader)} {length(way, desk, &reader)} {last_day(way, desk)}
            <div class="field">
                <p role="status">{result(way, desk)}</p>
                <p class="faint">{text::zone(&zone.replace('_', " "), &short)}</p>
            </div>
            <div class="acts">
                <SubmitButton kind="main tall">{text::go_on()}</SubmitButton>
                <a class="btn bare" href=back>{text::back()}</a>
            </div>
        </form>
    }
    .into_any()
}

fn first_day(way: &Arc<Requirements>, desk: Desk, reader: &Reader) -> AnyView {
    let today = reader.calendar().day(reader.now()).iso();
    let shown = today.clone();
    let value = Signal::derive(move || {
        let typed = desk.draft().with(|draft| draft.period.first_day.clone());
        if typed.is_empty() {
            shown.clone()
        } else {
            typed
        }
    });
    let bounds = Bounds::new(way, reader.now(), reader.calendar());
    let last = bounds
        .last_instant()
        .map(|last| reader.calendar().day(last).iso());
    let place = Field::Period(Place::FirstDay);
    let asked = Arc::clone(way);
    typed(
        &place.id(),
        text::first_day(),
        Some(text::first_day_hint()),
        &Kind::Date {
            first: Some(today),
            last,
        },
        desk.wrong(place.clone(), Arc::clone(way)),
        value,
        move |day| desk.change(|draft| draft.period.first_day = day),
        move || desk.look_again(&place, &asked),
    )
}

/// The chosen first instant; `None` for at once, and while what is typed is no day yet.
fn start(draft: &Draft, bounds: Bounds<'_>) -> Option<Instant> {
    bounds.start(Day::parse(draft.first_day.trim())?)
}

fn length(way: &Arc<Requirements>, desk: Desk, reader: &Reader) -> AnyView {
    let wrong = desk.wrong(Field::Period(Place::Length), Arc::clone(way));
    let asked = Arc::clone(way);
    let reader = reader.clone();
    let first = Memo::new(move |_| desk.draft().with(|draft| draft.period.first_day.clone()));
    view! {
        {move || {
            let bounds = Bounds::new(&asked, reader.now(), reader.calendar());
            let draft = Draft { first_day: first.get(), ..Draft::default() };
            let start = start(&draft, bounds);
            let mut offers = bounds.offers(start);
            offers.push(Length::UntilDay);
            let field = Choices {
                id: Field::Period(Place::Length).id(),
                legend: text::length(),
                hint: None,
                many: false,
                choices: offers.into_iter().map(|offer| choice(offer, start, bounds, &reader)).collect(),
                wrong,
            };
            let chosen = move |value: &str| {
                desk.draft().with(|draft| draft.period.length.map(word).as_deref() == Some(value))
            };
            let again = Arc::clone(&asked);
            let choose = move |value: String, _| {
                desk.change(|draft| draft.period.length = length_of(&value));
                desk.look_again(&Field::Period(Place::Length), &again);
            };
            choices::draw(field, chosen, choose)
        }}
    }
    .into_any()
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
        if start.is_some() {
            text::until(&day(at))
        } else {
            text::until_if_now(&day(at))
        }
    };
    let (words, hint) = match (offer, bounds.limit(), bounds.last_instant()) {
        (Length::Days(days), ..) => (
            text::length_days(days),
            Some(until(from + Duration::from_days(days))),
        ),
        (Length::Longest, Some(limit), _) => (
            text::length_longest(&lengths::length(limit)),
            Some(until(from + limit)),
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
    let draw = move || {
        let reader = Reader::here();
        let bounds = Bounds::new(&asked, reader.now(), reader.calendar());
        let start = desk
            .draft()
            .with_untracked(|draft| start(&draft.period, bounds));
        let first = reader.calendar().day(start.unwrap_or(bounds.now)).iso();
        let last = bounds.last_day(start).map(Day::iso);
        let place = Field::Period(Place::LastDay);
        let again = Arc::clone(&asked);
        typed(
            &place.id(),
            text::last_day(),
            Some(text::last_day_hint()),
            &Kind::Date {
                first: Some(first),
                last,
            },
            desk.wrong(place.clone(), Arc::clone(&asked)),
            Signal::derive(move || desk.draft().with(|draft| draft.period.last_day.clone())),
            move |day| desk.change(|draft| draft.period.last_day = day),
            move || desk.look_again(&place, &again),
        )
    };
    view! { {move || wanted.get().then(&draw)} }.into_any()
}

/// From when until when, in a sentence.
fn result(way: &Arc<Requirements>, desk: Desk) -> impl Fn() -> AnyView + Send + use<> {
    let asked = Arc::clone(way);
    let reader = Reader::here();
    move || {
        let bounds = Bounds::new(&asked, reader.now(), reader.calendar());
        let window = desk
            .draft()
            .with(|draft| bounds.check(&draft.period))
            .ok()
            .map(|(_, window)| window);
        let line = window.map_or_else(
            || text::choose_first().into(),
            |window| held(window, reader.now()),
        );
        reader.line(&line)
    }
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
