//! The bays that a request walks through.

use super::reader::Reader;
use crate::ui::colonnade::{self, Height, Is, Stage};
use crate::words::state::duty::Verdict;
use crate::words::state::standing::{Known, Standing};
use crate::words::state::who::{named, stage_name};
use crate::words::text::request as text;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_graph::portico::{DeliveryState, ProgressStage};
use portico_graph::stage_status;

/// Sent, each stage, opens.
pub fn stages(height: Height, known: Known<'_>, standing: &Standing, reader: &Reader) -> AnyView {
    let sent = known
        .request
        .created_date_time
        .map(|at| reader.moment(at, Style::Short));
    let mut bays = vec![Stage {
        is: Is::Done,
        spoken: text::done(),
        title: text::sent(),
        say: sent,
    }];
    let stages = known
        .progress
        .map(|progress| progress.stages.as_slice())
        .unwrap_or_default();
    bays.extend(stages.iter().map(|stage| bay(stage, standing, reader)));
    bays.extend(last(known, standing, reader));
    colonnade::colonnade(height, bays)
}

fn bay(stage: &ProgressStage, standing: &Standing, reader: &Reader) -> Stage {
    let title = reader.plain(&stage_name(stage.basis, stage.basis_name.as_deref()));
    let who = named(stage.reviewed_by.as_ref());
    let running = stage.status == stage_status::IN_PROGRESS && standing.is_open();
    match Verdict::read(Some(&stage.review_result)) {
        Some(Verdict::Approved) => {
            let say = who.map_or_else(text::yes, |who| text::said_yes(&who));
            Stage {
                is: Is::Done,
                spoken: text::done(),
                title,
                say: Some(say),
            }
        }
        Some(Verdict::Refused) => {
            let say = who.map_or_else(text::no, |who| text::said_no(&who));
            Stage {
                is: Is::No,
                spoken: text::ended_here(),
                title,
                say: Some(say),
            }
        }
        None if running => {
            let by = stage
                .due_date_time
                .map(|due| text::by(&reader.moment(due, Style::Stamp)));
            Stage {
                is: Is::Now,
                spoken: text::now(),
                title,
                say: by,
            }
        }
        None if stage.status == stage_status::EXPIRED => Stage {
            is: Is::No,
            spoken: text::ended_here(),
            title,
            say: Some(text::timed_out()),
        },
        None => Stage {
            is: Is::Next,
            spoken: text::next(),
            title,
            say: None,
        },
    }
}

/// The last bay; none where the request ended before it.
fn last(known: Known<'_>, standing: &Standing, reader: &Reader) -> Option<Stage> {
    let stage = |is, spoken, title, say| {
        Some(Stage {
            is,
            spoken,
            title,
            say,
        })
    };
    match standing {
        Standing::Sent { .. } | Standing::Waiting { .. } | Standing::Unknown { .. } => {
            stage(Is::Next, text::next(), text::opens(), Some(text::within()))
        }
        Standing::Scheduled { opens, .. } => stage(
            Is::Now,
            text::now(),
            text::opens(),
            opens.map(|opens| reader.moment(opens, Style::Short)),
        ),
        Standing::Opening { .. } | Standing::PartlyOpen { .. } => {
            stage(Is::Now, text::now(), text::opening(), opened(known))
        }
        Standing::Open { .. } => {
            let at = known.request.completed_date_time;
            stage(
                Is::Done,
                text::done(),
                text::open(),
                at.map(|at| reader.moment(at, Style::Short)),
            )
        }
        Standing::Ended { at } => stage(
            Is::Done,
            text::done(),
            text::access_ended(),
            Some(reader.moment(*at, Style::Short)),
        ),
        Standing::NotOpened { .. } => stage(Is::No, text::ended_here(), text::not_opened(), None),
        Standing::Cancelled { at, .. } => {
            let at = at.map(|at| reader.moment(at, Style::Short));
            stage(Is::No, text::ended_here(), text::cancelled(), at)
        }
        Standing::Refused { .. } | Standing::Unanswered { .. } => None,
    }
}

fn opened(known: Known<'_>) -> Option<String> {
    let deliveries = &known.progress?.deliveries;
    let open = deliveries
        .iter()
        .filter(|one| one.state == DeliveryState::Delivered)
        .count();
    (!deliveries.is_empty())
        .then(|| text::some_of(&open.to_string(), &deliveries.len().to_string()))
}
