//! What the policies of a package ask of the caller.

use portico_governance::eligibility::{self, Asker, Candidate, Offer};
use portico_governance::{requirements, targets};
use portico_graph::{AssignmentPolicy, Requirements, Subject};

use super::attributes::{self, Form};
use super::refusal::Refusal;
use super::{candidate, policies};
use crate::signin::person::Person;
use crate::store::packages::Package;
use crate::store::{Tx, subjects};

/// One element for each policy that lets the caller ask for themselves, the narrowest policy first; none: the caller may know of the
/// package and not have it.
///
/// # Errors
/// [`Refusal::UnknownHere`] for a package that is absent or not for the caller to know of.
pub async fn run(
    tx: &mut Tx,
    caller: &Person,
    package_id: &str,
) -> Result<Vec<Requirements>, Refusal> {
    let fitting = fitting(tx, caller, package_id).await?;
    Ok(fitting.policies.iter().map(requirements::of).collect())
}

/// What lets the caller ask, and for what.
pub struct Fitting {
    /// What they would ask for.
    pub package: Package,
    /// Who they are.
    pub subject: Subject,
    /// The policies, the narrowest first.
    pub policies: Vec<AssignmentPolicy>,
}

/// The policies that let the caller ask.
pub async fn fitting(tx: &mut Tx, caller: &Person, package_id: &str) -> Result<Fitting, Refusal> {
    let (package, offer) = candidate::offered(tx, package_id)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    let subject = subjects::by_id(tx, &caller.subject_id)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    let person = candidate::of_subject(tx, &subject).await?;
    let mut policies = policies::fitting(tx, package_id, |policy| {
        eligibility::admits(Asker::Target, policy, &offer, &person)
    })
    .await?;
    if !may_know(&package, &offer, &person, || !policies.is_empty()) {
        return Err(Refusal::UnknownHere);
    }
    // The oldest first among equally narrow ones, as they were read.
    policies.sort_by_key(targets::breadth);
    attributes::ask(tx, package_id, &subject, &mut policies, Form::Shown).await?;
    Ok(Fitting {
        package,
        subject,
        policies,
    })
}

/// Whether the person may learn that there is such a package: it can be browsed, or a policy lets the person ask for it.
pub fn may_know(
    package: &Package,
    offer: &Offer,
    person: &Candidate,
    may_ask: impl FnOnce() -> bool,
) -> bool {
    let in_sight = offer.is_published && (person.is_member || offer.is_externally_visible);
    in_sight && (package.package.is_hidden != Some(true) || may_ask())
}
