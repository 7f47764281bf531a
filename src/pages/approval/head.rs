//! Who asks for what, and where the decision stands.

use super::One;
use crate::components::arrival::Headline;
use crate::components::reader::Reader;
use crate::ui::mark::face;
use crate::words::line::Marks;
use crate::words::period;
use crate::words::state::duty::Duty;
use crate::words::text::approval as text;
use leptos::prelude::*;
use portico_graph::Schedule;
use portico_graph::portico::ApproverBasis;
use portico_view::view;

pub fn draw(one: &One, duty: &Duty, reader: &Reader) -> AnyView {
    let name = one.person();
    let mut marks = Marks::default();
    let package = marks.name(one.package());
    // The policy's own length is no wish of the person, so only a chosen period is said.
    let asked = one.request.schedule.as_ref();
    let headline = asks_for(&mut marks, asked, &package);
    let headline = marks.line(headline);
    let headline = reader.line(&headline);
    view! {
        <div class="head">
            <p class="who">
                {face(&name)}
                <span><b><bdi>{name.clone()}</bdi></b>{about(one).map(|about| view! { <br /><span class="faint">{about}</span> })}</span>
            </p>
            <Headline>{headline}</Headline>
            <p>{reader.badge(&duty.badge())}</p>
        </div>
    }
    .into_any()
}

fn asks_for(marks: &mut Marks, asked: Option<&Schedule>, package: &str) -> String {
    let Some(asked) = asked else {
        return text::asks_for(package);
    };
    let length = asked
        .expiration
        .as_ref()
        .and_then(|pattern| pattern.duration);
    if let (None, Some(length)) = (asked.start_date_time, length) {
        return text::asks_for_length(package, &period::length(length));
    }
    let period = marks.inner(period::of(Some(asked)));
    text::asks_for_period(package, &period)
}

/// What is known of the person beside the name.
fn about(one: &One) -> Option<String> {
    let requestor = one.request.requestor.as_deref();
    let target = one
        .request
        .assignment
        .as_deref()
        .and_then(|assignment| assignment.target.as_deref());
    if let (Some(requestor), Some(target)) = (requestor, target)
        && requestor.id != target.id
    {
        return requestor.display_name.as_deref().map(text::asked_by);
    }
    let manager = one
        .running()
        .is_some_and(|(_, stage)| stage.basis == ApproverBasis::Manager && stage.assigned_to_me);
    if manager {
        return Some(text::reports_to_you());
    }
    target.or(requestor).and_then(|person| person.email.clone())
}
