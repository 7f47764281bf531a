//! A person asks for a package.

use std::sync::Arc;

use portico_governance::eligibility::{self, Rule};
use portico_governance::request::{self, Command, Plan, State};
use portico_governance::{questions, requirements, schedule};
use portico_graph::{Answer, AssignmentPolicy, AssignmentRequest, RequestType, Schedule, Subject};

use super::act::Act;
use super::case::Case;
use super::facts::{Facts, Question};
use super::refusal::Refusal;
use super::{candidate, conflicts, new_rows, pattern, policies, proposed};
use crate::signin::person::Person;
use crate::store::{Tx, packages, subjects};

/// The most characters that a reason may have.
const MAX_JUSTIFICATION_CHARS: usize = 10_000;

/// What was asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    /// The package.
    pub package_id: String,
    /// The policy; the one that applies when absent.
    pub policy_id: Option<String>,
    /// Directory object of who gets the access; the caller when absent.
    pub target_object: Option<String>,
    /// The reason.
    pub justification: Option<String>,
    /// The period.
    pub schedule: Option<Schedule>,
    /// The answers in the order given.
    pub answers: Vec<Answer>,
}

/// Checks the wish against every rule, writes the request down and takes it up: its first stage opens, or its delivery is left to the
/// worker. Answers with the request as it was created.
///
/// # Errors
/// The first [`Refusal`] in the order of the rules.
pub async fn run(
    tx: &mut Tx,
    act: &Act,
    caller: &Person,
    wish: Wish,
) -> Result<AssignmentRequest, Refusal> {
    let target = target(tx, caller, wish.target_object.as_deref()).await?;
    let (policy, package_name) = admitted(tx, act, &target, &wish).await?;
    let window = requirements_met(&policy, &wish, act)?;
    proposed::record(tx, act, &policy, &target).await?;
    let stages = stages(tx, &policy, &target).await?;
    let justification = wish
        .justification
        .filter(|reason| !reason.trim().is_empty());
    let new = new_rows::NewRequest {
        id: act.ids.guid(),
        assignment_id: act.ids.guid(),
        request_type: RequestType::UserAdd,
        target,
        package_id: wish.package_id,
        answers: with_texts(wish.answers, &policy),
        policy,
        justification,
        schedule: wish.schedule,
        start: window.start,
    };
    let rules = stages.iter().map(requirements::rule).collect();
    let (state, effects) = request::submit(Plan {
        stages: rules,
        start: window.start,
    });
    let ids = new_rows::write(tx, act, &new, &state, &stages).await?;
    let stages = ids.into_iter().zip(stages);
    let mut case = Case::of_new(&new, package_name, state.clone(), stages, act.now);
    case.write_effects(tx, act, effects).await?;
    // Taken up at once, by the service: whoever reads the request after this answer finds it where it belongs.
    let service = Act::by_service(act.now, Arc::clone(&act.ids));
    case.step(tx, &service, Command::Start).await?;
    Ok(as_created(new, &state, act))
}

/// Who gets the access. Only the caller, so far: a policy's rules about asking for others are not offered yet, and saying so tells
/// nothing about whether there is such a person.
async fn target(tx: &mut Tx, caller: &Person, object: Option<&str>) -> Result<Subject, Refusal> {
    if object.is_some_and(|object| !object.eq_ignore_ascii_case(&caller.user_id)) {
        return Err(Refusal::Forbidden(
            "Requests for other people are not offered by this server.",
        ));
    }
    subjects::by_id(tx, &caller.subject_id)
        .await?
        .ok_or(Refusal::UnknownHere)
}

/// The policy that the request goes under, after the rules about who may ask, and the package's name.
async fn admitted(
    tx: &mut Tx,
    act: &Act,
    target: &Subject,
    wish: &Wish,
) -> Result<(AssignmentPolicy, String), Refusal> {
    let package = packages::by_id(tx, &wish.package_id)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    let offer = candidate::offer(tx, &package).await?;
    let person = candidate::of_subject(tx, target).await?;
    let all = policies::of_package(tx, &wish.package_id).await?;
    let admits = |policy: &AssignmentPolicy| eligibility::admits(policy, &offer, &person);
    let seen = super::requirements::may_know(&package, &offer, &person, &all);
    let none = || {
        if seen {
            Refusal::PolicyRequirementsNotMet
        } else {
            Refusal::UnknownHere
        }
    };
    let policy = if let Some(id) = &wish.policy_id {
        all.into_iter()
            .find(|policy| policy.id.eq_ignore_ascii_case(id) && admits(policy))
            .ok_or_else(none)?
    } else {
        let mut fitting: Vec<_> = all.into_iter().filter(admits).collect();
        if fitting.len() > 1 {
            return Err(Refusal::SeveralPolicies(names(&fitting)));
        }
        fitting.pop().ok_or_else(none)?
    };
    let standing = candidate::standing(tx, &target.id, &wish.package_id).await?;
    let failed = eligibility::examine(&policy, &offer, &person, &standing)
        .into_iter()
        .find(|finding| !finding.passed);
    let Some(finding) = failed else {
        return Ok((policy, package.package.display_name.unwrap_or_default()));
    };
    let first = finding.conflicts.into_iter().next().unwrap_or_default();
    tracing::debug!(rule = ?finding.rule, at = %act.now, "a request was refused");
    Err(match finding.rule {
        Rule::NoOpenRequest => Refusal::RequestAlreadyOpen(first),
        Rule::NotHeld => Refusal::AssignmentAlreadyExists(first),
        Rule::CompatiblePackages | Rule::CompatibleGroups => {
            Refusal::Incompatible(conflicts::of(tx, &wish.package_id, target).await?)
        }
        Rule::Published | Rule::SelfRequest | Rule::Scope | Rule::ExternallyVisible => {
            Refusal::PolicyRequirementsNotMet
        }
    })
}

fn names(policies: &[AssignmentPolicy]) -> Vec<(String, String)> {
    policies
        .iter()
        .map(|policy| {
            let name = policy.display_name.clone().unwrap_or_default();
            (policy.id.clone(), name)
        })
        .collect()
}

/// What the policy asks of the request itself.
fn requirements_met(
    policy: &AssignmentPolicy,
    wish: &Wish,
    act: &Act,
) -> Result<schedule::Window, Refusal> {
    let asked = policy.questions.as_deref().unwrap_or_default();
    let problems = questions::check(asked, &wish.answers, &pattern::matches);
    if !problems.is_empty() {
        return Err(Refusal::Answers(problems));
    }
    let reason = wish.justification.as_deref().unwrap_or_default();
    if requirements::is_justification_required(policy) && reason.trim().is_empty() {
        return Err(Refusal::JustificationRequired);
    }
    if reason.chars().count() > MAX_JUSTIFICATION_CHARS {
        return Err(Refusal::Bad(format!(
            "The justification may have {MAX_JUSTIFICATION_CHARS} characters."
        )));
    }
    Ok(schedule::effective(
        policy.expiration.as_ref(),
        requirements::allows_custom_schedule(policy),
        wish.schedule.as_ref(),
        act.now,
    )?)
}

/// The stages the request will go through. Each must have somebody who can decide it today: a request that nobody can decide is
/// not sent.
async fn stages(
    tx: &mut Tx,
    policy: &AssignmentPolicy,
    target: &Subject,
) -> Result<Vec<portico_graph::ApprovalStagePolicy>, Refusal> {
    let stages = requirements::stages(policy).map_err(|_| Refusal::NobodyCanDecide(0))?;
    let questions: Vec<_> = stages
        .iter()
        .map(|stage| Question {
            stage,
            requestor: target,
            target,
        })
        .collect();
    let mut facts = Facts::default();
    facts.learn(tx, &questions).await?;
    for (place, question) in questions.iter().enumerate() {
        if facts.panel(question, false).is_empty() {
            return Err(Refusal::NobodyCanDecide(place));
        }
    }
    Ok(stages.to_vec())
}

/// Answers keep the words of their questions: whoever reads them later may not see the policy.
fn with_texts(mut answers: Vec<Answer>, policy: &AssignmentPolicy) -> Vec<Answer> {
    let asked = policy.questions.as_deref().unwrap_or_default();
    for answer in &mut answers {
        let named = &mut answer.answered_question;
        if let Some(question) = asked
            .iter()
            .find(|question| question.id.eq_ignore_ascii_case(&named.id))
        {
            named.odata_type = Some(format!("#microsoft.graph.{}", question.type_name()));
            named.text.clone_from(&question.text);
        }
    }
    answers
}

/// The answer to the POST: the request as it was created, not where it was taken a moment later.
fn as_created(new: new_rows::NewRequest, state: &State, act: &Act) -> AssignmentRequest {
    AssignmentRequest {
        id: new.id,
        answers: new.answers,
        created_date_time: Some(act.now),
        justification: new.justification,
        request_type: Some(new.request_type),
        schedule: new.schedule,
        state: Some(state.word()),
        status: Some(state.status().to_owned()),
        ..AssignmentRequest::default()
    }
}
