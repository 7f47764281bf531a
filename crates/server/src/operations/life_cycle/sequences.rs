//! Whatever people, administrators and time do in whatever order, some things always hold.

use std::collections::BTreeSet;

use portico_governance::approval::Verdict;
use portico_graph::time::Duration;
use portico_graph::{ExpirationPattern, Schedule, SubjectSet};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::repairing::reshape;
use super::sending::{
    Sent, Who, as_administrator, as_person, changeable, extend, leave, period, wish,
};
use crate::operations::act::Act;
use crate::operations::cancel_request;
use crate::operations::harbour::{Harbour, manager, one, policy, stage};
use crate::operations::holding::{Asking, Which};
use crate::operations::refusal::Refusal;
use crate::operations::remove::Removal;
use crate::store::Sql;

const PEOPLE: [&str; 4] = ["ana", "bo", "dee", "ed"];
const DECIDERS: [&str; 4] = ["ana", "bo", "chen", "dee"];

#[derive(Clone, Debug)]
enum Step {
    Ask(usize),
    AskFor(usize, usize),
    Decide(usize, bool),
    Cancel(usize),
    Extend(Who, usize, i64),
    Leave(Who, usize),
    Give(usize),
    TakeBack(usize, usize),
    Reprocess,
    Reshape(bool),
    /// The policy has no end from now on, or one again.
    Forever(bool),
    Days(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let person = 0..PEOPLE.len();
    let who = prop_oneof![
        (0..PEOPLE.len()).prop_map(|at| as_person(PEOPLE[at])),
        Just(as_administrator("chen")),
    ];
    let decider = 0..DECIDERS.len();
    prop_oneof![
        4 => person.clone().prop_map(Step::Ask),
        1 => (person.clone(), person.clone()).prop_map(|(who, whom)| Step::AskFor(who, whom)),
        6 => (decider.clone(), prop::bool::weighted(0.8)).prop_map(|(who, yes)| Step::Decide(who, yes)),
        1 => person.clone().prop_map(Step::Cancel),
        3 => (who.clone(), person.clone(), 1..40_i64).prop_map(|(who, of, days)| Step::Extend(who, of, days)),
        2 => (who, person.clone()).prop_map(|(who, of)| Step::Leave(who, of)),
        2 => person.clone().prop_map(Step::Give),
        1 => (decider, person).prop_map(|(who, of)| Step::TakeBack(who, of)),
        1 => Just(Step::Reprocess),
        1 => any::<bool>().prop_map(Step::Reshape),
        1 => any::<bool>().prop_map(Step::Forever),
        4 => (1..20_i64).prop_map(Step::Days),
    ]
}

/// What the tests know of one sequence.
struct Voyage {
    harbour: Harbour,
    has_crane: bool,
    ended: BTreeSet<String>,
}

impl Voyage {
    async fn begin() -> Self {
        let harbour = Harbour::new().await;
        let mut rules = changeable(policy(vec![stage(vec![manager()], vec![one("dee")])]), true);
        if let Some(settings) = rules.requestor_settings.as_mut() {
            settings.enable_on_behalf_requestors_to_add_access = Some(true);
            settings.on_behalf_requestors = vec![SubjectSet::TargetManager { manager_level: 1 }];
        }
        harbour.tools(rules).await;
        harbour.administrator("chen").await;
        Self {
            harbour,
            has_crane: true,
            ended: BTreeSet::new(),
        }
    }

    /// Most steps are refused: somebody has no right, or there is nothing to do it to. What counts is what is there afterwards.
    async fn take(&mut self, step: &Step) {
        let harbour = &self.harbour;
        let outcome = match step {
            Step::Ask(who) => harbour.ask(PEOPLE[*who]).await.map(drop),
            Step::AskFor(who, whom) => {
                let mut wish = wish("tools");
                wish.target_object = Some(PEOPLE[*whom].to_owned());
                harbour.ask_for(PEOPLE[*who], wish).await.map(drop)
            }
            Step::Decide(who, yes) => self.decide(DECIDERS[*who], *yes).await,
            Step::Cancel(who) => self.cancel(PEOPLE[*who]).await,
            Step::Extend(who, of, days) => match self.held(*of).await {
                Some(id) => harbour
                    .send(*who, extend(&id, as_long_as(*days)))
                    .await
                    .map(drop),
                None => Ok(()),
            },
            Step::Leave(who, of) => match self.held(*of).await {
                Some(id) => harbour.send(*who, leave(&id)).await.map(drop),
                None => Ok(()),
            },
            Step::Give(whom) => {
                let mut wish = wish("tools");
                wish.target_object = Some(PEOPLE[*whom].to_owned());
                let sent = Sent::Give(wish);
                harbour.send(as_administrator("chen"), sent).await.map(drop)
            }
            Step::TakeBack(who, of) => match self.held(*of).await {
                Some(id) => {
                    let removal = Removal {
                        which: Which::Id(id),
                        justification: None,
                    };
                    let sent = Sent::TakeBack(removal);
                    harbour
                        .send(as_person(DECIDERS[*who]), sent)
                        .await
                        .map(drop)
                }
                None => Ok(()),
            },
            Step::Reprocess => match self.newest_request().await {
                Some(id) => harbour.reprocess("chen", &id).await,
                None => Ok(()),
            },
            Step::Reshape(with_crane) => {
                self.has_crane = *with_crane;
                reshape(harbour, *with_crane).await;
                Ok(())
            }
            Step::Forever(is_forever) => {
                forever(harbour, *is_forever).await;
                Ok(())
            }
            Step::Days(days) => {
                harbour.later(Duration::from_days(*days)).await;
                Ok(())
            }
        };
        if let Err(Refusal::Store(problem)) = outcome {
            panic!("{step:?}: {problem}");
        }
        self.harbour.engine.run_due().await.unwrap();
    }

    async fn first(&self, text: &'static str, value: &str) -> Option<String> {
        let mut tx = self.harbour.engine.store.begin_read().await.unwrap();
        let row = Sql::new(text).text(value).fetch_optional(&mut tx).await;
        row.unwrap().map(|row| row.text("x").unwrap())
    }

    async fn held(&self, of: usize) -> Option<String> {
        let text = "SELECT a.id AS x FROM assignments a JOIN subjects s ON s.id = a.target_id \
            WHERE s.object_id = $1 AND a.state <> 'reserved' ORDER BY a.created_at DESC, a.id LIMIT 1";
        self.first(text, PEOPLE[of]).await
    }

    async fn newest_request(&self) -> Option<String> {
        let text =
            "SELECT id AS x FROM requests WHERE id <> $1 ORDER BY created_at DESC, id LIMIT 1";
        self.first(text, "").await
    }

    async fn decide(&self, who: &'static str, yes: bool) -> Result<(), Refusal> {
        let text = "SELECT id AS x FROM requests WHERE state = $1 ORDER BY created_at, id LIMIT 1";
        let Some(request) = self.first(text, "pendingApproval").await else {
            return Ok(());
        };
        let verdict = if yes { Verdict::Approve } else { Verdict::Deny };
        self.harbour.decide(who, &request, 0, verdict).await
    }

    async fn cancel(&self, who: &'static str) -> Result<(), Refusal> {
        let text = "SELECT q.id AS x FROM requests q JOIN subjects s ON s.id = q.requestor_id \
            WHERE s.object_id = $1 AND q.state = 'pendingApproval' LIMIT 1";
        let Some(request) = self.first(text, who).await else {
            return Ok(());
        };
        let person = self.harbour.person(who).await;
        let act = Act::by(
            &person,
            self.harbour.clock_now(),
            self.harbour.engine.ids.clone(),
        );
        let store = &self.harbour.engine.store;
        let work = store.write(move |tx| {
            let (act, person, request) = (act.clone(), person.clone(), request.clone());
            Box::pin(async move {
                cancel_request::run(tx, &act, &Asking::Person(&person), &request).await
            })
        });
        work.await
    }

    async fn nothing(&self, what: &str, text: &'static str) {
        let found = self.harbour.texts(text).await;
        assert!(found.is_empty(), "{what}: {found:?}");
    }

    /// What always holds.
    async fn check(&mut self) {
        self.nothing(
            "two live assignments of one person",
            "SELECT target_id AS x FROM assignments WHERE state IN ('delivering', 'partiallyDelivered', 'delivered') \
             GROUP BY target_id, package_id HAVING COUNT(*) > 1",
        )
        .await;
        self.nothing(
            "two open requests of one person",
            "SELECT target_id AS x FROM requests WHERE state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering') \
             GROUP BY target_id, package_id HAVING COUNT(*) > 1",
        )
        .await;
        self.nothing(
            "somebody decided for themselves",
            "SELECT q.id AS x FROM request_stages t JOIN requests q ON q.id = t.request_id \
             WHERE t.reviewed_by_id IN (q.requestor_id, q.target_id, q.created_by_id)",
        )
        .await;
        self.nothing(
            "something is given by access that is over",
            "SELECT g.assignment_id AS x FROM role_grants g JOIN assignments a ON a.id = g.assignment_id \
             WHERE a.state NOT IN ('delivered', 'partiallyDelivered')",
        )
        .await;
        self.nothing(
            "a request ended at no time, or is open and ended",
            "SELECT id AS x FROM requests WHERE (completed_at IS NULL) = \
             (state NOT IN ('submitted', 'pendingApproval', 'scheduled', 'delivering'))",
        )
        .await;
        self.nothing(
            "work that is due was left undone",
            "SELECT id AS x FROM requests WHERE state IN ('submitted', 'delivering')",
        )
        .await;
        self.nothing(
            "time alone ended what had no end yet",
            "SELECT a.id AS x FROM requests q JOIN assignments a ON a.id = q.assignment_id \
             WHERE q.request_type = 'systemRemove' AND (a.ends_at IS NULL OR a.ends_at > q.created_at)",
        )
        .await;
        let now = self.harbour.clock_now().to_string();
        let late = "SELECT a.id AS x FROM assignments a WHERE a.state IN ('delivered', 'partiallyDelivered') \
            AND a.ends_at <= $1 AND NOT EXISTS (SELECT 1 FROM requests q WHERE q.assignment_id = a.id \
              AND q.is_renewal = 1 AND q.state = 'pendingApproval')";
        assert_eq!(self.first(late, &now).await, None, "it outlasts its end");
        self.check_groups().await;
        self.check_ended().await;
    }

    /// Whoever holds the package is in the group that it opens, and nobody else.
    async fn check_groups(&self) {
        let holders = "SELECT s.object_id AS x FROM assignments a JOIN subjects s ON s.id = a.target_id \
            WHERE a.state IN ('delivered', 'partiallyDelivered') ORDER BY s.object_id";
        let holders = self.harbour.texts(holders).await;
        let expected = if self.has_crane { holders } else { Vec::new() };
        assert_eq!(self.harbour.crew().await, expected);
    }

    /// What has ended has ended.
    async fn check_ended(&mut self) {
        let ended =
            "SELECT id AS x FROM assignments WHERE state = 'expired' AND expired_at IS NOT NULL";
        let ended: BTreeSet<String> = self.harbour.texts(ended).await.into_iter().collect();
        assert!(self.ended.is_subset(&ended), "something came back");
        self.ended = ended;
    }
}

/// So many days, or without an end.
fn as_long_as(days: i64) -> Schedule {
    match days {
        ..35 => period(days),
        _ => Schedule {
            start_date_time: None,
            expiration: Some(ExpirationPattern::never()),
        },
    }
}

async fn forever(harbour: &Harbour, is_forever: bool) {
    harbour
        .write(move |tx| {
            let limit = policy(vec![]).expiration.filter(|_| !is_forever);
            Box::pin(async move {
                Sql::new("UPDATE policies SET expiration = $1 WHERE id = 'tools-policy'")
                    .opt_json(limit.as_ref())?
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await;
}

#[test]
fn some_things_always_hold() {
    let cases = std::env::var("PORTICO_SEQUENCES").ok();
    let cases = cases.and_then(|text| text.parse().ok()).unwrap_or(24);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    let steps = prop::collection::vec(step(), 1..40);
    runner
        .run(&steps, |steps| {
            runtime.block_on(async {
                let mut voyage = Voyage::begin().await;
                for step in &steps {
                    voyage.take(step).await;
                    voyage.check().await;
                }
            });
            Ok(())
        })
        .unwrap();
}
