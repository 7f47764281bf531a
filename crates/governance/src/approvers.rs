//! Who may decide a stage, and why they (Graph contract: approvals, subjectSet members). Asked anew each time: people are resolved
//! live, only the policy is frozen with the request. The preview of a package and a real decision use this one resolver.
//!
//! Nobody decides for himself: requestor and target are left out of every panel, whatever path would lead to them.

use std::collections::{BTreeMap, BTreeSet};

use portico_graph::{ApprovalStagePolicy, ApproverVisibility, Further, SubjectSet};

use crate::membership_rule::Rule;
use crate::people::{Parties, People};

/// How many levels of management a policy may climb.
pub const HIGHEST_LEVEL: i32 = 4;

/// Why somebody may decide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// So many steps above the target.
    Manager {
        /// From 1.
        level: i32,
    },
    /// Named in the policy.
    Named,
    /// Member of a group named in the policy.
    Group {
        /// The group's id.
        id: String,
    },
    /// Sponsor inside the organisation for the target's organisation.
    InternalSponsor,
    /// Sponsor in the target's organisation.
    ExternalSponsor,
    /// Sponsor of the target.
    TargetSponsor,
    /// Held by a rule over attributes.
    Rule {
        /// What the policy calls those people.
        description: Option<String>,
    },
    /// Owner of the application that is the target.
    ApplicationOwner,
    /// Sponsor or owner of the agent that is the target.
    AgentSponsorOrOwner,
}

/// One person who may decide a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// The person.
    pub user: String,
    /// Why they; the first reason when there are several.
    pub basis: Basis,
    /// They stand in because those meant by the policy resolved to nobody.
    pub fallback: bool,
    /// They joined because the stage escalated.
    pub escalation: bool,
}

/// The people who may decide a stage now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Panel {
    approvers: Vec<Approver>,
}

/// The right of one person to decide one stage. Only [`Panel::seat`] makes one, so there is none for a requestor or a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat(Approver);

impl Seat {
    /// Who sits there, and why.
    pub fn approver(&self) -> &Approver {
        &self.0
    }
}

impl Panel {
    /// Everybody, in the order of the policy.
    pub fn approvers(&self) -> &[Approver] {
        &self.approvers
    }

    /// True when nobody can decide.
    pub fn is_empty(&self) -> bool {
        self.approvers.is_empty()
    }

    /// This person's right to decide, if they have one.
    pub fn seat(&self, user: &str) -> Option<Seat> {
        self.approvers
            .iter()
            .find(|approver| approver.user == user)
            .cloned()
            .map(Seat)
    }
}

/// Resolves one stage. `escalated`: the further approvers have joined.
pub fn resolve(
    stage: &ApprovalStagePolicy,
    escalated: bool,
    parties: &Parties,
    people: &People,
) -> Panel {
    let mut approvers = chosen(
        &stage.primary_approvers,
        &stage.fallback_primary_approvers,
        false,
        parties,
        people,
    );
    if escalated {
        let joined = chosen(
            &stage.escalation_approvers,
            &stage.fallback_escalation_approvers,
            true,
            parties,
            people,
        );
        for approver in joined {
            if approvers.iter().all(|known| known.user != approver.user) {
                approvers.push(approver);
            }
        }
    }
    Panel { approvers }
}

/// Whether the requestor may learn who decides the stage; `by_default` is the organisation's setting.
pub fn visible(stage: &ApprovalStagePolicy, by_default: bool) -> bool {
    match stage.approver_information_visibility {
        Some(ApproverVisibility::Visible) => true,
        Some(ApproverVisibility::NotVisible) => false,
        _ => by_default,
    }
}

/// Every subject set that a stage names, in the order in which they are asked.
pub fn sets(stage: &ApprovalStagePolicy) -> impl Iterator<Item = &SubjectSet> {
    stage
        .primary_approvers
        .iter()
        .chain(&stage.fallback_primary_approvers)
        .chain(&stage.escalation_approvers)
        .chain(&stage.fallback_escalation_approvers)
}

/// Whether it matters for the stage where its target comes from: only sponsors of organisations ask.
pub fn asks_for_organization(stage: &ApprovalStagePolicy) -> bool {
    sets(stage).any(|set| {
        matches!(
            set,
            SubjectSet::InternalSponsors | SubjectSet::ExternalSponsors
        )
    })
}

/// Why a set cannot say who decides a stage; `None` when it can.
pub fn misplaced(set: &SubjectSet) -> Option<String> {
    let levels = |level: i32, highest: i32| {
        let fits = (1..=highest).contains(&level);
        (!fits).then(|| format!("managerLevel is from 1 to {highest}"))
    };
    match set {
        SubjectSet::RequestorManager { manager_level } => levels(*manager_level, 2),
        SubjectSet::TargetManager { manager_level } => levels(*manager_level, HIGHEST_LEVEL),
        SubjectSet::ConnectedOrganizationMembers { .. } => {
            Some("connectedOrganizationMembers names targets, not approvers".to_owned())
        }
        SubjectSet::SingleUser { .. }
        | SubjectSet::GroupMembers { .. }
        | SubjectSet::InternalSponsors
        | SubjectSet::ExternalSponsors
        | SubjectSet::TargetUserSponsors => None,
        SubjectSet::Other(_) => match set.further() {
            Some(Further::SingleServicePrincipal { .. }) => {
                Some("singleServicePrincipal names a target; people decide".to_owned())
            }
            Some(_) => None,
            None => Some(format!(
                "'{}' names nobody, or lacks what it needs",
                set.type_name()
            )),
        },
    }
}

fn chosen(
    meant: &[SubjectSet],
    otherwise: &[SubjectSet],
    escalation: bool,
    parties: &Parties,
    people: &People,
) -> Vec<Approver> {
    let first = seats(meant, false, escalation, parties, people);
    if first.is_empty() {
        seats(otherwise, true, escalation, parties, people)
    } else {
        first
    }
}

fn seats(
    sets: &[SubjectSet],
    fallback: bool,
    escalation: bool,
    parties: &Parties,
    people: &People,
) -> Vec<Approver> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (basis, user) in sets.iter().flat_map(|set| candidates(set, parties, people)) {
        let may = people.active.contains(user) && !parties.include(user);
        if may && seen.insert(user) {
            found.push(Approver {
                user: user.to_owned(),
                basis,
                fallback,
                escalation,
            });
        }
    }
    found
}

/// Whom one set means, before anybody is left out. In an approval a manager is the target's: of a request on behalf too. A set
/// of a kind that names no approvers means nobody, so the fallbacks answer.
fn candidates<'p>(
    set: &'p SubjectSet,
    parties: &Parties,
    people: &'p People,
) -> Vec<(Basis, &'p str)> {
    let group = |id: &str| {
        let id = id.to_owned();
        all(people.members.get(&id), &Basis::Group { id })
    };
    let target = parties.target.as_ref();
    let of_organization = |sponsors: &'p BTreeMap<String, BTreeSet<String>>| {
        sponsors.get(parties.organization.as_ref()?)
    };
    match set {
        SubjectSet::SingleUser { user_id, .. } => vec![(Basis::Named, user_id.as_str())],
        SubjectSet::GroupMembers { group_id, .. } => group(group_id),
        SubjectSet::RequestorManager { manager_level }
        | SubjectSet::TargetManager { manager_level } => {
            let level = (*manager_level).max(1);
            target
                .filter(|_| level <= HIGHEST_LEVEL)
                .and_then(|target| people.manager(target, level))
                .map(|user| (Basis::Manager { level }, user))
                .into_iter()
                .collect()
        }
        SubjectSet::InternalSponsors => all(
            of_organization(&people.internal_sponsors),
            &Basis::InternalSponsor,
        ),
        SubjectSet::ExternalSponsors => all(
            of_organization(&people.external_sponsors),
            &Basis::ExternalSponsor,
        ),
        SubjectSet::TargetUserSponsors => all(
            target.and_then(|target| people.user_sponsors.get(target)),
            &Basis::TargetSponsor,
        ),
        SubjectSet::Other(_) => match set.further() {
            Some(Further::AttributeRule { rule, description }) => {
                let description = description.map(str::to_owned);
                let members = Rule::canonical(rule).and_then(|rule| people.rule_members.get(&rule));
                all(members, &Basis::Rule { description })
            }
            Some(Further::Groups { group_ids }) => group_ids.into_iter().flat_map(group).collect(),
            Some(Further::TargetApplicationOwners) => all(
                target.and_then(|target| people.application_owners.get(target)),
                &Basis::ApplicationOwner,
            ),
            Some(Further::TargetAgentIdentitySponsorsOrOwners) => all(
                target.and_then(|target| people.agent_people.get(target)),
                &Basis::AgentSponsorOrOwner,
            ),
            Some(Further::SingleServicePrincipal { .. }) | None => Vec::new(),
        },
        SubjectSet::ConnectedOrganizationMembers { .. } => Vec::new(),
    }
}

fn all<'p>(users: Option<&'p BTreeSet<String>>, basis: &Basis) -> Vec<(Basis, &'p str)> {
    users
        .into_iter()
        .flatten()
        .map(|user| (basis.clone(), user.as_str()))
        .collect()
}

#[cfg(test)]
mod tests;
