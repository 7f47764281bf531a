//! Whoever changes and ends access in these tests, and in which capacity.

use std::sync::Arc;

use portico_graph::time::Duration;
use portico_graph::{AssignmentPolicy, ExpirationPattern, Schedule};

use crate::clock::Clock;
use crate::directory::role::ADMINISTRATOR;
use crate::http::caller::{Caller, Manager};
use crate::operations::act::Act;
use crate::operations::alter::{self, Alteration};
use crate::operations::create_request::Wish;
use crate::operations::harbour::{Harbour, START};
use crate::operations::holding::{Asking, Which};
use crate::operations::refusal::Refusal;
use crate::operations::remove::{self, Removal};
use crate::operations::{assign, reprocess};
use crate::signin::permission::Permissions;
use crate::store::Sql;

/// What is sent.
#[derive(Clone, Debug)]
pub enum Sent {
    Give(Wish),
    Change(Alteration),
    End(Removal),
    TakeBack(Removal),
}

/// A person by name, on their own account or as whoever administers.
#[derive(Clone, Copy, Debug)]
pub struct Who {
    name: &'static str,
    administers: bool,
}

pub fn as_person(name: &'static str) -> Who {
    Who {
        name,
        administers: false,
    }
}

pub fn as_administrator(name: &'static str) -> Who {
    Who {
        name,
        administers: true,
    }
}

pub fn wish(package: &str) -> Wish {
    Wish {
        package_id: package.to_owned(),
        ..Wish::default()
    }
}

pub fn period(days: i64) -> Schedule {
    Schedule {
        start_date_time: None,
        expiration: Some(ExpirationPattern::after(Duration::from_days(days))),
    }
}

pub fn extend(id: &str, schedule: Schedule) -> Sent {
    Sent::Change(Alteration {
        which: Which::Id(id.to_owned()),
        justification: None,
        schedule: Some(schedule),
        answers: None,
    })
}

pub fn leave(id: &str) -> Sent {
    Sent::End(Removal {
        which: Which::Id(id.to_owned()),
        justification: None,
    })
}

/// The policy lets people extend and give up; `decided`: changes are decided as first requests are.
pub fn changeable(policy: AssignmentPolicy, decided: bool) -> AssignmentPolicy {
    let mut policy = policy;
    if let Some(settings) = policy.requestor_settings.as_mut() {
        settings.enable_targets_to_self_update_access = Some(true);
        settings.enable_targets_to_self_remove_access = Some(true);
    }
    if let Some(settings) = policy.request_approval_settings.as_mut() {
        settings.is_approval_required_for_update = Some(decided);
    }
    policy
}

impl Harbour {
    pub async fn administrator(&self, user: &'static str) {
        self.write(move |tx| {
            Box::pin(async move {
                Sql::new(
                    "INSERT INTO role_assignments (id, principal_kind, principal_id, role_id, app_scope_id, catalog_id, \
                       created_at) VALUES ($1, 'user', $1, $2, '/', NULL, $3)",
                )
                .text(user)
                .text(ADMINISTRATOR)
                .instant(START)
                .execute(tx)
                .await
                .map(drop)
            })
        })
        .await;
    }

    pub async fn managing(&self, who: &str) -> Manager {
        let person = Arc::new(self.person(who).await);
        let caller = Caller::Person(person, Permissions::all_delegated());
        caller.try_into().unwrap()
    }

    /// The id of what somebody holds.
    pub async fn held(&self, who: &str) -> String {
        let mut tx = self.engine.store.begin_read().await.unwrap();
        let row = Sql::new(
            "SELECT a.id AS id FROM assignments a JOIN subjects s ON s.id = a.target_id \
             WHERE s.object_id = $1 AND a.state IN ('delivered', 'partiallyDelivered')",
        )
        .text(who)
        .fetch_one(&mut tx)
        .await
        .unwrap();
        row.text("id").unwrap()
    }

    pub async fn send(&self, who: Who, what: Sent) -> Result<String, Refusal> {
        let person = self.person(who.name).await;
        let manager = self.managing(who.name).await;
        let act = Act::by(&person, self.clock.now(), self.engine.ids.clone());
        self.engine
            .store
            .write(move |tx| {
                let (act, person, manager) = (act.clone(), person.clone(), manager.clone());
                let what = what.clone();
                Box::pin(async move {
                    let asking = if who.administers {
                        Asking::Manager(&manager)
                    } else {
                        Asking::Person(&person)
                    };
                    let made = match what {
                        Sent::Give(wish) => assign::run(tx, &act, &manager, wish).await?,
                        Sent::Change(change) => alter::run(tx, &act, &asking, change).await?,
                        Sent::End(removal) => remove::run(tx, &act, &asking, removal).await?,
                        Sent::TakeBack(removal) => {
                            remove::by_approver(tx, &act, &person, removal).await?
                        }
                    };
                    Ok(made.id)
                })
            })
            .await
    }

    pub async fn reprocess(&self, who: &'static str, request: &str) -> Result<(), Refusal> {
        let manager = self.managing(who).await;
        let act = Act::by_manager(&manager, self.clock.now(), self.engine.ids.clone());
        let request = request.to_owned();
        self.engine
            .store
            .write(move |tx| {
                let (act, manager, request) = (act.clone(), manager.clone(), request.clone());
                Box::pin(async move { reprocess::request(tx, &act, &manager, &request).await })
            })
            .await
    }
}
