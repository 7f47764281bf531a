//! Panels as people read them: names, and why these people. Names are looked up for many panels at once.

use std::collections::{BTreeMap, BTreeSet};

use portico_governance::approvers::{Basis, Panel};
use portico_graph::portico::ApproverBasis;
use portico_graph::{ApprovalStagePolicy, Further, Identity, SubjectSet};

use super::among;
use crate::store::{StoreError, Tx};

/// How many people of one stage are named.
const MOST_NAMED: usize = 50;

/// Why a stage is decided by whom it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// The kind of reason.
    pub basis: ApproverBasis,
    /// The group's or organisation's name.
    pub name: Option<String>,
    /// Those meant by the policy resolved to nobody.
    pub is_fallback: bool,
}

/// A panel to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The stage it decides.
    pub stage: &'a ApprovalStagePolicy,
    /// Who decides.
    pub panel: &'a Panel,
    /// The target's organisation, which is the one that sponsors belong to.
    pub organization: Option<&'a str>,
    /// Whether its people are named.
    pub with_people: bool,
}

impl Shown<'_> {
    /// The reason for the first of the panel; of a stage that nobody can decide, what its policy meant.
    fn basis(&self) -> Option<Basis> {
        let first = self.panel.approvers().first();
        first
            .map(|approver| approver.basis.clone())
            .or_else(|| self.stage.primary_approvers.first().and_then(meant))
    }

    fn people(&self) -> impl Iterator<Item = &String> {
        let approvers = self.panel.approvers().iter().take(MOST_NAMED);
        approvers.map(|approver| &approver.user)
    }
}

/// Names looked up so far.
#[derive(Debug, Default)]
pub struct Names {
    groups: BTreeMap<String, String>,
    organizations: BTreeMap<String, String>,
    /// Place in the order of names, and name.
    people: BTreeMap<String, (String, String)>,
}

impl Names {
    /// Looks up what these panels need.
    pub async fn learn(&mut self, tx: &mut Tx, panels: &[Shown<'_>]) -> Result<(), StoreError> {
        let (mut groups, mut organizations) = (BTreeSet::new(), BTreeSet::new());
        let mut people = BTreeSet::new();
        for shown in panels {
            match shown.basis() {
                Some(Basis::Group { id }) => {
                    groups.insert(id);
                }
                Some(Basis::InternalSponsor | Basis::ExternalSponsor) => {
                    organizations.extend(shown.organization.map(str::to_owned));
                }
                _ => {}
            }
            if shown.with_people {
                people.extend(shown.people().cloned());
            }
        }
        for (id, (_, name)) in named(tx, "groups", groups).await? {
            self.groups.insert(id, name);
        }
        for (id, (_, name)) in named(tx, "connected_organizations", organizations).await? {
            self.organizations.insert(id, name);
        }
        self.people.extend(named(tx, "users", people).await?);
        Ok(())
    }

    /// Why these people.
    pub fn why(&self, shown: &Shown<'_>) -> Why {
        let basis = shown.basis();
        let name = match &basis {
            Some(Basis::Group { id }) => self.groups.get(id).cloned(),
            Some(Basis::InternalSponsor | Basis::ExternalSponsor) => {
                let organization = shown.organization;
                organization.and_then(|id| self.organizations.get(id).cloned())
            }
            Some(Basis::Rule { description }) => description.clone(),
            _ => None,
        };
        let first = shown.panel.approvers().first();
        Why {
            basis: basis.map_or(ApproverBasis::Named, |basis| word(&basis)),
            name,
            is_fallback: first.is_some_and(|approver| approver.fallback),
        }
    }

    /// The people by name.
    pub fn identities(&self, shown: &Shown<'_>) -> Vec<Identity> {
        let mut people: Vec<_> = shown
            .people()
            .filter_map(|id| self.people.get(id).map(|(order, name)| (order, id, name)))
            .collect();
        people.sort_unstable();
        people
            .into_iter()
            .map(|(_, id, name)| Identity {
                id: Some(id.clone()),
                display_name: Some(name.clone()),
            })
            .collect()
    }
}

/// Folded and plain names of rows of a directory table, by id.
async fn named(
    tx: &mut Tx,
    table: &str,
    ids: BTreeSet<String>,
) -> Result<BTreeMap<String, (String, String)>, StoreError> {
    let ids: Vec<String> = ids.into_iter().collect();
    let mut names = BTreeMap::new();
    let text = format!("SELECT id, display_name, display_name_folded FROM {table} WHERE id IN");
    for row in among::rows(tx, &text, &ids).await? {
        let name = (row.text("display_name_folded")?, row.text("display_name")?);
        names.insert(row.text("id")?, name);
    }
    Ok(names)
}

/// The word on the wire. People of a rule read as those of a group that the policy describes, and whoever answers for an application
/// or agent as its sponsor: clients know no finer words.
const fn word(basis: &Basis) -> ApproverBasis {
    match basis {
        Basis::Manager { .. } => ApproverBasis::Manager,
        Basis::Named => ApproverBasis::Named,
        Basis::Group { .. } | Basis::Rule { .. } => ApproverBasis::Group,
        Basis::InternalSponsor => ApproverBasis::InternalSponsor,
        Basis::ExternalSponsor => ApproverBasis::ExternalSponsor,
        Basis::TargetSponsor | Basis::ApplicationOwner | Basis::AgentSponsorOrOwner => {
            ApproverBasis::TargetSponsor
        }
    }
}

fn meant(set: &SubjectSet) -> Option<Basis> {
    match set {
        SubjectSet::SingleUser { .. } => Some(Basis::Named),
        SubjectSet::GroupMembers { group_id, .. } => Some(Basis::Group {
            id: group_id.clone(),
        }),
        SubjectSet::RequestorManager { manager_level }
        | SubjectSet::TargetManager { manager_level } => Some(Basis::Manager {
            level: *manager_level,
        }),
        SubjectSet::InternalSponsors => Some(Basis::InternalSponsor),
        SubjectSet::ExternalSponsors => Some(Basis::ExternalSponsor),
        SubjectSet::TargetUserSponsors => Some(Basis::TargetSponsor),
        SubjectSet::Other(_) => match set.further()? {
            Further::AttributeRule { description, .. } => Some(Basis::Rule {
                description: description.map(str::to_owned),
            }),
            Further::Groups { group_ids } => group_ids.first().map(|id| Basis::Group {
                id: (*id).to_owned(),
            }),
            Further::TargetApplicationOwners => Some(Basis::ApplicationOwner),
            Further::TargetAgentIdentitySponsorsOrOwners => Some(Basis::AgentSponsorOrOwner),
            Further::SingleServicePrincipal { .. } => None,
        },
        SubjectSet::ConnectedOrganizationMembers { .. } => None,
    }
}
