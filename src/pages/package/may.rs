//! Whether one may ask: each rule with pass or fail, the failing one first and with its fix.

use crate::api::offer::Offer;
use crate::route::Route;
use crate::ui::{Icon, icon, rows::Bay, sentence::linked};
use crate::words::fill::Part;
use crate::words::text::package as text;
use leptos::prelude::*;
use portico_graph::portico::Preview;
use portico_view::view;

/// What speaks for and against asking now.
#[derive(Debug, Clone, PartialEq)]
pub struct May {
    fits: Fits,
    /// My open request.
    asked: Option<String>,
    /// My access, which asking again renews.
    held: Option<String>,
    nobody_decides: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Fits {
    None,
    One(String),
    Several(usize),
}

impl May {
    pub fn of(offer: &Offer, preview: Option<&Preview>) -> Self {
        let policies = &offer.requirements;
        let fits = match policies.as_slice() {
            [] => Fits::None,
            [one] => Fits::One(one.policy_display_name.clone().unwrap_or_default()),
            several => Fits::Several(several.len()),
        };
        Self {
            fits,
            asked: offer
                .mine
                .asked(&offer.package.id)
                .map(|request| request.id.clone()),
            held: offer
                .mine
                .held(&offer.package.id)
                .map(|assignment| assignment.id.clone()),
            nobody_decides: preview.is_some_and(|preview| !preview.can_be_decided),
        }
    }

    /// Whether a rule stands in the way.
    pub fn is_blocked(&self) -> bool {
        self.fits == Fits::None || self.asked.is_some() || self.nobody_decides
    }
}

/// The id of the heading that says why one may not ask.
pub const HEADING: &str = "may";

/// The rules as a section.
pub fn rules(may: &May) -> AnyView {
    let mut failed = Vec::new();
    let mut passed = Vec::new();
    match &may.fits {
        Fits::None => failed.push(no(text::not_for_you(), None)),
        Fits::One(policy) => passed.push(yes(text::fits(policy))),
        Fits::Several(count) => {
            let words = text::several_fit(i64::try_from(*count).unwrap_or(i64::MAX));
            passed.push(yes(vec![Part::Plain(words)]));
        }
    }
    match &may.asked {
        Some(id) => {
            let href = Route::Request { id: id.clone() }.path();
            failed.push(no(text::open_request(), Some((href, text::see_request()))));
        }
        None => passed.push(yes(vec![Part::Plain(text::no_open_request())])),
    }
    if may.nobody_decides {
        failed.push(no(text::nobody_decides(), None));
    }
    if let Some(id) = &may.held {
        let href = Route::AccessItem { id: id.clone() }.path();
        passed.push(rule(
            "",
            Icon::Open,
            text::have_already(),
            Some((href, text::see_access())),
        ));
    }
    let bay = if failed.is_empty() {
        Bay::new(HEADING, text::may())
    } else {
        Bay::new(HEADING, text::may_not()).needs()
    };
    failed.extend(passed);
    bay.around(view! { <ul class="rules" role="list">{failed}</ul> })
}

fn yes(words: Vec<Part>) -> AnyView {
    rule("", Icon::Check, words, None)
}

fn no(words: Vec<Part>, fix: Option<(String, String)>) -> AnyView {
    rule("no", Icon::Cross, words, fix)
}

fn rule(
    class: &'static str,
    glyph: Icon,
    words: Vec<Part>,
    fix: Option<(String, String)>,
) -> AnyView {
    let fix = fix.map(
        |(href, words)| view! { <div class="acts"><a class="btn" href=href>{words}</a></div> },
    );
    view! { <li class=class>{icon(glyph)}<p>{linked(words, "", |_| None)}</p>{fix}</li> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::browse::Mine;
    use portico_graph::{AccessPackage, AssignmentRequest, RequestState, Requirements};

    fn offer(policies: usize, open_request: bool) -> Offer {
        let package = AccessPackage {
            id: "p".into(),
            ..AccessPackage::default()
        };
        let request = AssignmentRequest {
            id: "r".into(),
            state: Some(RequestState::PendingApproval),
            access_package: Some(Box::new(package.clone())),
            ..AssignmentRequest::default()
        };
        Offer {
            package,
            resources: Vec::new(),
            mine: Mine {
                requests: open_request.then_some(request).into_iter().collect(),
                ..Mine::default()
            },
            requirements: (0..policies).map(|_| Requirements::default()).collect(),
        }
    }

    #[test]
    fn each_rule_alone_can_stand_in_the_way() {
        let decided = Preview {
            can_be_decided: true,
            ..Preview::default()
        };
        assert!(!May::of(&offer(1, false), Some(&decided)).is_blocked());
        assert!(!May::of(&offer(2, false), None).is_blocked());
        assert!(May::of(&offer(0, false), Some(&decided)).is_blocked());
        assert!(May::of(&offer(1, true), Some(&decided)).is_blocked());
        assert!(May::of(&offer(1, false), Some(&Preview::default())).is_blocked());
    }
}
