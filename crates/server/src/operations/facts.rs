//! Reads from the directory what the rules want to know about people: everything that some stages need in as many statements as one
//! stage needs. One value serves many stages, so that a list of requests asks about each manager and each group once.

mod directory;

use std::collections::{BTreeMap, BTreeSet};

use portico_governance::approvers::{self, HIGHEST_LEVEL, Panel};
use portico_governance::membership_rule::Rule;
use portico_governance::people::{Parties, People};
use portico_graph::{ApprovalStagePolicy, Further, Subject, SubjectSet};

use crate::store::{StoreError, Tx, subjects};
use directory::Link;

/// A stage of one request whose deciders are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// As the policy describes it.
    pub stage: &'a ApprovalStagePolicy,
    /// Who asked.
    pub requestor: &'a Subject,
    /// Who, or what, gets the access.
    pub target: &'a Subject,
}

impl Question<'_> {
    fn sets(&self) -> impl Iterator<Item = &SubjectSet> {
        approvers::sets(self.stage)
    }
}

/// What was read so far.
#[derive(Default)]
pub struct Facts {
    people: People,
    /// Subject to connected organisation.
    organizations: BTreeMap<String, Option<String>>,
    asked: BTreeSet<(What, String)>,
}

/// What may be asked about an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Manager,
    Members,
    Rule,
    OrganizationSponsors,
    UserSponsors,
    ServicePeople,
    Active,
}

/// What the sets of some stages name.
#[derive(Default)]
struct Named {
    users: BTreeSet<String>,
    groups: BTreeSet<String>,
    rules: BTreeSet<String>,
    organizations: BTreeSet<String>,
    sponsored: BTreeSet<String>,
    services: BTreeSet<String>,
    /// Whose managers, and how far up.
    climbs: BTreeMap<String, i32>,
}

impl Named {
    fn add(&mut self, question: &Question<'_>, organization: Option<&String>) {
        let target = question.target.object_id.as_ref();
        for set in question.sets() {
            match set {
                SubjectSet::SingleUser { user_id, .. } => {
                    self.users.insert(user_id.clone());
                }
                SubjectSet::GroupMembers { group_id, .. } => {
                    self.groups.insert(group_id.clone());
                }
                SubjectSet::RequestorManager { manager_level }
                | SubjectSet::TargetManager { manager_level } => {
                    let level = (*manager_level).clamp(1, HIGHEST_LEVEL);
                    if let Some(target) = target {
                        let known = self.climbs.entry(target.clone()).or_default();
                        *known = level.max(*known);
                    }
                }
                SubjectSet::InternalSponsors | SubjectSet::ExternalSponsors => {
                    self.organizations.extend(organization.cloned());
                }
                SubjectSet::TargetUserSponsors => self.sponsored.extend(target.cloned()),
                SubjectSet::Other(_) => match set.further() {
                    Some(Further::AttributeRule { rule, .. }) => {
                        self.rules.extend(Rule::canonical(rule));
                    }
                    Some(Further::Groups { group_ids }) => {
                        self.groups.extend(group_ids.into_iter().map(str::to_owned));
                    }
                    Some(
                        Further::TargetApplicationOwners
                        | Further::TargetAgentIdentitySponsorsOrOwners,
                    ) => self.services.extend(target.cloned()),
                    Some(Further::SingleServicePrincipal { .. }) | None => {}
                },
                SubjectSet::ConnectedOrganizationMembers { .. } => {}
            }
        }
    }
}

impl Facts {
    /// Reads what these stages need and is not known yet.
    pub async fn learn(
        &mut self,
        tx: &mut Tx,
        questions: &[Question<'_>],
    ) -> Result<(), StoreError> {
        self.learn_organizations(tx, questions).await?;
        let mut named = Named::default();
        for question in questions {
            let organization = self.organizations.get(&question.target.id);
            named.add(question, organization.and_then(Option::as_ref));
        }
        self.climb(tx, named.climbs).await?;
        let links = self
            .links(tx, named.organizations, named.sponsored, named.services)
            .await?;
        named.groups.extend(links.iter().filter_map(Link::group));
        self.learn_members(tx, named.groups).await?;
        self.tie(links);
        self.learn_rules(tx, named.rules).await?;
        self.learn_active(tx, named.users).await
    }

    /// Who may decide the stage; [`Facts::learn`] must have read what it needs.
    pub fn panel(&self, question: &Question<'_>, escalated: bool) -> Panel {
        let organization = self.organizations.get(&question.target.id);
        let parties = Parties {
            requestor: question.requestor.object_id.clone(),
            target: question.target.object_id.clone(),
            organization: organization.cloned().flatten(),
        };
        approvers::resolve(question.stage, escalated, &parties, &self.people)
    }

    /// The connected organisation of a target, once a stage asked for its sponsors.
    pub fn organization(&self, target: &Subject) -> Option<&str> {
        self.organizations.get(&target.id)?.as_deref()
    }

    async fn learn_organizations(
        &mut self,
        tx: &mut Tx,
        questions: &[Question<'_>],
    ) -> Result<(), StoreError> {
        let mut targets: BTreeMap<&str, &Subject> = BTreeMap::new();
        for question in questions {
            let target = question.target;
            if approvers::asks_for_organization(question.stage)
                && !self.organizations.contains_key(&target.id)
            {
                targets.insert(&target.id, target);
            }
        }
        let targets: Vec<&Subject> = targets.into_values().collect();
        if targets.is_empty() {
            return Ok(());
        }
        let mut found = subjects::organizations(tx, &targets).await?;
        for target in targets {
            let organization = found.remove(&target.id);
            self.organizations.insert(target.id.clone(), organization);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
