//! Why an operation was refused, and what the API answers then. The only place where the two meet.

use portico_governance::questions::{AnswerProblem, AnswerProblemKind};
use portico_governance::refusal::Refusal as Rule;
use portico_governance::schedule::ScheduleProblem;
use portico_graph::time::Instant;

use super::case::{Review, Stopped};
use crate::directory::Problem;
use crate::http::error::{ApiError, detail};
use crate::store::StoreError;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Absent, or not for the caller to know of.
    #[error("unknown here")]
    UnknownHere,
    /// Known to the caller, but not the caller's to do.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// Something else needs it.
    #[error("in use: {0}")]
    InUse(&'static str),
    /// It is not what the caller read any more.
    #[error("changed since it was read")]
    Changed,
    /// The origin system has no such resource.
    #[error("not in the origin system")]
    NotInOriginSystem,
    /// The catalog has the resource already.
    #[error("in the catalog already")]
    AlreadyOnboarded,
    /// Properties of the body that are wrong, by path.
    #[error("the body is wrong")]
    Problems(Vec<Problem>),
    /// A value that cannot be taken.
    #[error("bad value: {0}")]
    Bad(String),
    /// No policy lets the caller ask, or not the one named.
    #[error("no policy lets the caller ask")]
    PolicyRequirementsNotMet,
    /// Several policies would do and none was named: their ids and names.
    #[error("several policies would do")]
    SeveralPolicies(Vec<(String, String)>),
    /// An undecided request for the same package.
    #[error("request {0} is open")]
    RequestAlreadyOpen(String),
    /// The package is held.
    #[error("assignment {0} is live")]
    AssignmentAlreadyExists(String),
    /// What excludes the package: ids and names.
    #[error("incompatible access")]
    Incompatible(Vec<(String, String)>),
    /// Answers that do not fit.
    #[error("the answers do not fit")]
    Answers(Vec<AnswerProblem>),
    /// A reason is compulsory.
    #[error("a justification is required")]
    JustificationRequired,
    /// The period cannot be had.
    #[error(transparent)]
    Schedule(#[from] ScheduleProblem),
    /// A stage that nobody can decide, from 0.
    #[error("nobody can decide stage {0}")]
    NobodyCanDecide(usize),
    /// Unknown, or not the caller's to decide.
    #[error("not the caller's approval")]
    NotYourApproval,
    /// Decided before.
    #[error("the stage was decided")]
    StageDecided {
        /// By whom and when.
        review: Review,
        /// One of `review_result`.
        result: String,
    },
    /// Never decided, and past that: cancelled or out of time.
    #[error("the stage is over")]
    StageOver {
        /// One of the request's status words.
        status: &'static str,
        /// Since when.
        at: Option<Instant>,
    },
    /// Past the point where it can be taken back.
    #[error("not cancelable")]
    NotCancelable,
    /// A failed delivery that cannot be tried again: none, or too long ago.
    #[error("not reprocessable")]
    NotReprocessable,
    /// A rule of the life cycle that a caller cannot be at fault for.
    #[error(transparent)]
    Rule(Rule),
}

impl From<Stopped> for Refusal {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Store(problem) => Self::Store(problem),
            Stopped::Refused(Rule::JustificationRequired) => Self::JustificationRequired,
            Stopped::Refused(rule) => Self::Rule(rule),
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Store(problem) => problem.into(),
            Refusal::UnknownHere => Self::unknown_here(),
            Refusal::Forbidden(why) => Self::forbidden(why),
            Refusal::InUse(why) => Self::conflict(why),
            Refusal::Changed => Self::precondition_failed(),
            Refusal::NotInOriginSystem => Self::not_in_origin_system(),
            Refusal::AlreadyOnboarded => Self::already_onboarded(),
            Refusal::Problems(problems) => of_body(problems),
            Refusal::Bad(why) => Self::bad_request(why),
            Refusal::PolicyRequirementsNotMet => Self::policy_requirements_not_met(),
            Refusal::SeveralPolicies(policies) => Self::bad_request(
                "More than one policy applies: name one as assignment.assignmentPolicyId.",
            )
            .with_target("assignment/assignmentPolicyId")
            .with_details(named("PolicyApplies", policies)),
            Refusal::RequestAlreadyOpen(id) => Self::request_already_open().with_details([detail(
                "RequestAlreadyOpen",
                "The open request.",
                id,
            )]),
            Refusal::AssignmentAlreadyExists(id) => {
                Self::assignment_already_exists().with_details([detail(
                    "AssignmentAlreadyExists",
                    "The live assignment.",
                    id,
                )])
            }
            Refusal::Incompatible(conflicts) => {
                Self::incompatible_access(named("IncompatibleAccess", conflicts))
            }
            Refusal::Answers(problems) => answers(problems),
            Refusal::JustificationRequired => Self::justification_required(),
            Refusal::Schedule(problem) => Self::schedule_not_allowed(format!("{problem}.")),
            Refusal::NobodyCanDecide(stage) => Self::nobody_can_decide(stage),
            Refusal::NotYourApproval => Self::not_your_approval(),
            Refusal::StageDecided { review, result } => Self::stage_already_decided([
                detail("decidedBy", review.name, review.subject_id),
                detail("decidedDateTime", review.at.to_string(), "reviewedDateTime"),
                detail("decision", result, "reviewResult"),
            ]),
            Refusal::StageOver { status, at } => {
                let when =
                    at.map(|at| detail("endedDateTime", at.to_string(), "completedDateTime"));
                Self::conflict("The request ended before this decision.")
                    .with_details([detail("requestStatus", status, "status")])
                    .with_details(when)
            }
            Refusal::NotCancelable => Self::request_not_cancelable(),
            Refusal::NotReprocessable => Self::request_not_reprocessable(),
            Refusal::Rule(rule) => Self::conflict(format!("{rule}.")),
        }
    }
}

/// The first problem in words, all of them as details.
fn of_body(problems: Vec<Problem>) -> ApiError {
    let first = problems.first().cloned();
    let (path, message) = first.map(|one| (one.path, one.message)).unwrap_or_default();
    ApiError::bad_request(format!("The property '{path}' {message}."))
        .with_target(path)
        .with_details(
            problems
                .into_iter()
                .map(|one| detail("BadRequest", one.message, one.path)),
        )
}

fn named(
    code: &'static str,
    things: Vec<(String, String)>,
) -> impl Iterator<Item = portico_graph::ErrorDetail> {
    things
        .into_iter()
        .map(move |(id, name)| detail(code, name, id))
}

/// Missing answers go first: who has not answered everything need not hear yet what else is wrong.
fn answers(problems: Vec<AnswerProblem>) -> ApiError {
    let missing = problems
        .iter()
        .any(|problem| problem.kind == AnswerProblemKind::Missing);
    let details = problems.into_iter().map(|problem| {
        let (code, message) = match problem.kind {
            AnswerProblemKind::Missing => ("AnswerRequired", "An answer is required."),
            AnswerProblemKind::PatternMismatch => {
                ("AnswerInvalid", "The answer does not match the pattern.")
            }
            AnswerProblemKind::NotAChoice => {
                ("AnswerInvalid", "The answer is not among the choices.")
            }
            AnswerProblemKind::TooMany => ("AnswerInvalid", "Only one answer is allowed."),
            AnswerProblemKind::UnknownQuestion => {
                ("AnswerInvalid", "The policy does not ask this question.")
            }
            AnswerProblemKind::TooLong => ("AnswerInvalid", "The answer is too long."),
            AnswerProblemKind::Fixed => (
                "AnswerInvalid",
                "The answer to this question cannot be changed.",
            ),
        };
        detail(code, message, problem.question_id)
    });
    if missing {
        ApiError::answer_required(details)
    } else {
        ApiError::answer_invalid(details)
    }
}
