//! The side of a package's page: the main action and the facts.

use super::may::{HEADING, May};
use crate::api::offer::Offer;
use crate::browser::task::spawn_local;
use crate::browser::{clipboard, document};
use crate::components::reader::Reader;
use crate::route::{Route, Step};
use crate::ui::{Icon, button::Button, facts::facts, icon_small, toast::Toasts};
use crate::words::list::{Join, joined};
use crate::words::plan::{length, planned};
use crate::words::text::package as text;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_graph::portico::Preview;
use portico_graph::{ExpirationPattern, ExpirationPatternType};
use portico_view::view;

/// The main action and what else one may want to know.
pub fn aside(offer: &Offer, preview: Option<&Preview>, may: &May) -> AnyView {
    view! {
        {request(offer, may)}
        {facts(known(offer, preview))}
        <div class="acts"><CopyLink /></div>
    }
    .into_any()
}

fn request(offer: &Offer, may: &May) -> AnyView {
    if may.is_blocked() {
        let why = Some(HEADING.to_owned());
        return view! {
            <div class="decide stay">
                <Button kind="main tall" blocked_by=why on_press=|| ()>{text::request()}</Button>
            </div>
            <p class="faint">{text::blocked()}</p>
        }
        .into_any();
    }
    let href = Route::ask(&offer.package.id, Step::Who, None).path();
    view! { <div class="decide stay"><a class="btn main tall" href=href>{text::request()}</a></div> }.into_any()
}

fn known(offer: &Offer, preview: Option<&Preview>) -> Vec<(String, AnyView)> {
    let mut known: Vec<(String, AnyView)> = Vec::new();
    let requirements = offer.requirements.first();
    let limit = preview
        .and_then(|preview| preview.expiration.clone())
        .or_else(|| requirements.and_then(|one| one.schedule.as_ref()?.expiration.clone()));
    if let Some(limit) = limit.as_ref().and_then(how_long) {
        known.push((text::how_long(), limit));
    }
    if let Some(preview) = preview {
        let who: Vec<String> = preview
            .stages
            .iter()
            .map(|stage| planned(stage).who)
            .collect();
        let who = who
            .into_iter()
            .reduce(|first, next| text::then(&first, &next))
            .unwrap_or_else(text::nobody_needed);
        known.push((text::who_decides(), view! { <bdi>{who}</bdi> }.into_any()));
    }
    if let Some(requirements) = requirements {
        let needed = requirements.is_requestor_justification_required == Some(true);
        let words = if needed {
            text::reason_yes()
        } else {
            text::reason_no()
        };
        known.push((text::reason(), words.into_any()));
    }
    if let Some(owners) = preview.map(owners).filter(|owners| !owners.is_empty()) {
        known.push((text::owner(), view! { <bdi>{owners}</bdi> }.into_any()));
    }
    known
}

/// The people who own the package's catalog.
pub fn owners(preview: &Preview) -> String {
    let names: Vec<String> = preview
        .owners
        .iter()
        .filter_map(|one| one.display_name.clone())
        .collect();
    joined(&names, Join::And)
}

fn how_long(limit: &ExpirationPattern) -> Option<AnyView> {
    match limit.pattern_type {
        ExpirationPatternType::NoExpiration => Some(text::no_end().into_any()),
        ExpirationPatternType::AfterDuration => Some(length(limit.duration?).into_any()),
        ExpirationPatternType::AfterDateTime => {
            Some(Reader::here().time(limit.end_date_time?, Style::Date))
        }
        ExpirationPatternType::NotSpecified => None,
    }
}

#[component]
fn CopyLink() -> impl IntoView {
    let toasts = Toasts::here();
    let copy = move || {
        spawn_local(async move {
            let copied = clipboard::copy(&document::address()).await;
            toasts.say(if copied {
                text::copied()
            } else {
                text::not_copied()
            });
        });
    };
    view! { <Button kind="bare" on_press=copy>{icon_small(Icon::Link)}{text::copy_link()}</Button> }
}
