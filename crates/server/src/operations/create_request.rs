//! A person asks for a package (Graph contract: userAdd): for themselves or for somebody who reports to them, for the first time or again.

use portico_governance::eligibility::{self, Asker, Candidate, Doing, Offer, Standing};
use portico_governance::requirements;
use portico_graph::{Answer, AssignmentPolicy, AssignmentRequest, RequestType, Schedule, Subject};

use super::act::Act;
use super::attributes::{self, Form};
use super::case::Purpose;
use super::holding::Holding;
use super::new_rows::NewRequest;
use super::refusal::Refusal;
use super::{candidate, on_behalf, policies, proposed, submission};
use crate::signin::person::Person;
use crate::store::packages::Package;
use crate::store::{StoreError, Tx, subjects, users};

/// What was asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    /// The package.
    pub package_id: String,
    /// The policy; the one that applies when absent.
    pub policy_id: Option<String>,
    /// Directory object of who gets the access; the caller when absent.
    pub target_object: Option<String>,
    /// Mail address of who gets the access, when they are in no directory; administrators only.
    pub target_email: Option<String>,
    /// The reason.
    pub justification: Option<String>,
    /// The period.
    pub schedule: Option<Schedule>,
    /// The answers in the order given.
    pub answers: Vec<Answer>,
}

/// Checks the wish against every rule, writes the request down and takes it up.
///
/// # Errors
/// The first [`Refusal`] in the order of the rules.
pub async fn run(
    tx: &mut Tx,
    act: &Act,
    caller: &Person,
    wish: Wish,
) -> Result<AssignmentRequest, Refusal> {
    let me = subjects::by_id(tx, &caller.subject_id)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    let asked = Asked::of(tx, act, caller, &me, &wish).await?;
    let (policy, held) = asked.admitted(tx, caller, &wish).await?;
    submission::check_answers(&policy, &wish.answers)?;
    if let Some(held) = &held {
        let before = held.answers(tx).await?;
        submission::check_kept(&policy, &before, &wish.answers)?;
    }
    let justification = submission::reason(wish.justification);
    submission::check_reason(&policy, justification.as_deref())?;
    let (schedule, needed) = match &held {
        None => (wish.schedule, requirements::stages(&policy)),
        Some(held) => (
            submission::without_start(wish.schedule, held.ends)?,
            requirements::stages_of_change(&policy),
        ),
    };
    let chooses = requirements::allows_custom_schedule(&policy);
    let window = submission::window(&policy, chooses, schedule.as_ref(), act)?;
    proposed::record(tx, act, &policy, &asked.target).await?;
    let needed = needed.map_err(|_| Refusal::NobodyCanDecide(0))?;
    let stages = submission::decidable(tx, needed, (&me, &asked.target)).await?;
    let purpose = match &held {
        None => Purpose::Give,
        Some(_) => Purpose::Change,
    };
    let new = NewRequest {
        id: act.ids.guid(),
        assignment_id: held.map_or_else(|| act.ids.guid(), |held| held.id),
        request_type: RequestType::UserAdd,
        purpose,
        requestor: me.clone(),
        creator: me,
        target: asked.target,
        package_id: wish.package_id,
        answers: submission::with_texts(wish.answers, &policy),
        policy,
        justification,
        schedule,
        start: window.start,
        bypasses_approval: false,
    };
    let name = asked.package.package.display_name.unwrap_or_default();
    submission::send(tx, act, new, stages, name).await
}

/// A package for somebody, as the rules see both.
struct Asked {
    asker: Asker,
    target: Subject,
    package: Package,
    offer: Offer,
    candidate: Candidate,
    standing: Standing,
    /// The caller may know that there is such a package.
    is_known: bool,
    policies: Vec<AssignmentPolicy>,
}

impl Asked {
    async fn of(
        tx: &mut Tx,
        act: &Act,
        caller: &Person,
        me: &Subject,
        wish: &Wish,
    ) -> Result<Self, Refusal> {
        let (package, offer) = candidate::offered(tx, &wish.package_id)
            .await?
            .ok_or(Refusal::UnknownHere)?;
        let mut policies = policies::of_package(tx, &wish.package_id).await?;
        let mine = candidate::of_subject(tx, me).await?;
        let is_known = super::requirements::may_know(&package, &offer, &mine, || {
            let mut policies = policies.iter();
            policies.any(|policy| eligibility::admits(Asker::Target, policy, &offer, &mine))
        });
        let other = wish.target_object.as_deref();
        let other = other.filter(|object| !object.eq_ignore_ascii_case(&caller.user_id));
        let (asker, target, candidate) = match other {
            None => (Asker::Target, me.clone(), mine),
            Some(object) => {
                // Nobody learns here whether there is such a person.
                let target = person(tx, act, object).await?;
                let target = target.ok_or_else(|| none(is_known))?;
                let candidate = candidate::of_subject(tx, &target).await?;
                (Asker::OnBehalf, target, candidate)
            }
        };
        let standing = candidate::standing(tx, &target.id, &wish.package_id).await?;
        let of_package = wish.package_id.as_str();
        let form = Form::Sent {
            by_target: asker == Asker::Target,
        };
        attributes::ask(tx, of_package, &target, &mut policies, form).await?;
        Ok(Self {
            asker,
            target,
            package,
            offer,
            candidate,
            standing,
            is_known,
            policies,
        })
    }

    /// The policy that the request goes under, after the rules about who may ask, and what it renews.
    async fn admitted(
        &self,
        tx: &mut Tx,
        caller: &Person,
        wish: &Wish,
    ) -> Result<(AssignmentPolicy, Option<Holding>), Refusal> {
        let held = match &self.standing.live_assignment {
            Some(id) => Holding::load(tx, id).await?,
            None => None,
        };
        let mut fitting = self.fitting(tx, caller).await?;
        let held_under = held.as_ref().map(|held| held.policy.id.as_str());
        let named = wish.policy_id.as_deref().or(held_under.filter(|held| {
            let mut ids = fitting.iter().map(|policy| policy.id.as_str());
            ids.any(|id| id == *held)
        }));
        let policy = if let Some(id) = named {
            let mut fitting = fitting.into_iter();
            fitting.find(|policy| policy.id.eq_ignore_ascii_case(id))
        } else if fitting.len() > 1 {
            return Err(Refusal::SeveralPolicies(names(&fitting)));
        } else {
            fitting.pop()
        };
        let policy = policy.ok_or_else(|| none(self.is_known))?;
        let held = held.filter(|held| {
            held.policy.id == policy.id
                && held.check_held().is_ok()
                && eligibility::lets_do(&policy, self.asker, Doing::Change)
        });
        self.examined(tx, &policy, held.is_some()).await?;
        Ok((policy, held))
    }

    async fn fitting(
        &self,
        tx: &mut Tx,
        caller: &Person,
    ) -> Result<Vec<AssignmentPolicy>, StoreError> {
        let mut fitting = Vec::new();
        for policy in &self.policies {
            if eligibility::admits(self.asker, policy, &self.offer, &self.candidate)
                && (self.asker == Asker::Target
                    || on_behalf::holds(tx, policy, caller, &self.target).await?)
            {
                fitting.push(policy.clone());
            }
        }
        Ok(fitting)
    }

    async fn examined(
        &self,
        tx: &mut Tx,
        policy: &AssignmentPolicy,
        renews: bool,
    ) -> Result<(), Refusal> {
        let findings = eligibility::examine(
            self.asker,
            policy,
            &self.offer,
            &self.candidate,
            &self.standing,
        );
        let about = (self.package.package.id.as_str(), &self.target);
        submission::met(tx, findings, renews, about).await
    }
}

/// Somebody of the directory.
async fn person(tx: &mut Tx, act: &Act, object: &str) -> Result<Option<Subject>, StoreError> {
    match users::by_id(tx, object).await? {
        Some(user) => subjects::of_user(tx, &user, act.now).await.map(Some),
        None => Ok(None),
    }
}

/// No policy: to whoever may know of the package, or not.
fn none(is_known: bool) -> Refusal {
    if is_known {
        Refusal::PolicyRequirementsNotMet
    } else {
        Refusal::UnknownHere
    }
}

/// Ids and names, to choose from.
pub fn names(policies: &[AssignmentPolicy]) -> Vec<(String, String)> {
    policies
        .iter()
        .map(|policy| {
            let name = policy.display_name.clone().unwrap_or_default();
            (policy.id.clone(), name)
        })
        .collect()
}
