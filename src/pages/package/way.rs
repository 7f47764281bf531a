//! How a request would go, as bays of a colonnade.

use crate::api::offer::Offer;
use crate::ui::colonnade::{Height, Is, Stage, colonnade};
use crate::ui::rows::Bay;
use crate::words::plan::planned;
use crate::words::text::package as text;
use leptos::prelude::*;
use portico_graph::portico::Preview;
use portico_view::view;

/// Asking, each stage, opening. `known` is none while it is read; a plan without stages opens at once.
pub fn way(offer: &Offer, known: Option<&Option<Preview>>) -> Option<AnyView> {
    let requirements = offer.requirements.first()?;
    let known = known?;
    let questions = i64::try_from(requirements.questions.len()).unwrap_or(i64::MAX);
    let questions = if questions == 0 {
        text::no_questions()
    } else {
        text::questions(questions)
    };
    let mut stages = vec![stage(text::you_ask(), questions)];
    let Some(preview) = known else {
        let asked = requirements.is_approval_required_for_add == Some(true);
        return asked.then(|| {
            Bay::new("way", text::how())
                .around(view! { <p class="soft">{text::unknown_decider()}</p> })
        });
    };
    stages.extend(preview.stages.iter().map(|one| {
        let planned = planned(one);
        stage(planned.who, planned.why)
    }));
    let last = if preview.stages.is_empty() {
        text::at_once()
    } else {
        text::after_yes()
    };
    stages.push(stage(text::it_opens(), last));
    Some(Bay::new("way", text::how()).around(colonnade(Height::Plan, stages)))
}

fn stage(title: String, say: String) -> Stage {
    Stage {
        is: Is::Plan,
        spoken: String::new(),
        title,
        say: Some(say),
    }
}
