//! How a request would go: who decides, why they, and how long they have.

use super::list::{Join, joined};
use super::text::package as text;
use portico_graph::portico::{ApproverBasis, PreviewStage};
use portico_graph::time::Duration;

/// One stage to come, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Names, or the role when the policy hides them.
    pub who: String,
    /// Why they, and their time.
    pub why: String,
}

/// A stage in words.
pub fn planned(stage: &PreviewStage) -> Planned {
    let names: Vec<String> = stage
        .approvers
        .iter()
        .filter_map(|one| one.display_name.clone())
        .collect();
    let hidden = !stage.visible;
    let who = match (hidden, names.is_empty()) {
        (false, false) => joined(&names, Join::Or),
        (false, true) => text::nobody(),
        (true, _) => role(stage.basis, stage.basis_name.as_deref()),
    };
    let why = if stage.is_fallback {
        text::stands_in()
    } else {
        reason(stage.basis, stage.basis_name.as_deref())
    };
    let why = stage
        .duration_before_automatic_denial
        .map_or(why.clone(), |time| with_time(&why, time));
    Planned { who, why }
}

fn role(basis: ApproverBasis, name: Option<&str>) -> String {
    match (basis, name) {
        (ApproverBasis::Manager, _) => text::hidden_manager(),
        (ApproverBasis::Group, Some(group)) => text::hidden_group(group),
        (ApproverBasis::Named | ApproverBasis::Group, _) => text::hidden_named(),
        (
            ApproverBasis::InternalSponsor
            | ApproverBasis::ExternalSponsor
            | ApproverBasis::TargetSponsor,
            _,
        ) => text::hidden_sponsor(),
    }
}

fn reason(basis: ApproverBasis, name: Option<&str>) -> String {
    match (basis, name) {
        (ApproverBasis::Manager, _) => text::your_manager(),
        (ApproverBasis::Named, _) => text::as_named(),
        (ApproverBasis::Group, Some(group)) => text::member_of(group),
        (ApproverBasis::Group, None) => text::one_of_group(),
        (ApproverBasis::InternalSponsor, _) => text::internal_sponsor(),
        (ApproverBasis::ExternalSponsor, _) => text::external_sponsor(),
        (ApproverBasis::TargetSponsor, _) => text::your_sponsor(),
    }
}

fn with_time(why: &str, time: Duration) -> String {
    match whole_days(time) {
        Some(days) => text::why_and_days(days, why),
        None => text::why_and_hours(hours(time), why),
    }
}

/// A length of access or of time to answer, in days when it is whole days.
pub fn length(time: Duration) -> String {
    whole_days(time).map_or_else(|| text::at_most_hours(hours(time)), text::at_most_days)
}

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn whole_days(time: Duration) -> Option<i64> {
    (time.seconds() >= DAY && time.seconds() % DAY == 0).then_some(time.seconds() / DAY)
}

fn hours(time: Duration) -> i64 {
    (time.seconds() + HOUR - 1) / HOUR
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_graph::Identity;

    fn stage() -> PreviewStage {
        let name = |name: &str| Identity {
            id: None,
            display_name: Some(name.into()),
        };
        PreviewStage {
            basis: ApproverBasis::Group,
            basis_name: Some("Firmware owners".into()),
            approvers: vec![name("Grete Solheim"), name("Kenji Mori")],
            visible: true,
            duration_before_automatic_denial: Some(Duration::from_days(3)),
            ..PreviewStage::default()
        }
    }

    #[test]
    fn names_and_the_reason_are_said() {
        let said = planned(&stage());
        assert_eq!(said.who, "Grete Solheim or Kenji Mori");
        assert_eq!(said.why, "member of Firmware owners, 3 days to answer");
    }

    #[test]
    fn hidden_names_become_a_role_and_an_empty_stage_says_so() {
        let hidden = PreviewStage {
            visible: false,
            ..stage()
        };
        assert_eq!(planned(&hidden).who, "A member of Firmware owners");
        let empty = PreviewStage {
            approvers: Vec::new(),
            ..stage()
        };
        assert_eq!(planned(&empty).who, "Nobody at present");
    }

    #[test]
    fn lengths_are_days_when_they_are_whole() {
        assert_eq!(length(Duration::from_days(1)), "1 day");
        assert_eq!(length(Duration::from_seconds(36 * HOUR)), "36 hours");
        assert_eq!(length(Duration::from_seconds(90)), "1 hour");
    }
}
