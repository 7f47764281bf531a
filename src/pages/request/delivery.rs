//! What is open already, resource by resource.

use crate::components::reader::Reader;
use crate::ui::rows::{self, Row};
use crate::ui::{Icon, Tone, icon, state};
use crate::words::state::standing::Known;
use crate::words::text::request as text;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_graph::portico::{DeliveryProgress, DeliveryState};
use portico_view::view;

/// The resources of a request; `None` before opening began.
pub fn rows(known: Known<'_>, reader: &Reader) -> Option<AnyView> {
    let deliveries = &known.progress?.deliveries;
    if deliveries.is_empty() {
        return None;
    }
    Some(rows::rows(deliveries.iter().map(|one| row(one, reader))))
}

fn row(one: &DeliveryProgress, reader: &Reader) -> Row {
    let (glyph, kind) = match one.origin_system.as_str() {
        "AadApplication" => (Icon::App, text::application()),
        "AadGroup" => (Icon::Team, text::group()),
        "SharePointOnline" => (Icon::Site, text::site()),
        _ => (Icon::Link, text::resource()),
    };
    Row::new(icon(glyph), view! { <bdi>{one.resource.clone()}</bdi> })
        .say(text::resource_with_role(&kind, &one.role))
        .side(side(one, reader))
}

fn side(one: &DeliveryProgress, reader: &Reader) -> AnyView {
    match (one.state, one.next_try_date_time) {
        (DeliveryState::Delivered, _) => state(Tone::Go, Icon::Open, text::resource_open()),
        (DeliveryState::Removed, _) => state(Tone::Neutral, Icon::Shut, text::resource_removed()),
        (DeliveryState::Failed, None) => state(Tone::No, Icon::Cross, text::resource_failed()),
        (DeliveryState::Pending | DeliveryState::Failed, Some(at)) => state(
            Tone::Neutral,
            Icon::Half,
            text::next_try(&reader.moment(at, Style::At)),
        ),
        (DeliveryState::Pending, None) => {
            state(Tone::Neutral, Icon::Half, text::resource_pending())
        }
    }
}
