//! The statements of [`Facts`]: one a kind of fact, whatever the number of people.

use std::collections::{BTreeMap, BTreeSet};

use portico_governance::people::People;

use super::{Facts, What};
use crate::operations::among::rows as among;
use crate::store::{Row, StoreError, Tx, rules};

/// What ties somebody to an organisation, a person or a service principal.
#[derive(Clone, Copy)]
enum Tie {
    InternalSponsor,
    ExternalSponsor,
    UserSponsor,
    ApplicationOwner,
    AgentPerson,
}

/// A sponsor or owner, a person or a whole group.
pub(super) struct Link {
    tie: Tie,
    of: String,
    is_group: bool,
    id: String,
}

impl Link {
    fn read(row: &Row, tie: Tie) -> Result<Self, StoreError> {
        Ok(Self {
            tie,
            of: row.text("tied_to")?,
            is_group: row.text("kind")? == "group",
            id: row.text("id")?,
        })
    }

    /// The group, when it is one.
    pub(super) fn group(&self) -> Option<String> {
        self.is_group.then(|| self.id.clone())
    }
}

impl Facts {
    /// Those of the ids that were never asked about in this way; they count as asked now.
    fn fresh(&mut self, what: What, ids: impl IntoIterator<Item = String>) -> Vec<String> {
        ids.into_iter()
            .filter(|id| self.asked.insert((what, id.clone())))
            .collect()
    }

    /// Managers, a level at a time for everybody.
    pub(super) async fn climb(
        &mut self,
        tx: &mut Tx,
        mut climbs: BTreeMap<String, i32>,
    ) -> Result<(), StoreError> {
        while !climbs.is_empty() {
            let fresh = self.fresh(What::Manager, climbs.keys().cloned());
            let text = "SELECT id, manager_id FROM users WHERE manager_id IS NOT NULL AND id IN";
            for row in among(tx, text, &fresh).await? {
                let (user, manager) = (row.text("id")?, row.text("manager_id")?);
                self.people.managers.insert(user, manager);
            }
            let mut higher: BTreeMap<String, i32> = BTreeMap::new();
            for (user, levels) in climbs {
                if let (Some(manager), 2..) = (self.people.managers.get(&user), levels) {
                    let known = higher.entry(manager.clone()).or_default();
                    *known = (levels - 1).max(*known);
                }
            }
            climbs = higher;
        }
        Ok(())
    }

    /// Sponsors of organisations and of people, and who answers for service principals.
    pub(super) async fn links(
        &mut self,
        tx: &mut Tx,
        organizations: BTreeSet<String>,
        sponsored: BTreeSet<String>,
        services: BTreeSet<String>,
    ) -> Result<Vec<Link>, StoreError> {
        let mut links = Vec::new();
        let fresh = self.fresh(What::OrganizationSponsors, organizations);
        let text = "SELECT organization_id AS tied_to, side, sponsor_kind AS kind, sponsor_id AS id \
                    FROM organization_sponsors WHERE organization_id IN";
        for row in among(tx, text, &fresh).await? {
            let tie = match row.text("side")?.as_str() {
                "internal" => Tie::InternalSponsor,
                _ => Tie::ExternalSponsor,
            };
            links.push(Link::read(&row, tie)?);
        }
        let fresh = self.fresh(What::UserSponsors, sponsored);
        let text = "SELECT user_id AS tied_to, sponsor_kind AS kind, sponsor_id AS id \
                    FROM user_sponsors WHERE user_id IN";
        for row in among(tx, text, &fresh).await? {
            links.push(Link::read(&row, Tie::UserSponsor)?);
        }
        let fresh = self.fresh(What::ServicePeople, services);
        let text = "SELECT s.id AS tied_to, s.kind AS service, p.relation, p.person_kind AS kind, p.person_id AS id \
                    FROM service_principal_people p JOIN service_principals s ON s.id = p.service_principal_id \
                    WHERE s.id IN";
        for row in among(tx, text, &fresh).await? {
            let (service, relation) = (row.text("service")?, row.text("relation")?);
            let tie = match (service.as_str(), relation.as_str()) {
                ("agent", _) => Tie::AgentPerson,
                (_, "owner") => Tie::ApplicationOwner,
                _ => continue,
            };
            links.push(Link::read(&row, tie)?);
        }
        Ok(links)
    }

    /// Ties people, and the members of groups, to what they are sponsors or owners of.
    pub(super) fn tie(&mut self, links: Vec<Link>) {
        let People {
            members,
            internal_sponsors,
            external_sponsors,
            user_sponsors,
            application_owners,
            agent_people,
            ..
        } = &mut self.people;
        for link in links {
            let sets = match link.tie {
                Tie::InternalSponsor => &mut *internal_sponsors,
                Tie::ExternalSponsor => &mut *external_sponsors,
                Tie::UserSponsor => &mut *user_sponsors,
                Tie::ApplicationOwner => &mut *application_owners,
                Tie::AgentPerson => &mut *agent_people,
            };
            let people = sets.entry(link.of).or_default();
            if link.is_group {
                people.extend(members.get(&link.id).into_iter().flatten().cloned());
            } else {
                people.insert(link.id);
            }
        }
    }

    /// Members of groups, those of inner groups too.
    pub(super) async fn learn_members(
        &mut self,
        tx: &mut Tx,
        groups: BTreeSet<String>,
    ) -> Result<(), StoreError> {
        let fresh = self.fresh(What::Members, groups);
        let text = "SELECT group_id, member_id FROM memberships WHERE group_id IN";
        for row in among(tx, text, &fresh).await? {
            let known = self.people.members.entry(row.text("group_id")?);
            known.or_default().insert(row.text("member_id")?);
        }
        Ok(())
    }

    /// Whom rules over attributes hold, by canonical text.
    pub(super) async fn learn_rules(
        &mut self,
        tx: &mut Tx,
        texts: BTreeSet<String>,
    ) -> Result<(), StoreError> {
        let fresh = self.fresh(What::Rule, texts);
        let by_id: BTreeMap<String, String> = fresh
            .into_iter()
            .map(|text| (rules::id_of(&text), text))
            .collect();
        let ids: Vec<String> = by_id.keys().cloned().collect();
        let text = "SELECT rule_id, user_id FROM rule_members WHERE rule_id IN";
        for row in among(tx, text, &ids).await? {
            if let Some(text) = by_id.get(&row.text("rule_id")?) {
                let known = self.people.rule_members.entry(text.clone());
                known.or_default().insert(row.text("user_id")?);
            }
        }
        Ok(())
    }

    /// Who of everybody known so far can sign in.
    pub(super) async fn learn_active(
        &mut self,
        tx: &mut Tx,
        named: BTreeSet<String>,
    ) -> Result<(), StoreError> {
        let people = &self.people;
        let sets = [
            &people.members,
            &people.rule_members,
            &people.internal_sponsors,
            &people.external_sponsors,
            &people.user_sponsors,
            &people.application_owners,
            &people.agent_people,
        ];
        let mut everybody = named;
        everybody.extend(people.managers.values().cloned());
        for set in sets {
            everybody.extend(set.values().flatten().cloned());
        }
        let fresh = self.fresh(What::Active, everybody);
        let text = "SELECT id FROM users WHERE account_enabled = 1 AND id IN";
        for row in among(tx, text, &fresh).await? {
            self.people.active.insert(row.text("id")?);
        }
        Ok(())
    }
}
