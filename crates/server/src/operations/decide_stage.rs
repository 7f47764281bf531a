//! An approver decides a stage.

use portico_governance::approval::{Decision, Verdict};
use portico_governance::refusal::Refusal as Rule;
use portico_governance::request::Command;
use portico_graph::{review_result, stage_status};

use super::act::Act;
use super::case::{Case, Stage, Stopped};
use super::facts::Facts;
use super::refusal::Refusal;
use crate::signin::person::Person;
use crate::store::Tx;

/// The most characters that a decider's words may have.
const MAX_JUSTIFICATION_CHARS: usize = 10_000;

/// A decision as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The request, which is also the approval.
    pub request_id: String,
    /// The stage.
    pub stage_id: String,
    /// Yes or no.
    pub verdict: Verdict,
    /// The decider's words.
    pub justification: String,
}

/// Takes the decision. The same verdict by the same person again changes nothing and is no error.
///
/// # Errors
/// [`Refusal::NotYourApproval`] for an approval that is unknown or not the caller's; [`Refusal::UnknownHere`] for an unknown stage of one
/// that is; [`Refusal::StageDecided`] and [`Refusal::StageOver`] when it is too late.
pub async fn run(tx: &mut Tx, act: &Act, caller: &Person, said: Said) -> Result<(), Refusal> {
    let Some(mut case) = Case::load(tx, &said.request_id).await? else {
        return Err(Refusal::NotYourApproval);
    };
    if case.is_party(&caller.subject_id) {
        return Err(Refusal::NotYourApproval);
    }
    if said.justification.chars().count() > MAX_JUSTIFICATION_CHARS {
        return Err(Refusal::Bad(format!(
            "The justification may have {MAX_JUSTIFICATION_CHARS} characters."
        )));
    }
    let place = case
        .stages
        .iter()
        .position(|stage| stage.id.eq_ignore_ascii_case(&said.stage_id));
    let Some(place) = place else {
        let mine = super::approver::is_of(tx, &case, caller).await?;
        return Err(if mine {
            Refusal::UnknownHere
        } else {
            Refusal::NotYourApproval
        });
    };
    let stage = case.stages[place].clone();
    if let Some(review) = stage.review.as_ref()
        && review.subject_id == caller.subject_id
        && stage.review_result == read_back(said.verdict)
    {
        return Ok(());
    }
    let panel = case.panel(tx, &mut Facts::default(), &stage).await?;
    let decided_it = stage
        .review
        .as_ref()
        .is_some_and(|review| review.subject_id == caller.subject_id);
    let seat = panel.seat(&caller.user_id);
    if seat.is_none() && !decided_it {
        return Err(Refusal::NotYourApproval);
    }
    let (Some(seat), false) = (seat, is_over(&case, &stage)) else {
        return Err(too_late(&case, &stage));
    };
    if stage.status != stage_status::IN_PROGRESS {
        return Err(Refusal::NotYourApproval);
    }
    let decision = Decision {
        stage: place,
        seat,
        verdict: said.verdict,
        justification: said.justification,
    };
    match case.step(tx, act, Command::Decide(decision)).await {
        Err(Stopped::Refused(Rule::DeadlinePassed { deadline })) => Err(Refusal::StageOver {
            status: "Expired",
            at: Some(deadline),
        }),
        other => Ok(other?),
    }
}

/// Whether nothing can be decided any more at this stage.
fn is_over(case: &Case, stage: &Stage) -> bool {
    case.state.has_ended()
        || stage.status == stage_status::COMPLETED
        || stage.status == stage_status::EXPIRED
}

fn too_late(case: &Case, stage: &Stage) -> Refusal {
    match &stage.review {
        Some(review) => Refusal::StageDecided {
            review: review.clone(),
            result: stage.review_result.clone(),
        },
        None => Refusal::StageOver {
            status: case.state.status(),
            at: case.completed,
        },
    }
}

const fn read_back(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => review_result::APPROVED,
        Verdict::Deny => review_result::DENIED,
    }
}
