//! Reads from the directory what the rules want to know about people. One value serves many stages, so that a list of requests
//! asks about each manager and each group once.

use std::collections::{BTreeMap, BTreeSet};

use portico_governance::approvers;
use portico_governance::people::{Parties, People};
use portico_graph::{ApprovalStagePolicy, SubjectSet};

use crate::store::organizations::{self, Side};
use crate::store::principal::{Principal, PrincipalKind};
use crate::store::sql::placeholders_from;
use crate::store::{Sql, StoreError, Tx, Value, groups, users};

/// How many levels of management a policy may climb.
const HIGHEST_LEVEL: i32 = 4;
/// How many ids one statement asks about.
const AT_ONCE: usize = 400;

/// Whose sponsors.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Sponsored {
    Organization(String, bool),
    User(String),
}

/// What was read so far.
#[derive(Default)]
pub struct Facts {
    managers: BTreeMap<String, Option<String>>,
    members: BTreeMap<String, BTreeSet<String>>,
    sponsors: BTreeMap<Sponsored, BTreeSet<String>>,
    active: BTreeMap<String, bool>,
}

impl Facts {
    /// What `stages` need to be resolved for these parties; `organization` is the target's connected organisation.
    pub async fn people<'a>(
        &mut self,
        tx: &mut Tx,
        stages: impl IntoIterator<Item = &'a ApprovalStagePolicy>,
        parties: &Parties,
        organization: Option<&str>,
    ) -> Result<People, StoreError> {
        let mut people = People::default();
        let mut candidates = BTreeSet::new();
        for set in stages.into_iter().flat_map(approvers::sets) {
            match set {
                SubjectSet::SingleUser { user_id, .. } => {
                    candidates.insert(user_id.clone());
                }
                SubjectSet::GroupMembers { group_id, .. } => {
                    let members = self.members(tx, group_id).await?;
                    people.members.insert(group_id.clone(), members.clone());
                }
                SubjectSet::RequestorManager { manager_level }
                | SubjectSet::TargetManager { manager_level } => {
                    if let Some(target) = &parties.target {
                        let level = (*manager_level).clamp(1, HIGHEST_LEVEL);
                        self.climb(tx, target, level, &mut people.managers).await?;
                    }
                }
                SubjectSet::InternalSponsors | SubjectSet::ExternalSponsors => {
                    let internal = matches!(set, SubjectSet::InternalSponsors);
                    if let Some(organization) = organization {
                        let whose = Sponsored::Organization(organization.to_owned(), internal);
                        let found = self.sponsors(tx, whose).await?.clone();
                        if internal {
                            people.internal_sponsors = found;
                        } else {
                            people.external_sponsors = found;
                        }
                    }
                }
                SubjectSet::TargetUserSponsors => {
                    if let Some(target) = &parties.target {
                        let whose = Sponsored::User(target.clone());
                        people.target_sponsors = self.sponsors(tx, whose).await?.clone();
                    }
                }
                SubjectSet::ConnectedOrganizationMembers { .. } | SubjectSet::Other(_) => {}
            }
        }
        candidates.extend(people.managers.values().cloned());
        candidates.extend(people.members.values().flatten().cloned());
        candidates.extend(people.internal_sponsors.iter().cloned());
        candidates.extend(people.external_sponsors.iter().cloned());
        candidates.extend(people.target_sponsors.iter().cloned());
        people.active = self.active_among(tx, candidates).await?;
        Ok(people)
    }

    async fn members(&mut self, tx: &mut Tx, group: &str) -> Result<&BTreeSet<String>, StoreError> {
        if !self.members.contains_key(group) {
            let found = groups::all_members(tx, group).await?;
            self.members
                .insert(group.to_owned(), found.into_iter().collect());
        }
        Ok(self.members.entry(group.to_owned()).or_default())
    }

    async fn climb(
        &mut self,
        tx: &mut Tx,
        from: &str,
        level: i32,
        into: &mut BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        let mut person = from.to_owned();
        for _ in 0..level {
            if !self.managers.contains_key(&person) {
                let manager = users::by_id(tx, &person)
                    .await?
                    .and_then(|user| user.manager_id);
                self.managers.insert(person.clone(), manager);
            }
            let Some(manager) = self.managers.get(&person).cloned().flatten() else {
                break;
            };
            into.insert(person, manager.clone());
            person = manager;
        }
        Ok(())
    }

    async fn sponsors(
        &mut self,
        tx: &mut Tx,
        whose: Sponsored,
    ) -> Result<&BTreeSet<String>, StoreError> {
        if !self.sponsors.contains_key(&whose) {
            let named = match &whose {
                Sponsored::Organization(id, true) => {
                    organizations::sponsors(tx, id, Side::Internal).await?
                }
                Sponsored::Organization(id, false) => {
                    organizations::sponsors(tx, id, Side::External).await?
                }
                Sponsored::User(id) => users::sponsors(tx, id).await?,
            };
            let found = self.expand(tx, named).await?;
            self.sponsors.insert(whose.clone(), found);
        }
        Ok(self.sponsors.entry(whose).or_default())
    }

    async fn expand(
        &mut self,
        tx: &mut Tx,
        named: Vec<Principal>,
    ) -> Result<BTreeSet<String>, StoreError> {
        let mut found = BTreeSet::new();
        for principal in named {
            match principal.kind {
                PrincipalKind::User => {
                    found.insert(principal.id);
                }
                PrincipalKind::Group => {
                    found.extend(self.members(tx, &principal.id).await?.iter().cloned());
                }
                PrincipalKind::ServicePrincipal => {}
            }
        }
        Ok(found)
    }

    async fn active_among(
        &mut self,
        tx: &mut Tx,
        candidates: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, StoreError> {
        let unknown: Vec<String> = candidates
            .iter()
            .filter(|id| !self.active.contains_key(*id))
            .cloned()
            .collect();
        for ids in unknown.chunks(AT_ONCE) {
            let text = format!(
                "SELECT id FROM users WHERE account_enabled = 1 AND id IN ({})",
                placeholders_from(1, ids.len())
            );
            let values = ids.iter().map(|id| Value::Text(Some(id.clone())));
            for id in ids {
                self.active.insert(id.clone(), false);
            }
            for row in Sql::new(text).values(values).fetch_all(tx).await? {
                self.active.insert(row.text("id")?, true);
            }
        }
        Ok(candidates
            .into_iter()
            .filter(|id| self.active.get(id) == Some(&true))
            .collect())
    }
}
