//! Whether somebody may ask for a package under a policy, rule by rule, so that a person can be told which rule stands in the way
//! (Graph contract: allowedTargetScope, requestorSettings, separation of duties).

use std::collections::BTreeSet;

use portico_graph::{AllowedTargetScope, AssignmentPolicy, RequestorSettings};

use crate::targets;

/// Somebody, or something, who would get access.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The directory user, when there is one: a guest may have none yet.
    pub user: Option<String>,
    /// A directory user of the organisation's own, not a guest.
    pub is_member: bool,
    /// Every group the candidate is in, through other groups too.
    pub groups: BTreeSet<String>,
    /// Those rules over attributes, named in policies, that hold the person: their canonical texts.
    pub rules: BTreeSet<String>,
    /// The connected organisation a guest belongs to.
    pub organization: Option<Organization>,
    /// The application or agent, when it is no person.
    pub service_principal: Option<ServicePrincipal>,
}

impl Candidate {
    /// A person from outside.
    pub fn is_external(&self) -> bool {
        !self.is_member && self.service_principal.is_none()
    }
}

/// An application or agent of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePrincipal {
    /// Its object id.
    pub id: String,
    /// An agent identity, not an application.
    pub is_agent: bool,
}

/// A guest's organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// The connected organisation's id.
    pub id: String,
    /// `configured`, not only `proposed`.
    pub is_configured: bool,
}

/// What the rules look at on a package and its catalog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// The catalog is published.
    pub is_published: bool,
    /// The catalog is open to people from outside.
    pub is_externally_visible: bool,
}

/// What the candidate has and waits for already, and what would keep them from the package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// An undecided request for the same package.
    pub open_request: Option<String>,
    /// A live assignment of the same package.
    pub live_assignment: Option<String>,
    /// Packages held now.
    pub held_packages: BTreeSet<String>,
    /// Who holds one of these packages cannot get this one.
    pub incompatible_packages: BTreeSet<String>,
    /// Who is in one of these groups cannot get this package.
    pub incompatible_groups: BTreeSet<String>,
}

/// The rules, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The package's catalog is published.
    Published,
    /// The policy lets people ask for themselves, and does not hand out access on its own.
    SelfRequest,
    /// The policy covers the person.
    Scope,
    /// People from outside may see the catalog.
    ExternallyVisible,
    /// No other request for the package is open.
    NoOpenRequest,
    /// The package is not held already.
    NotHeld,
    /// No package that excludes this one is held.
    CompatiblePackages,
    /// No membership in a group that excludes this package.
    CompatibleGroups,
}

/// Who asks for the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// The candidate.
    Target,
    /// One of those whom the policy lets ask for others. Whether they are one for this candidate, the directory knows.
    OnBehalf,
    /// The service, by a policy that hands out access.
    Service,
    /// Whoever administers assignments: neither what is published nor who may ask counts for them, and a policy for nobody's own requests
    /// is one for theirs.
    Administrator,
}

/// How one rule turned out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// Whether it is met.
    pub passed: bool,
    /// What stands in the way: ids of a request, an assignment, packages or groups.
    pub conflicts: Vec<String>,
}

impl Finding {
    fn of(rule: Rule, passed: bool) -> Self {
        Self {
            rule,
            passed,
            conflicts: Vec::new(),
        }
    }

    fn none_of(rule: Rule, conflicts: Vec<String>) -> Self {
        Self {
            rule,
            passed: conflicts.is_empty(),
            conflicts,
        }
    }
}

/// Every rule for a first request.
pub fn examine(
    asker: Asker,
    policy: &AssignmentPolicy,
    offer: &Offer,
    candidate: &Candidate,
    standing: &Standing,
) -> Vec<Finding> {
    let mut findings = admission(asker, policy, offer, candidate);
    findings.extend([
        Finding::none_of(
            Rule::NoOpenRequest,
            standing.open_request.iter().cloned().collect(),
        ),
        Finding::none_of(
            Rule::NotHeld,
            standing.live_assignment.iter().cloned().collect(),
        ),
    ]);
    findings.extend(compatibility(candidate, standing));
    findings
}

/// The rules of package and policy alone: what decides which packages and policies a person is offered.
pub fn admission(
    asker: Asker,
    policy: &AssignmentPolicy,
    offer: &Offer,
    candidate: &Candidate,
) -> Vec<Finding> {
    let administers = asker == Asker::Administrator;
    let may_ask = match asker {
        Asker::Target => lets_targets_ask(policy),
        Asker::OnBehalf => lets_others_ask(policy),
        Asker::Administrator => !is_automatic(policy),
        Asker::Service => is_automatic(policy),
    };
    let covered = targets::covers(policy, candidate) || administers && is_for_nobody(policy);
    vec![
        Finding::of(Rule::Published, offer.is_published || administers),
        Finding::of(Rule::SelfRequest, may_ask),
        Finding::of(Rule::Scope, covered),
        Finding::of(
            Rule::ExternallyVisible,
            !candidate.is_external() || offer.is_externally_visible,
        ),
    ]
}

/// Whether the rules of package and policy are all met.
pub fn admits(
    asker: Asker,
    policy: &AssignmentPolicy,
    offer: &Offer,
    candidate: &Candidate,
) -> bool {
    admission(asker, policy, offer, candidate)
        .iter()
        .all(|finding| finding.passed)
}

/// The separation of duties.
fn compatibility(candidate: &Candidate, standing: &Standing) -> [Finding; 2] {
    let both = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.intersection(b).cloned().collect();
    [
        Finding::none_of(
            Rule::CompatiblePackages,
            both(&standing.incompatible_packages, &standing.held_packages),
        ),
        Finding::none_of(
            Rule::CompatibleGroups,
            both(&standing.incompatible_groups, &candidate.groups),
        ),
    ]
}

/// Whether targets may ask for themselves. A policy that says nothing about who may ask leaves it to its targets; one that says
/// anything is taken at its word. An automatic policy takes no requests.
pub fn lets_targets_ask(policy: &AssignmentPolicy) -> bool {
    if is_automatic(policy) {
        return false;
    }
    let Some(settings) = &policy.requestor_settings else {
        return true;
    };
    settings
        .enable_targets_to_self_add_access
        .unwrap_or_else(|| says_nothing(settings))
}

/// Whether some others may ask for targets.
pub fn lets_others_ask(policy: &AssignmentPolicy) -> bool {
    let settings = policy.requestor_settings.as_ref();
    !is_automatic(policy)
        && settings.and_then(|settings| settings.enable_on_behalf_requestors_to_add_access)
            == Some(true)
}

/// What somebody may do with access that is held under a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Another period, or other answers.
    Change,
    /// Its end.
    End,
}

/// Whether targets, or some others for them, may do so on their own account. As with a first request, a policy that says nothing leaves it
/// to its targets. What a policy hands out on its own, it alone prolongs.
pub fn lets_do(policy: &AssignmentPolicy, asker: Asker, doing: Doing) -> bool {
    let on_their_own = matches!(asker, Asker::Target | Asker::OnBehalf);
    if on_their_own && doing == Doing::Change && is_automatic(policy) {
        return false;
    }
    let Some(settings) = &policy.requestor_settings else {
        return asker != Asker::OnBehalf;
    };
    let said = match (asker, doing) {
        (Asker::Administrator | Asker::Service, _) => Some(true),
        (Asker::Target, Doing::Change) => settings.enable_targets_to_self_update_access,
        (Asker::Target, Doing::End) => settings.enable_targets_to_self_remove_access,
        (Asker::OnBehalf, Doing::Change) => settings.enable_on_behalf_requestors_to_update_access,
        (Asker::OnBehalf, Doing::End) => settings.enable_on_behalf_requestors_to_remove_access,
    };
    said.unwrap_or_else(|| asker == Asker::Target && says_nothing(settings))
}

/// Whether the policy hands out access on its own.
fn is_automatic(policy: &AssignmentPolicy) -> bool {
    let settings = policy.automatic_request_settings.as_ref();
    settings.is_some_and(|settings| !settings.is_null())
}

/// Nobody gets anything under it on a request of theirs.
fn is_for_nobody(policy: &AssignmentPolicy) -> bool {
    matches!(
        policy.allowed_target_scope,
        None | Some(AllowedTargetScope::NotSpecified)
    )
}

fn says_nothing(settings: &RequestorSettings) -> bool {
    [
        settings.enable_targets_to_self_add_access,
        settings.enable_targets_to_self_update_access,
        settings.enable_targets_to_self_remove_access,
        settings.enable_on_behalf_requestors_to_add_access,
        settings.enable_on_behalf_requestors_to_update_access,
        settings.enable_on_behalf_requestors_to_remove_access,
    ]
    .iter()
    .all(Option::is_none)
}

#[cfg(test)]
mod tests;
