//! Another period or other answers for access that is held (Graph contract: userUpdate, adminUpdate).

use portico_governance::eligibility::Doing;
use portico_governance::requirements;
use portico_graph::{Answer, AssignmentRequest, RequestType, Schedule};

use super::act::Act;
use super::attributes::{self, Form};
use super::case::Purpose;
use super::holding::{Asking, Holding, Which, subject_of};
use super::new_rows::NewRequest;
use super::refusal::Refusal;
use super::{conflicts, submission};
use crate::store::Tx;

/// What is to change; what is absent stays.
#[derive(Debug, Clone, PartialEq)]
pub struct Alteration {
    /// Of which access.
    pub which: Which,
    /// The reason.
    pub justification: Option<String>,
    /// Another period.
    pub schedule: Option<Schedule>,
    /// Other answers: all of them.
    pub answers: Option<Vec<Answer>>,
}

/// Sends a request for the change. The access goes on as it is until the change is made.
///
/// # Errors
/// As [`Holding::admit`], and whatever the policy asks of the change itself.
pub async fn run(
    tx: &mut Tx,
    act: &Act,
    asking: &Asking<'_>,
    alteration: Alteration,
) -> Result<AssignmentRequest, Refusal> {
    if alteration.schedule.is_none() && alteration.answers.is_none() {
        return Err(Refusal::Bad(
            "The request names neither a schedule nor answers.".to_owned(),
        ));
    }
    let by_manager = matches!(asking, Asking::Manager(_));
    let holding = Holding::admit(tx, asking, &alteration.which, Doing::Change).await?;
    let creator = subject_of(tx, asking, act.now).await?;
    let mut policy = holding.policy.clone();
    let form = Form::Sent {
        by_target: matches!(asking, Asking::Person(person) if person.subject_id == holding.target.id),
    };
    let (package, asked) = (&holding.package_id, std::slice::from_mut(&mut policy));
    attributes::ask(tx, package, &holding.target, asked, form).await?;
    let before = holding.answers(tx).await?;
    let answers = alteration.answers.unwrap_or_else(|| before.clone());
    let justification = submission::reason(alteration.justification);
    let schedule = submission::without_start(alteration.schedule, holding.ends)?;
    let mut stages = Vec::new();
    if by_manager {
        submission::check_length(justification.as_deref().unwrap_or_default())?;
        if answers != before {
            submission::check_given(&policy, &answers)?;
        }
    } else {
        let in_the_way = conflicts::of(tx, &holding.package_id, &holding.target).await?;
        if !in_the_way.is_empty() {
            return Err(Refusal::Incompatible(in_the_way));
        }
        if answers != before {
            submission::check_answers(&policy, &answers)?;
            submission::check_kept(&policy, &before, &answers)?;
        }
        submission::check_reason(&policy, justification.as_deref())?;
        let needed = requirements::stages_of_change(&policy);
        let needed = needed.map_err(|_| Refusal::NobodyCanDecide(0))?;
        stages = submission::decidable(tx, needed, (&creator, &holding.target)).await?;
    }
    if schedule.is_some() {
        let chooses = by_manager || requirements::allows_custom_schedule(&policy);
        submission::window(&policy, chooses, schedule.as_ref(), act)?;
    }
    let (request_type, requestor) = if by_manager {
        (RequestType::AdminUpdate, holding.target.clone())
    } else {
        (RequestType::UserUpdate, creator.clone())
    };
    let new = NewRequest {
        id: act.ids.guid(),
        assignment_id: holding.id,
        request_type,
        purpose: Purpose::Change,
        requestor,
        creator,
        target: holding.target,
        package_id: holding.package_id,
        answers: submission::with_texts(answers, &policy),
        policy,
        justification,
        schedule,
        start: None,
        bypasses_approval: by_manager,
    };
    submission::send(tx, act, new, stages, holding.package_name).await
}
