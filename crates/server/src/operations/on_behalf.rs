//! Those who may ask for others (Graph contract: requestorSettings and requests for others).

use portico_graph::{ApprovalStagePolicy, AssignmentPolicy, Subject};

use super::facts::{Facts, Question};
use crate::signin::person::Person;
use crate::store::{StoreError, Tx};

/// Whether the policy's others, counted from this target, hold the person. Whether those may do what they want to do, its flags say.
pub async fn holds(
    tx: &mut Tx,
    policy: &AssignmentPolicy,
    person: &Person,
    target: &Subject,
) -> Result<bool, StoreError> {
    let Some(settings) = &policy.requestor_settings else {
        return Ok(false);
    };
    // People are found as a stage finds those who decide.
    let stage = ApprovalStagePolicy {
        primary_approvers: settings.on_behalf_requestors.clone(),
        ..ApprovalStagePolicy::default()
    };
    let question = Question {
        stage: &stage,
        requestor: target,
        target,
    };
    let mut facts = Facts::default();
    facts.learn(tx, &[question]).await?;
    Ok(facts
        .panel(&question, false)
        .seat(&person.user_id)
        .is_some())
}
