//! Whom a policy covers (Graph contract: allowedTargetScope, subjectSet members). One reading for both uses: the rules ask it of one
//! candidate, and the store keeps it as rows, so that a list of what somebody may ask for never reads policies.

use portico_graph::{AllowedTargetScope, AssignmentPolicy, Further, SubjectSet};

use crate::eligibility::Candidate;
use crate::membership_rule::Rule;

/// One part of whom a policy covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Every directory user of the organisation's own.
    AllMembers,
    /// Every directory user, guests too.
    AllUsers,
    /// Everybody from outside, of whatever organisation or none, in the directory or not yet.
    AllExternal,
    /// Everybody from outside whose connected organisation is `configured`.
    AllConfiguredOrganizations,
    /// Every application and every agent.
    AllServicePrincipals,
    /// Every agent.
    AllAgents,
    /// One directory user.
    User(String),
    /// The members of a group, transitive ones too.
    Group(String),
    /// Directory users that a rule over attributes holds; its canonical text.
    Rule(String),
    /// Everybody from outside who belongs to this connected organisation, be it only `proposed`.
    Organization(String),
    /// One application or agent.
    ServicePrincipal(String),
}

impl Target {
    /// Whether the candidate is one of them. Service principals are neither from inside nor from outside: scopes of people never
    /// hold them, nor those of service principals a person.
    pub fn holds(&self, candidate: &Candidate) -> bool {
        let service = candidate.service_principal.as_ref();
        let organization = || {
            let organization = candidate.organization.as_ref();
            organization.filter(|_| candidate.is_external())
        };
        match self {
            Self::AllMembers => candidate.user.is_some() && candidate.is_member,
            Self::AllUsers => candidate.user.is_some(),
            Self::AllExternal => candidate.is_external(),
            Self::AllConfiguredOrganizations => {
                organization().is_some_and(|organization| organization.is_configured)
            }
            Self::AllServicePrincipals => service.is_some(),
            Self::AllAgents => service.is_some_and(|service| service.is_agent),
            Self::User(id) => candidate.user.as_ref() == Some(id),
            Self::Group(id) => candidate.user.is_some() && candidate.groups.contains(id),
            Self::Rule(text) => candidate.user.is_some() && candidate.rules.contains(text),
            Self::Organization(id) => {
                organization().is_some_and(|organization| organization.id == *id)
            }
            Self::ServicePrincipal(id) => service.is_some_and(|service| service.id == *id),
        }
    }
}

/// Everybody whom a policy covers. A set that does not belong to the policy's scope covers nobody: [`misplaced`] tells it when the
/// policy is written.
pub fn of(policy: &AssignmentPolicy) -> Vec<Target> {
    use AllowedTargetScope as Scope;
    let scope = policy.allowed_target_scope.unwrap_or(Scope::NotSpecified);
    match scope {
        Scope::AllMemberUsers => vec![Target::AllMembers],
        Scope::AllDirectoryUsers => vec![Target::AllUsers],
        Scope::AllExternalUsers => vec![Target::AllExternal],
        Scope::AllConfiguredConnectedOrganizationUsers => vec![Target::AllConfiguredOrganizations],
        Scope::AllDirectoryServicePrincipals => vec![Target::AllServicePrincipals],
        Scope::AllDirectoryAgentIdentities => vec![Target::AllAgents],
        Scope::NotSpecified | Scope::UnknownFutureValue => Vec::new(),
        Scope::SpecificDirectoryUsers
        | Scope::SpecificConnectedOrganizationUsers
        | Scope::SpecificDirectoryServicePrincipals => policy
            .specific_allowed_targets
            .iter()
            .filter_map(|set| named(scope, set))
            .collect(),
    }
}

/// Whether the policy's scope holds the candidate.
pub fn covers(policy: &AssignmentPolicy, candidate: &Candidate) -> bool {
    of(policy).iter().any(|target| target.holds(candidate))
}

/// Whether a set cannot be among the targets of this scope; the answer says which sets can.
pub fn misplaced(scope: AllowedTargetScope, set: &SubjectSet) -> Option<&'static str> {
    use AllowedTargetScope as Scope;
    if named(scope, set).is_some() {
        return None;
    }
    Some(match scope {
        Scope::SpecificDirectoryUsers => "singleUser, groupMembers or attributeRuleMembers",
        Scope::SpecificConnectedOrganizationUsers => "connectedOrganizationMembers",
        Scope::SpecificDirectoryServicePrincipals => "singleServicePrincipal",
        _ => "nothing, because it covers whom its name says",
    })
}

fn named(scope: AllowedTargetScope, set: &SubjectSet) -> Option<Target> {
    use AllowedTargetScope as Scope;
    match (scope, set) {
        (Scope::SpecificDirectoryUsers, SubjectSet::SingleUser { user_id, .. }) => {
            Some(Target::User(user_id.clone()))
        }
        (Scope::SpecificDirectoryUsers, SubjectSet::GroupMembers { group_id, .. }) => {
            Some(Target::Group(group_id.clone()))
        }
        (
            Scope::SpecificConnectedOrganizationUsers,
            SubjectSet::ConnectedOrganizationMembers {
                connected_organization_id,
                ..
            },
        ) => Some(Target::Organization(connected_organization_id.clone())),
        (Scope::SpecificDirectoryUsers, SubjectSet::Other(_)) => match set.further()? {
            Further::AttributeRule { rule, .. } => Rule::canonical(rule).map(Target::Rule),
            _ => None,
        },
        (Scope::SpecificDirectoryServicePrincipals, SubjectSet::Other(_)) => {
            match set.further()? {
                Further::SingleServicePrincipal {
                    service_principal_id,
                } => Some(Target::ServicePrincipal(service_principal_id.to_owned())),
                _ => None,
            }
        }
        _ => None,
    }
}

/// How many people a scope is made for, from named ones to everybody: of several policies that fit somebody, the narrowest was meant for
/// them most.
pub fn breadth(policy: &AssignmentPolicy) -> u8 {
    use AllowedTargetScope as Scope;
    match policy.allowed_target_scope {
        Some(Scope::SpecificDirectoryUsers | Scope::SpecificDirectoryServicePrincipals) => 0,
        Some(Scope::SpecificConnectedOrganizationUsers) => 1,
        Some(Scope::AllMemberUsers) => 2,
        Some(Scope::AllConfiguredConnectedOrganizationUsers) => 3,
        Some(Scope::AllExternalUsers | Scope::AllDirectoryAgentIdentities) => 4,
        Some(Scope::AllDirectoryUsers | Scope::AllDirectoryServicePrincipals) => 5,
        Some(Scope::NotSpecified | Scope::UnknownFutureValue) | None => 6,
    }
}

#[cfg(test)]
mod tests;
