//! Who decides: by name where the policy shows names, by role where it hides them, and honestly unknown where nobody tells.

use crate::words::line::{Line, Marks};
use crate::words::text::state as text;
use portico_graph::Identity;
use portico_graph::portico::{ApproverBasis, PreviewStage, ProgressStage};

/// Who decides a stage, as far as the reader may know.
#[derive(Clone, Debug, PartialEq)]
pub enum Deciders {
    Named(Vec<String>),
    /// Names are hidden or nobody is found; the name is that of the group or organisation.
    Role(ApproverBasis, Option<String>),
    /// The back end has no word for it, as Microsoft Graph.
    Untold,
}

impl Deciders {
    fn new(
        visible: bool,
        approvers: &[Identity],
        basis: ApproverBasis,
        name: Option<&str>,
    ) -> Self {
        let names: Vec<String> = approvers
            .iter()
            .filter_map(|one| one.display_name.clone())
            .collect();
        if visible && !names.is_empty() {
            Self::Named(names)
        } else {
            Self::Role(basis, name.map(str::to_owned))
        }
    }

    /// Those of a stage of a request.
    pub fn of_stage(stage: &ProgressStage) -> Self {
        Self::new(
            stage.visible,
            &stage.approvers,
            stage.basis,
            stage.basis_name.as_deref(),
        )
    }

    /// Those of a stage to come.
    pub fn of_preview(stage: &PreviewStage) -> Self {
        Self::new(
            stage.visible,
            &stage.approvers,
            stage.basis,
            stage.basis_name.as_deref(),
        )
    }

    /// "Grete Solheim or Bram de Wit", "a member of Finance readers"; `None` where nobody tells.
    pub fn phrase(&self) -> Option<Line> {
        let mut marks = Marks::default();
        let printed = match self {
            Self::Named(names) => marks.any_of(names.clone()),
            Self::Untold => return None,
            Self::Role(basis, name) => match (basis, name) {
                (ApproverBasis::Manager, _) => text::who_manager(),
                (ApproverBasis::Group, Some(group)) => {
                    let group = marks.name(group);
                    text::who_group(&group)
                }
                (ApproverBasis::Named | ApproverBasis::Group, _) => text::who_named(),
                (ApproverBasis::InternalSponsor, _) => text::who_internal_sponsor(),
                (ApproverBasis::ExternalSponsor, Some(organisation)) => {
                    let organisation = marks.name(organisation);
                    text::who_external_sponsor(&organisation)
                }
                (ApproverBasis::ExternalSponsor, None) => text::who_external_sponsor_own(),
                (ApproverBasis::TargetSponsor, _) => text::who_target_sponsor(),
            },
        };
        Some(marks.line(printed))
    }
}

/// The short name of a stage: what stands over its bay.
pub fn stage_name(basis: ApproverBasis, name: Option<&str>) -> Line {
    match (basis, name) {
        (ApproverBasis::Manager, _) => text::stage_manager().into(),
        (ApproverBasis::Named, _) => text::stage_named().into(),
        (ApproverBasis::Group, Some(group)) => {
            let mut marks = Marks::default();
            let group = marks.name(group);
            marks.line(text::stage_group(&group))
        }
        (ApproverBasis::Group, None) => text::stage_group_unnamed().into(),
        (
            ApproverBasis::InternalSponsor
            | ApproverBasis::ExternalSponsor
            | ApproverBasis::TargetSponsor,
            _,
        ) => text::stage_sponsor().into(),
    }
}

/// The name somebody is called by; an id of all zeros or none at all is nobody (Graph contract: approvalStage).
pub fn named(identity: Option<&Identity>) -> Option<String> {
    let identity = identity?;
    let nobody = identity
        .id
        .as_deref()
        .is_some_and(|id| id.chars().all(|c| matches!(c, '0' | '-')));
    identity
        .display_name
        .clone()
        .filter(|name| !nobody && !name.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::calendar::fixed::Fixed;

    fn said(deciders: &Deciders) -> Option<String> {
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        deciders
            .phrase()
            .map(|line| line.plain(now, &Fixed { offset_hours: 1 }))
    }

    fn person(name: &str) -> Identity {
        Identity {
            id: Some("7".into()),
            display_name: Some(name.into()),
        }
    }

    #[test]
    fn names_come_before_roles() {
        let mut stage = ProgressStage {
            visible: true,
            basis: ApproverBasis::Group,
            basis_name: Some("Safety owners".into()),
            approvers: vec![person("Grete"), person("Bram")],
            ..ProgressStage::default()
        };
        assert_eq!(
            said(&Deciders::of_stage(&stage)).as_deref(),
            Some("Grete or Bram")
        );
        stage.visible = false;
        assert_eq!(
            said(&Deciders::of_stage(&stage)).as_deref(),
            Some("a member of Safety owners")
        );
    }

    #[test]
    fn every_basis_has_a_role() {
        for (basis, name, words) in [
            (ApproverBasis::Manager, None, "your manager"),
            (ApproverBasis::Named, None, "an approver of this package"),
            (ApproverBasis::Group, None, "an approver of this package"),
            (
                ApproverBasis::InternalSponsor,
                None,
                "a sponsor inside the organisation",
            ),
            (
                ApproverBasis::ExternalSponsor,
                Some("Tern"),
                "a sponsor of Tern",
            ),
            (
                ApproverBasis::ExternalSponsor,
                None,
                "a sponsor of your organisation",
            ),
            (ApproverBasis::TargetSponsor, None, "your sponsor"),
        ] {
            let role = Deciders::Role(basis, name.map(str::to_owned));
            assert_eq!(said(&role).as_deref(), Some(words));
        }
        assert_eq!(said(&Deciders::Untold), None);
    }

    #[test]
    fn zeros_are_nobody() {
        let zeros = Identity {
            id: Some("00000000-0000-0000-0000-000000000000".into()),
            display_name: Some(" ".into()),
        };
        assert_eq!(named(Some(&zeros)), None);
        assert_eq!(named(None), None);
        assert_eq!(named(Some(&person("Maren"))).as_deref(), Some("Maren"));
    }
}
