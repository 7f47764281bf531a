//! Writing a plan, in the order in which rows may point to each other.

use std::sync::Arc;

use portico_graph::time::Instant;

use super::keys::Elsewhere;
use super::people::Manager;
use super::plan::Plan;
use super::report::{ImportError, Problem, Progress};
use crate::ids::Ids;
use crate::operations::act::Act;
use crate::operations::{automatic, guests};
use crate::store::groups::Source;
use crate::store::organizations::{self, Side};
use crate::store::service_principals::{self, Relation};
use crate::store::{Sql, StoreError, Tx, groups, meta, rules, sites, subjects, users};

mod access;
mod history;

pub use access::policy;

/// How many objects are written between two reports.
const REPORT_EVERY: usize = 1_000;

/// Counts what was written and tells now and then.
struct Steps<'a> {
    written: usize,
    total: usize,
    tell: &'a (dyn Fn(Progress) + Sync),
}

impl Steps<'_> {
    fn step(&mut self) {
        self.written += 1;
        if self.written.is_multiple_of(REPORT_EVERY) || self.written == self.total {
            (self.tell)(Progress {
                written: self.written,
                total: self.total,
            });
        }
    }
}

/// Writes the plan; a reference to something that is nowhere takes everything back.
pub async fn everything(
    tx: &mut Tx,
    plan: &Plan,
    ids: &Arc<Ids>,
    at: Instant,
    tell: &(dyn Fn(Progress) + Sync),
) -> Result<(), ImportError> {
    let missing = missing(tx, &plan.elsewhere).await?;
    if !missing.is_empty() {
        return Err(ImportError::Problems(missing));
    }
    let mut steps = Steps {
        written: 0,
        total: plan.size(),
        tell,
    };
    for (name, value) in &plan.facts {
        meta::set(tx, name, value).await?;
    }
    if let Some(settings) = &plan.settings {
        meta::set_settings(tx, "entitlementManagementSettings", settings, at).await?;
    }
    people(tx, plan, at, &mut steps).await?;
    services(tx, plan, at, &mut steps).await?;
    circles(tx, plan, at, &mut steps).await?;
    relations(tx, plan).await?;
    partners(tx, plan, at, &mut steps).await?;
    // After the partners: a guest's subject says which of them the guest belongs to.
    for person in &plan.people {
        subjects::of_user(tx, &person.user, at).await?;
    }
    subjects::refresh_all(tx).await?;
    access::shelves(tx, plan, at, &mut steps).await?;
    rules::refresh_all(tx).await?;
    access::roles(tx, plan, at, &mut steps).await?;
    history::everything(tx, plan, ids, at, &mut steps).await?;
    let act = Act::by_service(at, Arc::clone(ids));
    automatic::look_at_all(tx, &act).await?;
    if plan.settings.is_some() {
        guests::look_again(tx, &act).await?;
    }
    Ok(())
}

pub async fn missing(tx: &mut Tx, elsewhere: &[Elsewhere]) -> Result<Vec<Problem>, StoreError> {
    let mut missing = Vec::new();
    for one in elsewhere {
        let found = Sql::new(format!("SELECT id FROM {} WHERE id = $1", one.kind.table()))
            .text(one.id.as_str())
            .fetch_optional(tx)
            .await?;
        if found.is_none() {
            missing.push(Problem {
                path: one.path.clone(),
                message: format!("'{}' is neither in the file nor in the database", one.name),
            });
        }
    }
    missing.sort();
    Ok(missing)
}

async fn people(
    tx: &mut Tx,
    plan: &Plan,
    at: Instant,
    steps: &mut Steps<'_>,
) -> Result<(), ImportError> {
    let disabled = users::disabled(tx).await?;
    for (index, person) in plan.people.iter().enumerate() {
        let mut user = person.user.clone();
        if disabled.contains(&user.id) {
            if person.says_enabled {
                guests::others_decide(tx, &user.id).await?;
            } else {
                // Nobody is let in by silence.
                user.account_enabled = false;
            }
        }
        users::write(tx, &user, at).await.map_err(|cause| {
            if !cause.is_taken() {
                return ImportError::from(cause);
            }
            ImportError::Problems(vec![Problem {
                path: format!("$.users[{index}].userPrincipalName"),
                message: "somebody in the database has this sign-in name".into(),
            }])
        })?;
        steps.step();
    }
    for person in &plan.people {
        let manager = match &person.manager {
            Manager::Unsaid => continue,
            Manager::Nobody => None,
            Manager::Person(id) => Some(id.as_str()),
        };
        users::set_manager(tx, &person.user.id, manager).await?;
    }
    Ok(())
}

async fn services(
    tx: &mut Tx,
    plan: &Plan,
    at: Instant,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    for service in &plan.services {
        let id = &service.principal.id;
        service_principals::upsert(tx, &service.principal, at).await?;
        for role in &service.roles {
            service_principals::upsert_role(tx, id, role).await?;
        }
        steps.step();
    }
    for place in &plan.sites {
        sites::upsert(tx, &place.site, at).await?;
        for role in &place.roles {
            sites::upsert_role(tx, &place.site.id, role).await?;
        }
        steps.step();
    }
    Ok(())
}

async fn circles(
    tx: &mut Tx,
    plan: &Plan,
    at: Instant,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    for circle in &plan.groups {
        groups::upsert(tx, &circle.group, at).await?;
        steps.step();
    }
    for circle in &plan.groups {
        let id = &circle.group.id;
        for member in &circle.members {
            groups::link_member(tx, id, member, Source::Directory, at).await?;
        }
        for owner in &circle.owners {
            groups::add_owner(tx, id, owner, Source::Directory).await?;
        }
    }
    if !plan.groups.is_empty() {
        groups::refresh_all(tx).await?;
    }
    Ok(())
}

/// What may point to people and groups alike, so comes after both.
async fn relations(tx: &mut Tx, plan: &Plan) -> Result<(), StoreError> {
    for person in &plan.people {
        if let Some(sponsors) = &person.sponsors {
            users::set_sponsors(tx, &person.user.id, sponsors).await?;
        }
    }
    for service in &plan.services {
        let id = &service.principal.id;
        for owner in &service.owners {
            service_principals::add_person(tx, id, Relation::Owner, owner).await?;
        }
        for sponsor in &service.sponsors {
            service_principals::add_person(tx, id, Relation::Sponsor, sponsor).await?;
        }
    }
    Ok(())
}

async fn partners(
    tx: &mut Tx,
    plan: &Plan,
    at: Instant,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    for partner in &plan.partners {
        let id = &partner.organization.id;
        organizations::upsert(tx, &partner.organization, partner.key.as_deref(), at).await?;
        for sponsor in &partner.internal_sponsors {
            organizations::add_sponsor(tx, id, Side::Internal, sponsor).await?;
        }
        for sponsor in &partner.external_sponsors {
            organizations::add_sponsor(tx, id, Side::External, sponsor).await?;
        }
        steps.step();
    }
    Ok(())
}
