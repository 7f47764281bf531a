//! What a policy asks of a request (Graph contract: getApplicablePolicyRequirements), and what it fixes about the decision.

use portico_graph::{
    ApprovalStagePolicy, AssignmentPolicy, Requirements, Schedule, time::Duration,
};

use crate::approval::{DEFAULT_PATIENCE, StageRule};

/// The policy as its requestors see it. The policy's questions must be expanded.
pub fn of(policy: &AssignmentPolicy) -> Requirements {
    let approval = policy.request_approval_settings.as_ref();
    let mut questions = policy.questions.clone().unwrap_or_default();
    questions.sort_by_key(|question| question.sequence.unwrap_or(i32::MAX));
    Requirements {
        allow_custom_assignment_schedule: Some(allows_custom_schedule(policy)),
        is_approval_required_for_add: Some(is_approval_required(policy)),
        is_approval_required_for_update: Some(
            approval
                .and_then(|a| a.is_approval_required_for_update)
                .unwrap_or(false),
        ),
        is_requestor_justification_required: Some(is_justification_required(policy)),
        policy_description: policy.description.clone(),
        policy_display_name: policy.display_name.clone(),
        policy_id: Some(policy.id.clone()),
        schedule: (policy.expiration.is_some() || allows_custom_schedule(policy)).then(|| {
            Schedule {
                start_date_time: None,
                expiration: policy.expiration.clone(),
            }
        }),
        questions,
    }
}

/// Whether the requestor may choose a period.
pub fn allows_custom_schedule(policy: &AssignmentPolicy) -> bool {
    policy
        .requestor_settings
        .as_ref()
        .and_then(|settings| settings.allow_custom_assignment_schedule)
        .unwrap_or(false)
}

/// Whether somebody decides a first request.
pub fn is_approval_required(policy: &AssignmentPolicy) -> bool {
    policy
        .request_approval_settings
        .as_ref()
        .and_then(|settings| settings.is_approval_required_for_add)
        .unwrap_or(false)
}

/// Whether the requestor must give a reason.
pub fn is_justification_required(policy: &AssignmentPolicy) -> bool {
    policy
        .request_approval_settings
        .as_ref()
        .and_then(|settings| settings.is_requestor_justification_required)
        .unwrap_or(false)
}

/// The stages that a first request goes through, in order; none when nobody needs to decide. `Err`: the policy requires a decision and
/// names no stage, so nobody could ever give it.
pub fn stages(policy: &AssignmentPolicy) -> Result<&[ApprovalStagePolicy], NoStage> {
    if !is_approval_required(policy) {
        return Ok(&[]);
    }
    match policy
        .request_approval_settings
        .as_ref()
        .map(|settings| settings.stages.as_slice())
    {
        Some(stages) if !stages.is_empty() => Ok(stages),
        _ => Err(NoStage),
    }
}

/// The stages that a change of access goes through: the same ones, if changes are decided at all.
///
/// # Errors
/// As [`stages`].
pub fn stages_of_change(policy: &AssignmentPolicy) -> Result<&[ApprovalStagePolicy], NoStage> {
    let settings = policy.request_approval_settings.as_ref();
    let required = settings.and_then(|settings| settings.is_approval_required_for_update);
    if required != Some(true) {
        return Ok(&[]);
    }
    match settings.map(|settings| settings.stages.as_slice()) {
        Some(stages) if !stages.is_empty() => Ok(stages),
        _ => Err(NoStage),
    }
}

/// A decision is required and no stage is there to make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the policy requires approval and has no stage")]
pub struct NoStage;

/// What a stage fixes about time and words. A stage without a duration, or with none to speak of, waits [`DEFAULT_PATIENCE`].
pub fn rule(stage: &ApprovalStagePolicy) -> StageRule {
    let patience = stage
        .duration_before_automatic_denial
        .filter(|duration| *duration > Duration::ZERO)
        .unwrap_or(DEFAULT_PATIENCE);
    let escalation = stage
        .duration_before_escalation
        .filter(|duration| stage.is_escalation_enabled == Some(true) && *duration > Duration::ZERO);
    StageRule {
        patience,
        escalation,
        justification_required: stage.is_approver_justification_required.unwrap_or(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_graph::{ApprovalSettings, ExpirationPattern};

    #[test]
    fn a_policy_that_asks_nothing() {
        let found = of(&AssignmentPolicy::default());
        assert_eq!(found.is_approval_required_for_add, Some(false));
        assert_eq!(found.is_requestor_justification_required, Some(false));
        assert_eq!(found.allow_custom_assignment_schedule, Some(false));
        assert_eq!(found.schedule, None);
        assert_eq!(stages(&AssignmentPolicy::default()), Ok(&[][..]));
    }

    #[test]
    fn approval_without_stages_is_not_no_approval() {
        let mut policy = AssignmentPolicy {
            expiration: Some(ExpirationPattern::never()),
            request_approval_settings: Some(ApprovalSettings {
                is_approval_required_for_add: Some(true),
                ..ApprovalSettings::default()
            }),
            ..AssignmentPolicy::default()
        };
        assert_eq!(stages(&policy), Err(NoStage));
        if let Some(settings) = policy.request_approval_settings.as_mut() {
            settings.stages.push(ApprovalStagePolicy::default());
        }
        assert_eq!(stages(&policy).map(<[_]>::len), Ok(1));
        assert!(of(&policy).schedule.is_some());
    }

    #[test]
    fn a_stage_without_time_waits_two_weeks() {
        let mut stage = ApprovalStagePolicy {
            duration_before_escalation: Some(Duration::from_days(1)),
            ..ApprovalStagePolicy::default()
        };
        assert_eq!(rule(&stage).patience, Duration::from_days(14));
        assert_eq!(rule(&stage).escalation, None);
        stage.is_escalation_enabled = Some(true);
        assert_eq!(rule(&stage).escalation, Some(Duration::from_days(1)));
    }
}
