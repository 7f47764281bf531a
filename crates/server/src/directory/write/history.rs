//! Writing what happened before: assignments with what they give, and finished requests with their stages and history.
//!
//! A row that is there already stays as it is. History does not change, and what was imported as held may have ended since:
//! importing the file again must not open it again.

use std::collections::BTreeMap;
use std::sync::Arc;

use portico_governance::assignment::State;
use portico_governance::ending;
use portico_graph::time::Instant;
use portico_graph::{AssignmentPolicy, ExpirationPattern, Schedule, Subject};
use uuid::Uuid;

use super::Steps;
use crate::directory::history::{Holding, Named};
use crate::directory::plan::Plan;
use crate::directory::report::{ImportError, Problem};
use crate::ids::Ids;
use crate::jobs::{Task, outbox};
use crate::operations::act::Act;
use crate::operations::policies;
use crate::store::groups::Source;
use crate::store::packages::{self, RoleScope};
use crate::store::principal::Principal;
use crate::store::{Sql, StoreError, Tx, groups, meta, subjects};

mod requests;

/// Assignments, then requests, then the membership that follows from the former.
pub async fn everything(
    tx: &mut Tx,
    plan: &Plan,
    ids: &Arc<Ids>,
    at: Instant,
    steps: &mut Steps<'_>,
) -> Result<(), ImportError> {
    if plan.holdings.is_empty() && plan.finished.is_empty() {
        return Ok(());
    }
    let mut writing = Writing {
        act: Act::by_service(at, Arc::clone(ids)),
        namespace: meta::namespace(tx).await?,
        people: BTreeMap::new(),
        packages: BTreeMap::new(),
        problems: Vec::new(),
    };
    for holding in &plan.holdings {
        writing.holding(tx, holding).await?;
        steps.step();
    }
    for finished in &plan.finished {
        writing.finished(tx, finished).await?;
        steps.step();
    }
    if !writing.problems.is_empty() {
        writing.problems.sort();
        return Err(ImportError::Problems(writing.problems));
    }
    groups::refresh_all(tx).await?;
    Ok(())
}

/// A person as a row of a request needs them.
struct Somebody {
    subject: Subject,
    organization: Option<String>,
}

/// A package as it is now.
struct Known {
    roles: Vec<RoleScope>,
    policies: Vec<AssignmentPolicy>,
}

/// What is the same for all rows, and what was looked up already.
struct Writing {
    act: Act,
    namespace: Uuid,
    people: BTreeMap<String, Arc<Somebody>>,
    packages: BTreeMap<String, Arc<Known>>,
    problems: Vec<Problem>,
}

impl Writing {
    fn problem(&mut self, path: &str, name: &str, message: &str) {
        self.problems.push(Problem {
            path: format!("{path}.{name}"),
            message: message.to_owned(),
        });
    }

    async fn somebody(&mut self, tx: &mut Tx, id: &str) -> Result<Arc<Somebody>, StoreError> {
        if let Some(known) = self.people.get(id) {
            return Ok(Arc::clone(known));
        }
        let subject = subjects::of_object(tx, id, self.act.now)
            .await?
            .ok_or_else(|| StoreError::Broken(format!("there is no person {id}")))?;
        let organization = subjects::organization(tx, &subject).await?;
        let found = Arc::new(Somebody {
            subject,
            organization,
        });
        self.people.insert(id.to_owned(), Arc::clone(&found));
        Ok(found)
    }

    async fn package(&mut self, tx: &mut Tx, id: &str) -> Result<Arc<Known>, StoreError> {
        if let Some(known) = self.packages.get(id) {
            return Ok(Arc::clone(known));
        }
        let found = Arc::new(Known {
            roles: packages::role_scopes(tx, id).await?,
            policies: policies::of_package(tx, id).await?,
        });
        self.packages.insert(id.to_owned(), Arc::clone(&found));
        Ok(found)
    }

    /// The package, when the policy is one of its own.
    async fn ruled(
        &mut self,
        tx: &mut Tx,
        path: &str,
        named: &Named,
    ) -> Result<Option<Arc<Known>>, StoreError> {
        let package = self.package(tx, &named.package).await?;
        if package.policies.iter().any(|one| one.id == named.policy) {
            return Ok(Some(package));
        }
        let message = "is a policy of another package";
        self.problem(path, "assignmentPolicy", message);
        Ok(None)
    }

    async fn holding(&mut self, tx: &mut Tx, holding: &Holding) -> Result<(), StoreError> {
        let named = &holding.grant;
        let Some(package) = self.ruled(tx, &holding.path, named).await? else {
            return Ok(());
        };
        let person = self.somebody(tx, &named.person).await?;
        let (starts, ends) = holding.window;
        if holding.state.is_live() && self.is_held(tx, holding, &person.subject).await? {
            let message = "the person has this package already, by another assignment";
            self.problem(&holding.path, "accessPackage", message);
            return Ok(());
        }
        let expired = match holding.state {
            State::Expired { at } => Some(at),
            _ => None,
        };
        let schedule = Schedule {
            start_date_time: Some(starts),
            expiration: Some(ends.map_or(ExpirationPattern::never(), ExpirationPattern::at)),
        };
        let added = Sql::new(
            "INSERT INTO assignments (id, target_id, package_id, policy_id, state, status, schedule, starts_at, ends_at, \
               expired_at, callout_instances, version, created_at, modified_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '[]', 1, $8, $11) ON CONFLICT (id) DO NOTHING",
        )
        .text(&holding.id)
        .text(&person.subject.id)
        .text(&named.package)
        .text(&named.policy)
        .text(holding.state.word().map_or("reserved", |word| word.as_str()))
        .text(holding.state.status().unwrap_or_default())
        .json(&schedule)?
        .instant(starts)
        .opt_instant(ends)
        .opt_instant(expired)
        .instant(self.act.now)
        .execute(tx)
        .await?;
        if added == 0 || !holding.state.is_live() {
            return Ok(());
        }
        for role in &package.roles {
            give(tx, &holding.id, &named.person, role, starts).await?;
        }
        if let Some(ends) = ends {
            let due = ending::next_look(ends, self.act.now);
            outbox::add(tx, &self.act, Task::Expire, &holding.id, due).await?;
        }
        Ok(())
    }

    /// Whether the database knows another live assignment of the same package to the same person.
    async fn is_held(
        &self,
        tx: &mut Tx,
        holding: &Holding,
        person: &Subject,
    ) -> Result<bool, StoreError> {
        let other = Sql::new(
            "SELECT id FROM assignments WHERE target_id = $1 AND package_id = $2 AND id <> $3 \
             AND state IN ('delivering', 'partiallyDelivered', 'delivered')",
        )
        .text(&person.id)
        .text(&holding.grant.package)
        .text(&holding.id)
        .fetch_optional(tx)
        .await?;
        Ok(other.is_some())
    }
}

/// A role as a delivery would have given it, without bringing transitive membership up to date each time.
async fn give(
    tx: &mut Tx,
    assignment: &str,
    person: &str,
    role: &RoleScope,
    at: Instant,
) -> Result<(), StoreError> {
    if role.origin_system == "AadGroup" {
        match role.role_origin_id.split_once('_') {
            Some(("Member", _)) => {
                let member = Principal::user(person);
                groups::link_member(tx, &role.origin_id, &member, Source::Access, at).await?;
            }
            Some(("Owner", _)) => {
                groups::add_owner(tx, &role.origin_id, person, Source::Access).await?;
            }
            _ => {}
        }
    }
    Sql::new(
        "INSERT INTO role_grants (assignment_id, principal_id, origin_system, origin_id, role_origin_id, granted_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (assignment_id, origin_system, origin_id, role_origin_id) DO NOTHING",
    )
    .text(assignment)
    .text(person)
    .text(&role.origin_system)
    .text(&role.origin_id)
    .text(&role.role_origin_id)
    .instant(at)
    .execute(tx)
    .await
    .map(drop)
}
