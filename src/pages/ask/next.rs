//! What happens after sending: who decides, in which order, and by when.

use crate::words::line::{Line, Marks};
use crate::words::period;
use crate::words::state::who::Deciders;
use crate::words::text::ask as text;
use crate::words::when::Style;
use portico_graph::portico::{ApproverBasis, Preview, PreviewStage};
use portico_graph::time::Instant;

/// "Maren Holt, then Grete Solheim or Kenji Mori"
pub fn in_turn(preview: &Preview) -> Line {
    let mut stages = preview
        .stages
        .iter()
        .filter_map(|stage| Deciders::of_preview(stage).phrase());
    let Some(first) = stages.next() else {
        return text::nobody().into();
    };
    stages.fold(first, |before, next| {
        let mut marks = Marks::default();
        let (before, next) = (marks.inner(before), marks.inner(next));
        marks.line(text::then(&before, &next))
    })
}

/// The sentences of "What happens next", in order.
pub fn sentences(preview: &Preview, now: Instant) -> Vec<Line> {
    if !preview.can_be_decided {
        let owners: Vec<String> = preview
            .owners
            .iter()
            .filter_map(|owner| owner.display_name.clone())
            .collect();
        if owners.is_empty() {
            return vec![text::nobody_can().into()];
        }
        let mut marks = Marks::default();
        let owners = marks.any_of(owners);
        return vec![marks.line(text::nobody_can_owner(&owners))];
    }
    if preview.stages.is_empty() {
        return vec![text::at_once().into()];
    }
    let mut lines: Vec<Line> = preview
        .stages
        .iter()
        .enumerate()
        .map(|(index, stage)| of_stage(stage, index == 0, now))
        .collect();
    lines.push(text::unanswered().into());
    lines
}

fn of_stage(stage: &PreviewStage, first: bool, now: Instant) -> Line {
    let mut marks = Marks::default();
    let who = marks.inner(who_as(stage));
    let lasts = stage.duration_before_automatic_denial;
    let printed = match (first, lasts) {
        (true, Some(lasts)) => {
            let due = marks.when(now + lasts, Style::DayTime);
            text::told_at_once_until(&who, &due)
        }
        (true, None) => text::told_at_once(&who),
        (false, Some(lasts)) => text::then_decides_within(&who, &period::length(lasts)),
        (false, None) => text::then_decides(&who),
    };
    marks.line(printed)
}

/// The people of a stage with why they decide: "Maren Holt (as your manager)".
fn who_as(stage: &PreviewStage) -> Line {
    let deciders = Deciders::of_preview(stage);
    let phrase = deciders.phrase().unwrap_or_default();
    if !matches!(deciders, Deciders::Named(_)) {
        return phrase;
    }
    let mut why = Marks::default();
    let group = stage.basis_name.as_deref().map(|name| why.name(name));
    let printed = match (stage.basis, group) {
        _ if stage.is_fallback => text::stands_in(),
        (ApproverBasis::Manager, _) => text::as_manager(),
        (ApproverBasis::Named, _) => text::as_named(),
        (ApproverBasis::Group, Some(group)) => text::as_group(&group),
        (ApproverBasis::Group, None) => text::as_group_unnamed(),
        (ApproverBasis::InternalSponsor, _) => text::as_internal_sponsor(),
        (ApproverBasis::ExternalSponsor, _) => text::as_external_sponsor(),
        (ApproverBasis::TargetSponsor, _) => text::as_sponsor(),
    };
    let why = why.line(printed);
    let mut marks = Marks::default();
    let (phrase, why) = (marks.inner(phrase), marks.inner(why));
    marks.line(text::who_as(&phrase, &why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::calendar::fixed::Fixed;
    use portico_graph::Identity;
    use portico_graph::time::Duration;

    fn stage(basis: ApproverBasis, names: &[&str], days: i64) -> PreviewStage {
        PreviewStage {
            basis,
            visible: true,
            approvers: names
                .iter()
                .map(|name| Identity {
                    id: None,
                    display_name: Some((*name).into()),
                })
                .collect(),
            duration_before_automatic_denial: Some(Duration::from_days(days)),
            ..PreviewStage::default()
        }
    }

    fn said(lines: &[Line]) -> Vec<String> {
        let now = "2026-11-24T12:52:08Z".parse().unwrap();
        lines
            .iter()
            .map(|line| line.plain(now, &Fixed { offset_hours: 1 }))
            .collect()
    }

    #[test]
    fn who_is_told_and_who_comes_then() {
        let preview = Preview {
            stages: vec![
                stage(ApproverBasis::Manager, &["Maren Holt"], 2),
                stage(
                    ApproverBasis::InternalSponsor,
                    &["Grete Solheim", "Kenji Mori"],
                    14,
                ),
            ],
            can_be_decided: true,
            ..Preview::default()
        };
        let now = "2026-11-24T12:52:08Z".parse().unwrap();
        assert_eq!(
            said(&sentences(&preview, now)),
            [
                "Maren Holt (as your manager) is told at once and has until Thursday 26 November at 13:52.",
                "Then Grete Solheim or Kenji Mori (as a sponsor inside the organisation) decides, within 14 days.",
                "If nobody answers, the request ends and you hear about it.",
            ]
        );
        assert_eq!(
            said(&[in_turn(&preview)]),
            ["Maren Holt, then Grete Solheim or Kenji Mori"]
        );
    }

    #[test]
    fn hidden_names_are_roles_and_nobody_is_said() {
        let mut hidden = stage(ApproverBasis::Group, &[], 14);
        (hidden.visible, hidden.basis_name) = (false, Some("Purchasing".into()));
        let mut preview = Preview {
            stages: vec![hidden],
            can_be_decided: true,
            ..Preview::default()
        };
        assert_eq!(said(&[in_turn(&preview)]), ["a member of Purchasing"]);
        preview.can_be_decided = false;
        preview.owners = vec![Identity {
            id: None,
            display_name: Some("Kenji Mori".into()),
        }];
        let now = "2026-11-24T12:52:08Z".parse().unwrap();
        assert_eq!(
            said(&sentences(&preview, now)),
            ["Nobody can decide this at present, so we do not send it. Tell Kenji Mori."]
        );
        let free = Preview {
            can_be_decided: true,
            ..Preview::default()
        };
        assert_eq!(
            said(&sentences(&free, now)),
            ["Nobody has to decide: it opens as soon as you have sent it."]
        );
        assert_eq!(said(&[in_turn(&free)]), ["Nobody has to decide"]);
    }
}
