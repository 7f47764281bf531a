//! What happened and what comes.

use crate::components::reader::Reader;
use crate::ui::Icon;
use crate::ui::colonnade::Is;
use crate::ui::timeline::{self, Moment};
use crate::words::line::{Line, Marks};
use crate::words::state::duty::is_me;
use crate::words::state::standing::{Known, Standing, spoken};
use crate::words::state::who::{Deciders, named};
use crate::words::text::request as text;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_graph::portico::{ApproverBasis, Event, EventKind, ProgressStage};
use portico_graph::stage_status;
use portico_graph::time::Instant;

/// The events of a request, oldest first, then what is expected.
pub fn timeline(known: Known<'_>, standing: &Standing, reader: &Reader) -> AnyView {
    let mut moments: Vec<Moment> = if known.events.is_empty() {
        derived(known, standing, reader)
    } else {
        known
            .events
            .iter()
            .filter(|event| says_something(event, known.events))
            .filter_map(|event| past(event, known, reader))
            .collect()
    };
    moments.extend(to_come(known, standing, reader));
    timeline::timeline(moments)
}

/// Single resources are noise once the whole is told.
fn says_something(event: &Event, all: &[Event]) -> bool {
    let told_as_a_whole = all.iter().any(|other| {
        other.kind == EventKind::Delivered && other.created_date_time >= event.created_date_time
    });
    match event.kind {
        EventKind::ResourceDelivered | EventKind::DeliveryStarted => !told_as_a_whole,
        EventKind::StageStarted | EventKind::Unknown => false,
        _ => true,
    }
}

fn past(event: &Event, known: Known<'_>, reader: &Reader) -> Option<Moment> {
    let mine = is_me(event.actor.as_ref(), known.me);
    let who = named(event.actor.as_ref());
    let by = |mine_words: fn() -> String, theirs: fn(&str) -> String, nobodys: fn() -> String| {
        match &who {
            _ if mine => Line::from(mine_words()),
            Some(who) => named_line(who, theirs),
            None => nobodys().into(),
        }
    };
    let of = |named: fn(&str) -> String, unnamed: fn() -> String| match &event.resource {
        Some(resource) => named_line(resource, named),
        None => unnamed().into(),
    };
    let (is, glyph, title) = match event.kind {
        EventKind::Submitted => (
            Is::Done,
            Icon::Check,
            by(text::you_sent, text::somebody_sent, text::was_sent),
        ),
        EventKind::Escalated => (Is::Done, Icon::Clock, text::more_can_decide().into()),
        EventKind::Approved => (
            Is::Done,
            Icon::Check,
            by(text::you_approved, text::approved_by, text::approved),
        ),
        EventKind::Denied => (
            Is::No,
            Icon::Cross,
            by(text::you_refused, text::refused_by, text::refused),
        ),
        EventKind::TimedOut => (Is::No, Icon::Clock, text::timed_out().into()),
        EventKind::Scheduled => (Is::Done, Icon::Clock, text::waits_for_day().into()),
        EventKind::DeliveryStarted => (Is::Done, Icon::Half, text::opening_began().into()),
        EventKind::ResourceDelivered => (
            Is::Done,
            Icon::Check,
            of(text::resource_opened, text::a_resource_opened),
        ),
        EventKind::ResourceFailed => (
            Is::No,
            Icon::Cross,
            of(text::resource_not_opened, text::a_resource_not_opened),
        ),
        EventKind::Delivered => (Is::Done, Icon::Check, text::all_open().into()),
        EventKind::PartiallyDelivered => (Is::Done, Icon::Half, text::some_open().into()),
        EventKind::DeliveryFailed => (Is::No, Icon::Cross, text::nothing_open().into()),
        EventKind::Canceled => (
            Is::No,
            Icon::Cross,
            by(text::you_cancelled, text::cancelled_by, text::cancelled),
        ),
        EventKind::Changed => (Is::Done, Icon::Check, text::access_changed().into()),
        EventKind::Ended => (Is::Done, Icon::Check, text::access_ended().into()),
        EventKind::StageStarted | EventKind::Unknown => return None,
    };
    let stage = event
        .stage
        .and_then(|index| known.progress?.stages.get(usize::try_from(index).ok()?));
    let say = match event.kind {
        EventKind::Approved | EventKind::Denied => stage.map(|stage| as_what(stage, reader)),
        EventKind::Escalated => Some(text::nobody_had_answered()),
        EventKind::TimedOut => Some(text::timed_out_say()),
        _ => None,
    };
    let quote = match event.kind {
        EventKind::Submitted => None,
        _ => spoken(event.text.as_deref()),
    };
    Some(Moment {
        is,
        glyph: Some(glyph),
        when: reader.time(event.created_date_time, Style::Stamp),
        title: reader.line(&title),
        say,
        quote,
    })
}

/// What Graph alone tells: when it was sent and when it was finished.
fn derived(known: Known<'_>, standing: &Standing, reader: &Reader) -> Vec<Moment> {
    let moment = |at: Option<Instant>, title: String| {
        let when = reader.time(at?, Style::Stamp);
        Some(Moment {
            is: Is::Done,
            glyph: Some(Icon::Check),
            when,
            title: title.into_any(),
            say: None,
            quote: None,
        })
    };
    let finished = known
        .request
        .completed_date_time
        .filter(|_| !standing.is_open());
    let sent = moment(known.request.created_date_time, text::was_sent());
    sent.into_iter()
        .chain(moment(finished, text::finished()))
        .collect()
}

/// Who is next and what follows.
fn to_come(known: Known<'_>, standing: &Standing, reader: &Reader) -> Vec<Moment> {
    let mut moments = Vec::new();
    if matches!(standing, Standing::Sent { .. } | Standing::Waiting { .. }) {
        let stages = known
            .progress
            .map(|progress| progress.stages.as_slice())
            .unwrap_or_default();
        moments.extend(
            stages
                .iter()
                .filter(|stage| is_ahead(stage))
                .map(|stage| expected(stage, reader)),
        );
    }
    let opens = match standing {
        Standing::Sent { .. } | Standing::Waiting { .. } => {
            Some((Is::Next, text::then().into_any()))
        }
        Standing::Scheduled { opens, .. } => {
            let when = opens.map_or_else(
                || text::then().into_any(),
                |opens| reader.time(opens, Style::Stamp),
            );
            Some((Is::Now, when))
        }
        Standing::Opening { .. } => Some((Is::Now, text::then().into_any())),
        _ => None,
    };
    moments.extend(opens.map(|(is, when)| Moment {
        is,
        glyph: None,
        when,
        title: text::it_opens().into_any(),
        say: None,
        quote: None,
    }));
    moments
}

fn is_ahead(stage: &ProgressStage) -> bool {
    stage.status == stage_status::IN_PROGRESS || stage.status == stage_status::INITIALIZING
}

fn expected(stage: &ProgressStage, reader: &Reader) -> Moment {
    let running = stage.status == stage_status::IN_PROGRESS;
    let title = Deciders::of_stage(stage).phrase().map_or_else(
        || text::somebody_decides().into(),
        |who| {
            let mut marks = Marks::default();
            let who = marks.inner(who);
            marks.line(text::decides(&who))
        },
    );
    let when = match stage.due_date_time.filter(|_| running) {
        Some(due) => text::by(&reader.moment(due, Style::Stamp)).into_any(),
        None => text::then().into_any(),
    };
    let say = if running {
        format!(
            "{} {}",
            sentence(as_what(stage, reader)),
            text::it_ends_unanswered()
        )
    } else {
        as_what(stage, reader)
    };
    let is = if running { Is::Now } else { Is::Next };
    Moment {
        is,
        glyph: None,
        when,
        title: reader.line(&title),
        say: Some(say),
        quote: None,
    }
}

fn sentence(words: String) -> String {
    if words.ends_with('.') {
        words
    } else {
        words + "."
    }
}

fn as_what(stage: &ProgressStage, reader: &Reader) -> String {
    match (stage.basis, stage.basis_name.as_deref()) {
        (ApproverBasis::Manager, _) => text::as_manager(),
        (ApproverBasis::Named, _) => text::as_named(),
        (ApproverBasis::Group, Some(group)) => reader.plain(&named_line(group, text::as_group)),
        (ApproverBasis::Group, None) => text::as_group_unnamed(),
        (ApproverBasis::InternalSponsor, _) => text::as_internal_sponsor(),
        (ApproverBasis::ExternalSponsor, _) => text::as_external_sponsor(),
        (ApproverBasis::TargetSponsor, _) => text::as_sponsor(),
    }
}

fn named_line(name: &str, words: fn(&str) -> String) -> Line {
    let mut marks = Marks::default();
    let name = marks.name(name);
    marks.line(words(&name))
}
