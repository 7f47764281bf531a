//! An administrator gives somebody access (Graph contract: adminAdd). Nobody is asked; the period may be any that the policy allows, and what
//! excludes the package excludes it here too.

use portico_governance::eligibility::{self, Asker};
use portico_graph::{AssignmentPolicy, AssignmentRequest, RequestType, Subject};

use super::act::Act;
use super::attributes::{self, Form};
use super::case::Purpose;
use super::create_request::{Wish, names};
use super::holding::{Asking, Holding, subject_of};
use super::mandate::{Duty, Mandate};
use super::new_rows::NewRequest;
use super::refusal::Refusal;
use super::{candidate, policies, submission};
use crate::http::caller::Manager;
use crate::store::users;
use crate::store::{Tx, subjects};

/// Sends the request. Access that is held under another policy moves to this one.
///
/// # Errors
/// [`Refusal::UnknownHere`] when the caller may not know of the package, [`Refusal::Forbidden`] to whoever only reads it; otherwise the first
/// refusal in the order of the rules.
pub async fn run(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    wish: Wish,
) -> Result<AssignmentRequest, Refusal> {
    let (package, offer) = candidate::offered(tx, &wish.package_id)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    let mandate = Mandate::of(tx, manager).await?;
    mandate.allow_in(&package.catalog_id, Duty::Assignments)?;
    let creator = subject_of(tx, &Asking::Manager(manager), act.now).await?;
    let target = target(tx, act, &wish).await?;
    let person = candidate::of_subject(tx, &target).await?;
    let mut all = policies::of_package(tx, &wish.package_id).await?;
    let form = Form::Sent { by_target: false };
    attributes::ask(tx, &wish.package_id, &target, &mut all, form).await?;
    let policy = chosen(all, wish.policy_id.as_deref())?;
    let standing = candidate::standing(tx, &target.id, &wish.package_id).await?;
    let held = match &standing.live_assignment {
        Some(id) => Holding::load(tx, id).await?,
        None => None,
    };
    let held = held.filter(|held| held.policy.id != policy.id && held.check_held().is_ok());
    let by_administrator = Asker::Administrator;
    let findings = eligibility::examine(by_administrator, &policy, &offer, &person, &standing);
    submission::met(tx, findings, held.is_some(), (&wish.package_id, &target)).await?;
    submission::check_given(&policy, &wish.answers)?;
    let justification = submission::reason(wish.justification);
    submission::check_length(justification.as_deref().unwrap_or_default())?;
    let schedule = match &held {
        None => wish.schedule,
        Some(held) => submission::without_start(wish.schedule, held.ends)?,
    };
    let window = submission::window(&policy, true, schedule.as_ref(), act)?;
    let purpose = match &held {
        None => Purpose::Give,
        Some(_) => Purpose::Change,
    };
    let new = NewRequest {
        id: act.ids.guid(),
        assignment_id: held.map_or_else(|| act.ids.guid(), |held| held.id),
        request_type: RequestType::AdminAdd,
        purpose,
        requestor: target.clone(),
        creator,
        target,
        package_id: wish.package_id,
        answers: submission::with_texts(wish.answers, &policy),
        policy,
        justification,
        schedule,
        start: window.start,
        bypasses_approval: true,
    };
    let name = package.package.display_name.unwrap_or_default();
    submission::send(tx, act, new, Vec::new(), name).await
}

/// Who gets the access: somebody or something of the directory, or somebody by mail address alone.
async fn target(tx: &mut Tx, act: &Act, wish: &Wish) -> Result<Subject, Refusal> {
    if let Some(object) = &wish.target_object {
        let known = subjects::of_object(tx, object, act.now).await?;
        return known.ok_or_else(|| {
            Refusal::Bad("The target is not in the directory: name it by its email.".to_owned())
        });
    }
    let Some(address) = wish.target_email.as_deref() else {
        return Err(Refusal::Bad("The target is missing.".to_owned()));
    };
    if let Some(user) = users::by_mail(tx, address).await? {
        return Ok(subjects::of_user(tx, &user, act.now).await?);
    }
    if crate::store::fold::domain(address).is_none() {
        return Err(Refusal::Bad("The target's email is no address.".to_owned()));
    }
    Ok(subjects::of_email(tx, address, act.now).await?)
}

fn chosen(all: Vec<AssignmentPolicy>, named: Option<&str>) -> Result<AssignmentPolicy, Refusal> {
    let unknown = Refusal::PolicyRequirementsNotMet;
    let mut all = all;
    match named {
        Some(id) => {
            let mut all = all.into_iter();
            let found = all.find(|policy| policy.id.eq_ignore_ascii_case(id));
            found.ok_or(unknown)
        }
        None if all.len() > 1 => Err(Refusal::SeveralPolicies(names(&all))),
        None => all.pop().ok_or(unknown),
    }
}
