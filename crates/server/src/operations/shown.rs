//! Panels as people read them: names, and why these people.

use std::collections::BTreeMap;

use portico_governance::approvers::{Basis, Panel};
use portico_graph::portico::ApproverBasis;
use portico_graph::{ApprovalStagePolicy, Identity, SubjectSet};

use crate::store::{StoreError, Tx, groups, organizations, users};

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

/// Names looked up so far; the target's organisation is the one that sponsors belong to.
#[derive(Debug, Default)]
pub struct Names {
    organization: Option<String>,
    known: BTreeMap<String, Option<String>>,
}

impl Names {
    /// For a target of this connected organisation.
    pub fn of(organization: Option<String>) -> Self {
        Self {
            organization,
            known: BTreeMap::new(),
        }
    }

    async fn group(&mut self, tx: &mut Tx, id: &str) -> Result<Option<String>, StoreError> {
        if let Some(known) = self.known.get(id) {
            return Ok(known.clone());
        }
        let name = groups::by_id(tx, id).await?.map(|group| group.display_name);
        self.known.insert(id.to_owned(), name.clone());
        Ok(name)
    }

    async fn organization(&mut self, tx: &mut Tx) -> Result<Option<String>, StoreError> {
        let Some(id) = self.organization.clone() else {
            return Ok(None);
        };
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let name = organizations::by_id(tx, &id)
            .await?
            .and_then(|organization| organization.display_name);
        self.known.insert(id, name.clone());
        Ok(name)
    }
}

/// The reason for the first of the panel; of a stage that nobody can decide, what its policy meant.
pub async fn why(
    tx: &mut Tx,
    stage: &ApprovalStagePolicy,
    panel: &Panel,
    names: &mut Names,
) -> Result<Why, StoreError> {
    let first = panel.approvers().first();
    let basis = first
        .map(|approver| approver.basis.clone())
        .or_else(|| stage.primary_approvers.first().and_then(meant));
    let name = match &basis {
        Some(Basis::Group { id }) => names.group(tx, id).await?,
        Some(Basis::InternalSponsor | Basis::ExternalSponsor) => names.organization(tx).await?,
        _ => None,
    };
    Ok(Why {
        basis: basis.map_or(ApproverBasis::Named, |basis| word(&basis)),
        name,
        is_fallback: first.is_some_and(|approver| approver.fallback),
    })
}

/// The people by name.
pub async fn identities(tx: &mut Tx, panel: &Panel) -> Result<Vec<Identity>, StoreError> {
    let ids: Vec<String> = panel
        .approvers()
        .iter()
        .take(MOST_NAMED)
        .map(|approver| approver.user.clone())
        .collect();
    let found = users::by_ids(tx, &ids).await?;
    Ok(found
        .into_iter()
        .map(|user| Identity {
            id: Some(user.id),
            display_name: Some(user.display_name),
        })
        .collect())
}

const fn word(basis: &Basis) -> ApproverBasis {
    match basis {
        Basis::Manager { .. } => ApproverBasis::Manager,
        Basis::Named => ApproverBasis::Named,
        Basis::Group { .. } => ApproverBasis::Group,
        Basis::InternalSponsor => ApproverBasis::InternalSponsor,
        Basis::ExternalSponsor => ApproverBasis::ExternalSponsor,
        Basis::TargetSponsor => ApproverBasis::TargetSponsor,
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
        SubjectSet::ConnectedOrganizationMembers { .. } | SubjectSet::Other(_) => None,
    }
}
