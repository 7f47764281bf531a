use portico_graph::time::{Duration, Instant};
use portico_graph::{AllowedTargetScope, AssignmentPolicy, Schedule};
use serde_json::json;

use super::repairing::without_pilot;
use super::sending::{as_administrator, as_person, extend, period};
use crate::operations::act::Act;
use crate::operations::automatic;
use crate::operations::harbour::{Harbour, group, policy};
use crate::operations::refusal::Refusal;
use crate::store::StoreError;
use crate::store::groups::{self, Source};
use crate::store::principal::Principal;

/// Whoever is a lead gets the tools; whoever is no more keeps them for a while.
pub fn for_leads(grace: &str) -> AssignmentPolicy {
    AssignmentPolicy {
        allowed_target_scope: Some(AllowedTargetScope::SpecificDirectoryUsers),
        specific_allowed_targets: vec![group("leads")],
        expiration: None,
        automatic_request_settings: Some(json!({
            "requestAccessForAllowedTargets": true,
            "removeAccessWhenTargetLeavesAllowedTargets": true,
            "gracePeriodBeforeAccessRemoval": grace,
        })),
        ..policy(vec![])
    }
}

pub async fn look(harbour: &Harbour) {
    let act = Act::by_service(harbour.clock_now(), harbour.engine.ids.clone());
    harbour
        .write(move |tx| {
            let act = act.clone();
            Box::pin(async move { automatic::look_at_all(tx, &act).await })
        })
        .await;
    harbour.engine.run_due().await.unwrap();
}

async fn lead(harbour: &Harbour, who: &'static str, is_one: bool) {
    let at: Instant = harbour.clock_now();
    harbour
        .write(move |tx| {
            Box::pin(async move {
                let person = Principal::user(who);
                if is_one {
                    groups::add_member(tx, "leads", &person, Source::Directory, at).await?;
                } else {
                    groups::remove_member(tx, "leads", &person, Source::Directory).await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await;
}

#[tokio::test]
async fn whoever_comes_into_scope_gets_it_and_whoever_leaves_keeps_it_for_the_grace() {
    let harbour = Harbour::new().await;
    harbour.tools(for_leads("P7D")).await;
    look(&harbour).await;
    assert_eq!(harbour.crew().await, ["chen", "dee"]);
    let kinds = "SELECT DISTINCT request_type AS x FROM requests";
    assert_eq!(harbour.texts(kinds).await, ["systemAdd"]);
    // Nobody asks under it.
    assert!(harbour.ask("ana").await.is_err());

    // Nobody tells the worker: it looks every hour.
    lead(&harbour, "ana", true).await;
    lead(&harbour, "dee", false).await;
    harbour.later(Duration::from_seconds(3600)).await;
    assert_eq!(harbour.crew().await, ["ana", "chen", "dee"]);
    let in_grace = "SELECT s.object_id AS x FROM assignments a JOIN subjects s ON s.id = a.target_id \
        WHERE a.status = 'AutoAssignmentInGracePeriod'";
    assert_eq!(harbour.texts(in_grace).await, ["dee"]);

    // Back in time.
    lead(&harbour, "dee", true).await;
    harbour.later(Duration::from_days(1)).await;
    assert_eq!(harbour.texts(in_grace).await, Vec::<String>::new());
    lead(&harbour, "dee", false).await;
    harbour.later(Duration::from_days(1)).await;
    harbour.later(Duration::from_days(6)).await;
    assert_eq!(harbour.crew().await, ["ana", "chen", "dee"]);
    harbour.later(Duration::from_days(2)).await;
    assert_eq!(harbour.crew().await, ["ana", "chen"]);
    let ended = "SELECT request_type AS x FROM requests WHERE request_type <> 'systemAdd'";
    assert_eq!(harbour.texts(ended).await, ["systemRemove"]);
    // One look an hour, however many there were.
    let looks = "SELECT id AS x FROM jobs WHERE kind = 'automatic'";
    assert!(harbour.texts(looks).await.len() <= 2);
}

#[tokio::test]
async fn without_a_grace_it_ends_at_once() {
    let harbour = Harbour::new().await;
    harbour.tools(for_leads("PT0S")).await;
    look(&harbour).await;
    lead(&harbour, "dee", false).await;
    look(&harbour).await;
    assert_eq!(harbour.crew().await, ["chen"]);
    // A policy that only gives takes nothing.
    let harbour = Harbour::new().await;
    let mut gives = for_leads("PT0S");
    gives.automatic_request_settings = Some(json!({ "requestAccessForAllowedTargets": true }));
    harbour.tools(gives).await;
    look(&harbour).await;
    lead(&harbour, "dee", false).await;
    look(&harbour).await;
    assert_eq!(harbour.crew().await, ["chen", "dee"]);
}

#[tokio::test]
async fn nobody_prolongs_their_own_grace() {
    let harbour = Harbour::new().await;
    let mut silent = for_leads("P7D");
    silent.requestor_settings = None;
    harbour.tools(silent).await;
    harbour.administrator("bo").await;
    look(&harbour).await;
    let held = harbour.held("dee").await;
    lead(&harbour, "dee", false).await;
    look(&harbour).await;
    let mine = harbour
        .send(as_person("dee"), extend(&held, Schedule::default()))
        .await;
    assert!(matches!(mine, Err(Refusal::PolicyRequirementsNotMet)));
    // An administrator's change of its period is no way back into scope either.
    let change = extend(&held, period(30));
    harbour.send(as_administrator("bo"), change).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    let status = "SELECT status AS x FROM assignments WHERE grace_until IS NOT NULL";
    assert_eq!(harbour.texts(status).await, ["AutoAssignmentInGracePeriod"]);
    harbour.later(Duration::from_days(7)).await;
    assert_eq!(harbour.crew().await, ["chen"]);
}

#[tokio::test]
async fn what_fails_is_not_tried_every_hour() {
    let harbour = Harbour::new().await;
    harbour.tools(for_leads("PT0S")).await;
    harbour
        .execute("DELETE FROM resource_role_scopes WHERE role_id <> 'pilot-role'")
        .await;
    without_pilot(&harbour).await;
    look(&harbour).await;
    let requests = "SELECT state AS x FROM requests";
    let failed = harbour.texts(requests).await;
    assert_eq!(failed, ["deliveryFailed", "deliveryFailed"]);
    harbour.later(Duration::from_seconds(3600)).await;
    harbour.later(Duration::from_seconds(3600)).await;
    assert_eq!(harbour.texts(requests).await.len(), 2);
}
