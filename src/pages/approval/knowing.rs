//! What helps to decide: the words of the person, the answers, why me, and what it opens.

use super::One;
use crate::api::{endpoint::Endpoint, fetch, paging::Pages};
use crate::components::reader::Reader;
use crate::components::request_row::package;
use crate::components::resource_row::resource_row;
use crate::pages::request::answers;
use crate::ui::facts::{Given, answers as answered};
use crate::ui::live::live;
use crate::ui::more::More;
use crate::ui::rows::{Bay, rows};
use crate::ui::{Icon, icon};
use crate::words::line::{Line, Marks};
use crate::words::period;
use crate::words::state::duty::{Duty, Verdict, others_joined, stage_of, why_you};
use crate::words::state::standing::{quoted, spoken};
use crate::words::state::who::{Deciders, named};
use crate::words::text::approval as text;
use leptos::prelude::*;
use portico_view::view;

/// The reason and the answers.
pub fn asked(one: &One, reader: &Reader) -> AnyView {
    let reason = spoken(one.request.justification.as_deref());
    let reason = reason.map_or_else(
        || view! { <p class="soft">{text::no_reason()}</p> }.into_any(),
        |words| view! { <blockquote class="quote" dir="auto">{words}</blockquote> }.into_any(),
    );
    let mut given: Vec<Given> = answers(&one.request.answers)
        .into_iter()
        .map(|(term, value)| Given {
            term,
            value,
            change: None,
        })
        .collect();
    let value = reader.line(&period::of(one.request.schedule.as_ref()));
    given.push(Given {
        term: text::period(),
        value,
        change: None,
    });
    view! {
        <section aria-labelledby="reason"><h2 class="vh" id="reason">{text::reason()}</h2>{reason}</section>
        {answered(given, "")}
    }
    .into_any()
}

/// Why the reader decides, which stage it is, and who said what before.
pub fn worth(one: &One, duty: &Duty, reader: &Reader) -> AnyView {
    let waits = matches!(duty, Duty::Waiting { .. });
    let mut known: Vec<(Icon, Line)> = Vec::new();
    for stage in one.stages() {
        let by = named(stage.reviewed_by.as_ref());
        if let (Some(Verdict::Approved), Some(by)) = (Verdict::read(Some(&stage.review_result)), by)
            && waits
        {
            known.push((Icon::Check, said_yes(&by, stage.justification.as_deref())));
        }
    }
    match one.running() {
        Some((index, stage)) if waits => {
            let line = why_you(stage, &one.person());
            let place = stage_of(index, one.stages().len());
            known.insert(
                0,
                (
                    Icon::Info,
                    place.map_or(line.clone(), |place| line.then(place.into())),
                ),
            );
            if stage.approvers.len() > 1 {
                known.push((Icon::Team, text::decides_alone().into()));
            }
            let next = one
                .stages()
                .get(index + 1)
                .and_then(|next| Deciders::of_stage(next).phrase());
            known.extend(next.map(|who| (Icon::Clock, after_you(who))));
        }
        _ => {}
    }
    if let Duty::Waiting {
        more_since: Some(since),
        ..
    } = duty
    {
        known.push((Icon::Clock, others_joined(*since)));
    }
    if known.is_empty() {
        return ().into_any();
    }
    let items = known
        .iter()
        .map(|(glyph, line)| view! { <li>{icon(*glyph)}<p>{reader.line(line)}</p></li> })
        .collect::<Vec<_>>();
    Bay::new("worth-knowing", text::worth_knowing())
        .around(view! { <ul class="rules" role="list">{items}</ul> })
}

fn said_yes(by: &str, words: Option<&str>) -> Line {
    let mut marks = Marks::default();
    let by = marks.name(by);
    match spoken(words) {
        Some(words) => {
            let words = marks.inner(quoted(&words));
            marks.line(text::said_yes_before_words(&by, &words))
        }
        None => marks.line(text::said_yes_before(&by)),
    }
}

/// "After you, Grete Solheim decides."
pub fn after_you(who: Line) -> Line {
    let mut marks = Marks::default();
    let who = marks.inner(who);
    marks.line(text::after_you(&who))
}

/// What the package opens; nothing where the reader may not see it.
pub fn opens(one: &One) -> AnyView {
    let (id, _) = package(&one.request);
    let resources = fetch(
        move || id.clone(),
        |call, id| async move { Pages::all(&call, &Endpoint::package_resources(&id)).await },
    );
    live(move || match resources.value() {
        Some(found) if !found.is_empty() => {
            let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
            let list = rows(found.iter().map(resource_row).collect::<Vec<_>>());
            view! { <More summary=text::what_it_opens(count)>{list}</More> }.into_any()
        }
        _ => ().into_any(),
    })
}
