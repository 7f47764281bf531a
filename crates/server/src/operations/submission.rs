//! Writes a request down and takes it up: the last part of everything that somebody asks for.

use std::sync::Arc;

use portico_governance::eligibility::{Finding, Rule};
use portico_governance::request::{self, Command, Plan, State};
use portico_governance::{questions, requirements, schedule};
use portico_graph::time::Instant;
use portico_graph::{
    Answer, ApprovalStagePolicy, AssignmentPolicy, AssignmentRequest, Schedule, Subject,
};

use super::act::Act;
use super::case::Case;
use super::extensions::callouts;
use super::facts::{Facts, Question};
use super::new_rows::{self, NewRequest};
use super::refusal::Refusal;
use super::{conflicts, pattern};
use crate::store::Tx;

/// The most characters that a reason may have.
const MAX_JUSTIFICATION_CHARS: usize = 10_000;

/// Writes the request and takes it up: its first stage opens, or its delivery is left to the worker. Answers with the request as it was
/// created, not where it was taken a moment later.
///
/// # Errors
/// [`Refusal::RequestAlreadyOpen`] when another request was faster.
pub async fn send(
    tx: &mut Tx,
    act: &Act,
    new: NewRequest,
    stages: Vec<ApprovalStagePolicy>,
    package_name: String,
) -> Result<AssignmentRequest, Refusal> {
    let rules = stages.iter().map(requirements::rule).collect();
    let (state, effects) = request::submit(Plan {
        stages: rules,
        start: new.start,
        pauses: callouts::pauses(tx, &new).await?,
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

/// Stages that a request will go through. Each must have somebody who can decide it today: a request that nobody can decide is not sent.
///
/// # Errors
/// [`Refusal::NobodyCanDecide`].
pub async fn decidable(
    tx: &mut Tx,
    stages: &[ApprovalStagePolicy],
    (creator, target): (&Subject, &Subject),
) -> Result<Vec<ApprovalStagePolicy>, Refusal> {
    let questions: Vec<_> = stages
        .iter()
        .map(|stage| Question {
            stage,
            requestor: creator,
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

/// Whether every rule is met; that access is held is no obstacle to what `renews` it.
///
/// # Errors
/// What the first rule says that is not.
pub async fn met(
    tx: &mut Tx,
    findings: Vec<Finding>,
    renews: bool,
    (package, target): (&str, &Subject),
) -> Result<(), Refusal> {
    let mut findings = findings.into_iter();
    let failed = findings.find(|one| !(one.passed || renews && one.rule == Rule::NotHeld));
    let Some(finding) = failed else {
        return Ok(());
    };
    let first = finding.conflicts.into_iter().next().unwrap_or_default();
    tracing::debug!(rule = ?finding.rule, "a request was refused");
    Err(match finding.rule {
        Rule::NoOpenRequest => Refusal::RequestAlreadyOpen(first),
        Rule::NotHeld => Refusal::AssignmentAlreadyExists(first),
        Rule::CompatiblePackages | Rule::CompatibleGroups => {
            Refusal::Incompatible(conflicts::of(tx, package, target).await?)
        }
        Rule::Published | Rule::SelfRequest | Rule::Scope | Rule::ExternallyVisible => {
            Refusal::PolicyRequirementsNotMet
        }
    })
}

/// A reason that says something.
pub fn reason(justification: Option<String>) -> Option<String> {
    justification.filter(|reason| !reason.trim().is_empty())
}

/// Whether the reason is one that the policy takes.
///
/// # Errors
/// [`Refusal::JustificationRequired`], or [`Refusal::Bad`] when it is too long.
pub fn check_reason(policy: &AssignmentPolicy, reason: Option<&str>) -> Result<(), Refusal> {
    let reason = reason.unwrap_or_default();
    if requirements::is_justification_required(policy) && reason.trim().is_empty() {
        return Err(Refusal::JustificationRequired);
    }
    check_length(reason)
}

/// Whether a reason that nobody asks for can be kept.
///
/// # Errors
/// [`Refusal::Bad`].
pub fn check_length(reason: &str) -> Result<(), Refusal> {
    if reason.chars().count() > MAX_JUSTIFICATION_CHARS {
        return Err(Refusal::Bad(format!(
            "The justification may have {MAX_JUSTIFICATION_CHARS} characters."
        )));
    }
    Ok(())
}

/// Whether the answers fit the policy's questions.
///
/// # Errors
/// [`Refusal::Answers`].
pub fn check_answers(policy: &AssignmentPolicy, answers: &[Answer]) -> Result<(), Refusal> {
    let asked = policy.questions.as_deref().unwrap_or_default();
    let problems = questions::check(asked, answers, &pattern::matches);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Answers(problems))
    }
}

/// Whether what somebody answered for others fits the questions; they need not know everything.
///
/// # Errors
/// [`Refusal::Answers`].
pub fn check_given(policy: &AssignmentPolicy, answers: &[Answer]) -> Result<(), Refusal> {
    use questions::AnswerProblemKind::{Missing, UnknownQuestion};
    let asked = policy.questions.as_deref().unwrap_or_default();
    let mut problems = questions::check(asked, answers, &pattern::matches);
    problems.retain(|problem| !matches!(problem.kind, Missing | UnknownQuestion));
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Answers(problems))
    }
}

/// Whether answers that may not change are what they were.
///
/// # Errors
/// [`Refusal::Answers`].
pub fn check_kept(
    policy: &AssignmentPolicy,
    before: &[Answer],
    answers: &[Answer],
) -> Result<(), Refusal> {
    let asked = policy.questions.as_deref().unwrap_or_default();
    let fixed = questions::check_kept(asked, before, answers);
    if fixed.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Answers(fixed))
    }
}

/// The period that a request gets.
///
/// # Errors
/// [`Refusal::Schedule`].
pub fn window(
    policy: &AssignmentPolicy,
    chooses: bool,
    asked: Option<&Schedule>,
    act: &Act,
) -> Result<schedule::Window, Refusal> {
    Ok(schedule::effective(
        policy.expiration.as_ref(),
        chooses,
        asked,
        act.now,
    )?)
}

/// A period for access that runs already: it goes on from what is held, so that there is no gap, and has no start of its own.
///
/// # Errors
/// [`Refusal::Bad`] for a start behind the end of what is held.
pub fn without_start(
    asked: Option<Schedule>,
    ends: Option<Instant>,
) -> Result<Option<Schedule>, Refusal> {
    let Some(asked) = asked else {
        return Ok(None);
    };
    let gap = asked.start_date_time.zip(ends);
    if gap.is_some_and(|(start, ends)| start > ends) {
        return Err(Refusal::Bad(
            "The period would begin after the end of the present one.".to_owned(),
        ));
    }
    Ok(Some(Schedule {
        start_date_time: None,
        ..asked
    }))
}

/// Answers keep the words of their questions: whoever reads them later may not see the policy.
pub fn with_texts(mut answers: Vec<Answer>, policy: &AssignmentPolicy) -> Vec<Answer> {
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

fn as_created(new: NewRequest, state: &State, act: &Act) -> AssignmentRequest {
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
