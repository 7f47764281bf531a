use portico_governance::approval::Verdict;
use portico_graph::time::Duration;

use super::sending::{as_administrator, as_person, changeable, extend, leave, period, wish};
use crate::operations::act::Act;
use crate::operations::harbour::{Harbour, START, manager, policy, stage};
use crate::operations::refusal::Refusal;
use crate::operations::{delete_request, repair};
use crate::store::service_principals::{self, AppRole};
use crate::store::{Sql, StoreError, packages};

pub async fn without_pilot(harbour: &Harbour) {
    harbour.execute("DELETE FROM app_roles").await;
}

async fn with_pilot(harbour: &Harbour, role: String) {
    harbour
        .write(move |tx| {
            let role = AppRole {
                id: role.clone(),
                display_name: "Pilot".to_owned(),
                ..AppRole::default()
            };
            Box::pin(async move { service_principals::upsert_role(tx, "pilot", &role).await })
        })
        .await;
}

#[tokio::test]
async fn what_failed_is_tried_again_by_whoever_administers_it() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour.administrator("chen").await;
    let role = harbour
        .texts("SELECT id AS x FROM app_roles")
        .await
        .remove(0);
    without_pilot(&harbour).await;
    let request = harbour.asked("ana").await;
    assert_eq!(harbour.state(&request).await.0, "partiallyDelivered");
    let by_nobody = harbour.reprocess("ed", &request).await;
    assert!(matches!(by_nobody, Err(Refusal::UnknownHere)));
    with_pilot(&harbour, role).await;
    harbour.reprocess("chen", &request).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "delivered");
    let states = "SELECT state AS x FROM assignments";
    assert_eq!(harbour.texts(states).await, ["delivered"]);
    let again = harbour.reprocess("chen", &request).await;
    assert!(matches!(again, Err(Refusal::NotReprocessable)));
}

#[tokio::test]
async fn a_failure_of_long_ago_stays_one() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour.administrator("chen").await;
    without_pilot(&harbour).await;
    let request = harbour.asked("ana").await;
    harbour.later(Duration::from_days(14)).await;
    let late = harbour.reprocess("chen", &request).await;
    assert!(matches!(late, Err(Refusal::NotReprocessable)));
}

/// The package gives the crane no more, or gives it again.
pub async fn reshape(harbour: &Harbour, with_crane: bool) {
    let act = Act::by_service(harbour.clock_now(), harbour.engine.ids.clone());
    harbour
        .write(move |tx| {
            let act = act.clone();
            Box::pin(async move {
                if with_crane {
                    packages::add_role_scope(tx, "tools", "crane-role", "crane-scope", START)
                        .await?;
                } else {
                    Sql::new("DELETE FROM resource_role_scopes WHERE role_id = 'crane-role'")
                        .execute(tx)
                        .await?;
                }
                repair::all(tx, &act, "tools").await?;
                Ok::<_, StoreError>(())
            })
        })
        .await;
    harbour.engine.run_due().await.unwrap();
}

#[tokio::test]
async fn what_a_package_contains_reaches_whoever_holds_it() {
    let harbour = Harbour::new().await;
    harbour.tools(changeable(policy(vec![]), false)).await;
    harbour.administrator("chen").await;
    harbour.asked("ana").await;
    harbour.asked("ed").await;
    assert_eq!(harbour.crew().await, ["ana", "ed"]);
    reshape(&harbour, false).await;
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    let grants = "SELECT role_origin_id AS x FROM role_grants";
    assert_eq!(harbour.texts(grants).await.len(), 4);
    harbour.later(Duration::from_seconds(1)).await;
    reshape(&harbour, true).await;
    assert_eq!(harbour.crew().await, ["ana", "ed"]);
    // What they give up goes with everything that was added since.
    let held = harbour.held("ed").await;
    harbour
        .send(as_administrator("chen"), leave(&held))
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.crew().await, ["ana"]);
}

#[tokio::test]
async fn what_has_ended_since_is_not_tried_again() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour.administrator("chen").await;
    without_pilot(&harbour).await;
    let request = harbour.asked("ana").await;
    let held = harbour.held("ana").await;
    harbour
        .send(as_administrator("chen"), leave(&held))
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    let again = harbour.reprocess("chen", &request).await;
    assert!(matches!(again, Err(Refusal::NotReprocessable)));
    // Nothing stands in the way of asking again.
    harbour.asked("ana").await;
}

#[tokio::test]
async fn what_was_given_stays_when_the_rest_is_in_the_way() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    let mut other = policy(vec![]);
    other.id = "other".to_owned();
    harbour.package("more-tools", other, false).await;
    harbour.administrator("chen").await;
    without_pilot(&harbour).await;
    let request = harbour.asked("ana").await;
    harbour.ask_for("ana", wish("more-tools")).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    harbour
        .write(|tx| {
            Box::pin(async move {
                packages::add_incompatible_package(tx, "tools", "more-tools").await?;
                Ok(())
            })
        })
        .await;
    harbour.reprocess("chen", &request).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "partiallyDelivered");
    assert_eq!(harbour.crew().await, ["ana"]);
    harbour.later(Duration::from_days(30)).await;
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_refused_change_can_be_deleted_whatever_was_repaired_since() {
    let harbour = Harbour::new().await;
    harbour
        .tools(changeable(
            policy(vec![stage(vec![manager()], vec![])]),
            true,
        ))
        .await;
    harbour.administrator("chen").await;
    let first = harbour.asked("ana").await;
    let approve = Verdict::Approve;
    harbour.decide("bo", &first, 0, approve).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    let held = harbour.held("ana").await;
    harbour.later(Duration::from_days(1)).await;
    let change = extend(&held, period(20));
    let refused = harbour.send(as_person("ana"), change).await.unwrap();
    let deny = Verdict::Deny;
    harbour.decide("bo", &refused, 0, deny).await.unwrap();
    reshape(&harbour, false).await;
    harbour.later(Duration::from_seconds(1)).await;
    reshape(&harbour, true).await;
    assert_eq!(harbour.crew().await, ["ana"]);
    // What was repaired is told with the request that gave the access.
    assert_eq!(
        harbour.events(&first).await.last().unwrap(),
        "resourceDelivered"
    );
    let manager = harbour.managing("chen").await;
    let act = Act::by_manager(&manager, harbour.clock_now(), harbour.engine.ids.clone());
    let deleted = harbour.engine.store.write(move |tx| {
        let (act, manager, id) = (act.clone(), manager.clone(), refused.clone());
        Box::pin(async move { delete_request::run(tx, &act, &manager, &id).await })
    });
    deleted.await.unwrap();
    assert_eq!(harbour.crew().await, ["ana"]);
}
