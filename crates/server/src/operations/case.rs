//! One request with all that a rule may ask about it, read and written in one transaction.

mod change;
mod purpose;
mod read;

use portico_governance::approval::StageRule;
use portico_governance::approvers::Panel;
use portico_governance::request::{Moment, State};
use portico_governance::requirements;
use portico_governance::schedule::{self, ScheduleProblem, Window};
use portico_graph::time::Instant;
use portico_graph::{
    Answer, ApprovalStagePolicy, AssignmentPolicy, RequestType, Schedule, Subject, review_result,
    stage_status,
};

use super::facts::{Facts, Question};
use super::new_rows::{FIRST_VERSION, NewRequest};
use crate::store::{StoreError, Tx};

pub use change::Stopped;
pub use purpose::Purpose;

/// A request as it stands.
#[derive(Debug, Clone)]
pub struct Case {
    /// The request's id, also its approval's.
    pub id: String,
    /// Where it stands.
    pub state: State,
    /// What was asked for.
    pub request_type: RequestType,
    /// What it is for.
    pub purpose: Purpose,
    /// Who asked.
    pub requestor: Subject,
    /// Who sent it; decides as little as requestor and target.
    pub creator: Subject,
    /// Who gets the access.
    pub target: Subject,
    /// The package.
    pub package_id: String,
    /// The package's name.
    pub package_name: String,
    /// The assignment it leads to.
    pub assignment_id: String,
    /// The policy with its questions as it was when the request was made.
    pub policy: AssignmentPolicy,
    /// The stages in their order.
    pub stages: Vec<Stage>,
    /// The requestor's reason.
    pub justification: Option<String>,
    /// The answers as sent.
    pub answers: Vec<Answer>,
    /// The period asked for.
    pub schedule: Option<Schedule>,
    /// When it was made.
    pub created: Instant,
    /// When it ended.
    pub completed: Option<Instant>,
    version: i64,
}

/// An approval stage as it stands.
#[derive(Debug, Clone)]
pub struct Stage {
    /// The stage's id.
    pub id: String,
    /// As the policy described it when the request was made.
    pub settings: ApprovalStagePolicy,
    /// One of `stage_status`.
    pub status: String,
    /// One of `review_result`.
    pub review_result: String,
    /// When it began.
    pub started: Option<Instant>,
    /// When it expires.
    pub due: Option<Instant>,
    /// When further approvers join.
    pub escalates: Option<Instant>,
    /// When they did.
    pub escalated: Option<Instant>,
    /// Who decided.
    pub review: Option<Review>,
    /// The decider's words.
    pub justification: String,
}

/// A decision as it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The decider's subject.
    pub subject_id: String,
    /// The decider's name then.
    pub name: String,
    /// When.
    pub at: Instant,
}

impl Stage {
    fn of_new(id: String, settings: ApprovalStagePolicy) -> Self {
        Self {
            id,
            settings,
            status: stage_status::INITIALIZING.to_owned(),
            review_result: review_result::NOT_REVIEWED.to_owned(),
            started: None,
            due: None,
            escalates: None,
            escalated: None,
            review: None,
            justification: String::new(),
        }
    }

    /// What the rules need to know of it.
    pub fn rule(&self) -> StageRule {
        requirements::rule(&self.settings)
    }
}

impl Case {
    /// A request whose rows were just written, as [`Case::load`] would read them; `stages` with their ids.
    pub fn of_new(
        new: &NewRequest,
        package_name: String,
        state: State,
        stages: impl IntoIterator<Item = (String, ApprovalStagePolicy)>,
        now: Instant,
    ) -> Self {
        Self {
            id: new.id.clone(),
            state,
            request_type: new.request_type,
            purpose: new.purpose,
            requestor: new.requestor.clone(),
            creator: new.creator.clone(),
            target: new.target.clone(),
            package_id: new.package_id.clone(),
            package_name,
            assignment_id: new.assignment_id.clone(),
            policy: new.policy.clone(),
            stages: stages
                .into_iter()
                .map(|(id, settings)| Stage::of_new(id, settings))
                .collect(),
            justification: new.justification.clone(),
            answers: new.answers.clone(),
            schedule: new.schedule.clone(),
            created: now,
            completed: None,
            version: FIRST_VERSION,
        }
    }

    /// Whether the subject asked, sent the request or gets the access.
    pub fn is_party(&self, subject_id: &str) -> bool {
        [&self.requestor, &self.creator, &self.target]
            .iter()
            .any(|party| party.id == subject_id)
    }

    /// The moment at which an extension's answer is waited for, if it is.
    pub const fn awaits_at(&self) -> Option<Moment> {
        match self.state {
            State::AwaitingCallback { at, .. } => Some(at),
            _ => None,
        }
    }

    /// Who may decide a stage by the directory of today, whether or not it waits now.
    pub async fn panel(
        &self,
        tx: &mut Tx,
        facts: &mut Facts,
        stage: &Stage,
    ) -> Result<Panel, StoreError> {
        let question = self.question(stage);
        facts.learn(tx, &[question]).await?;
        Ok(facts.panel(&question, stage.escalated.is_some()))
    }

    /// Who decides this stage, as a question to the directory.
    pub fn question<'a>(&'a self, stage: &'a Stage) -> Question<'a> {
        Question {
            stage: &stage.settings,
            requestor: &self.creator,
            target: &self.target,
        }
    }

    /// The period, as it was worked out when the request was made.
    ///
    /// # Errors
    /// A problem that the request would have been refused for: the stored row is broken then.
    pub fn window(&self) -> Result<Window, ScheduleProblem> {
        let chooses = requirements::allows_custom_schedule(&self.policy)
            || purpose::is_by_administrator(self.request_type);
        schedule::effective(
            self.policy.expiration.as_ref(),
            chooses,
            self.schedule.as_ref(),
            self.created,
        )
    }

    /// Whether the target holds something that excludes the package: ids and names.
    pub async fn conflicts(&self, tx: &mut Tx) -> Result<Vec<(String, String)>, StoreError> {
        super::conflicts::of(tx, &self.package_id, &self.target).await
    }
}
