use std::sync::Arc;

use portico_governance::approval::Verdict;
use portico_governance::request::Reply;
use portico_graph::AssignmentPolicy;
use portico_graph::time::Duration;
use serde_json::{Value, json};

use super::automatic::{for_leads, look};
use crate::operations::act::Act;
use crate::operations::extensions::callouts;
use crate::operations::extensions::resume::{self, By, Said};
use crate::operations::extensions::stages::{ALL, Setting, Stage};
use crate::operations::harbour::{Harbour, manager, policy, stage};
use crate::operations::refusal::Refusal;
use crate::store::Sql;

/// An extension of the harbour's catalog; whoever answers has an hour.
async fn extension(harbour: &Harbour, id: &'static str, answers: bool) {
    harbour
        .write(move |tx| {
            Box::pin(async move {
                Sql::new(
                    "INSERT INTO extensions (id, catalog_id, kind, display_name, display_name_folded, endpoint, callback, \
                       created_at, modified_at) VALUES ($1, 'catalog', 'any', $1, $1, $2, $3, '', '')",
                )
                .text(id)
                .json(&json!({ "targetUrl": "https://hooks.example/x" }))?
                .opt_json(answers.then(|| json!({ "timeoutDuration": "PT1H" })).as_ref())?
                .execute(tx)
                .await
                .map(drop)
            })
        })
        .await;
}

fn calling(policy: AssignmentPolicy, stages: &[(Stage, &str)]) -> AssignmentPolicy {
    let settings = stages
        .iter()
        .enumerate()
        .map(|(place, (stage, extension))| {
            Setting {
                id: format!("setting-{place}"),
                stage: *stage,
                extension: (*extension).to_owned(),
            }
            .to_json()
        });
    AssignmentPolicy {
        custom_extension_stage_settings: Some(settings.collect()),
        ..policy
    }
}

/// Stages of the calls that were written down, the oldest first.
async fn called(harbour: &Harbour) -> Vec<String> {
    harbour
        .texts("SELECT stage AS x FROM callouts ORDER BY created_at, id")
        .await
}

async fn last_call(harbour: &Harbour, stage: Stage) -> String {
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    let rows = Sql::new("SELECT id FROM callouts WHERE stage = $1 ORDER BY created_at, id")
        .text(stage.as_str())
        .fetch_all(&mut tx)
        .await
        .unwrap();
    rows.last().unwrap().text("id").unwrap()
}

async fn call_about(harbour: &Harbour, request: &str) -> String {
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    let row = Sql::new("SELECT id FROM callouts WHERE request_id = $1")
        .text(request)
        .fetch_one(&mut tx)
        .await
        .unwrap();
    row.text("id").unwrap()
}

async fn answer(harbour: &Harbour, request: &str, call: &str, reply: Reply) -> Result<(), Refusal> {
    let act = Act::by_service(harbour.clock_now(), Arc::clone(&harbour.engine.ids));
    let said = Said {
        call: call.to_owned(),
        stage: None,
        reply,
        detail: Some("looked at it".to_owned()),
    };
    let request = request.to_owned();
    harbour
        .engine
        .store
        .write(move |tx| {
            let (act, said, request) = (act.clone(), said.clone(), request.clone());
            let by = By::Extension {
                message: "answer".to_owned(),
            };
            Box::pin(async move { resume::run(tx, &act, &by, &request, &said).await })
        })
        .await
}

/// A member of each call of a request, as the request tells them.
async fn told(harbour: &Harbour, request: &str, member: &str) -> Vec<String> {
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    let row = Sql::new("SELECT callout_instances FROM requests WHERE id = $1")
        .text(request)
        .fetch_one(&mut tx)
        .await
        .unwrap();
    let told: Vec<Value> = row.json("callout_instances").unwrap();
    told.iter()
        .map(|one| one[member].as_str().unwrap().to_owned())
        .collect()
}

async fn tell_all(harbour: &Harbour, request: &str) {
    let request = request.to_owned();
    harbour
        .write(move |tx| {
            let request = request.clone();
            Box::pin(async move { callouts::tell(tx, Some(&request), "").await })
        })
        .await;
}

#[tokio::test]
async fn everybody_is_told_at_every_stage() {
    let harbour = Harbour::new().await;
    extension(&harbour, "told", false).await;
    let all: Vec<(Stage, &str)> = ALL.into_iter().map(|stage| (stage, "told")).collect();
    let asks = policy(vec![stage(vec![manager()], vec![])]);
    harbour.tools(calling(asks, &all)).await;
    let request = harbour.asked("ana").await;
    assert_eq!(called(&harbour).await, ["assignmentRequestCreated"]);
    harbour
        .decide("bo", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "delivered");
    // Told in their order, though all of it was in one second.
    harbour
        .write(|tx| {
            Box::pin(async move {
                Sql::new("UPDATE callouts SET state = 'calloutSent', detail = stage")
                    .execute(tx)
                    .await?;
                Ok(())
            })
        })
        .await;
    tell_all(&harbour, &request).await;
    let order: Vec<&str> = ALL[..3].iter().map(|stage| stage.as_str()).collect();
    assert_eq!(told(&harbour, &request, "detail").await, order);
    let mut expected: Vec<&str> = ALL[..3].iter().map(|stage| stage.as_str()).collect();
    let mut seen = called(&harbour).await;
    seen.sort();
    expected.sort_unstable();
    assert_eq!(seen, expected);
    // Thirty days: fourteen before, one before, and the end.
    for (days, stage) in [
        (16, Stage::FourteenDaysBefore),
        (13, Stage::OneDayBefore),
        (1, Stage::Removed),
    ] {
        let before = called(&harbour).await.len();
        harbour.later(Duration::from_days(days)).await;
        assert_eq!(
            called(&harbour).await.len(),
            before + 1,
            "{}",
            stage.as_str()
        );
        last_call(&harbour, stage).await;
    }
    let bodies = harbour.texts("SELECT body AS x FROM callouts").await;
    for body in &bodies {
        let body: Value = serde_json::from_str(body).unwrap();
        let stage = body["data"]["stage"].as_str().unwrap();
        assert!(body["type"].as_str().unwrap().ends_with(stage));
        assert_eq!(body["data"]["accessPackage"]["id"], "tools");
        assert_eq!(body["data"]["target"]["objectId"], "ana");
    }
}

#[tokio::test]
async fn a_request_waits_for_whom_it_asks_and_goes_on() {
    let harbour = Harbour::new().await;
    extension(&harbour, "asked", true).await;
    let asks = policy(vec![stage(vec![manager()], vec![])]);
    let stages = [(Stage::Created, "asked"), (Stage::Approved, "asked")];
    harbour.tools(calling(asks, &stages)).await;
    let request = harbour.asked("ana").await;
    let waits = |state: &str| (state.to_owned(), "WaitingForCallback".to_owned());
    assert_eq!(harbour.state(&request).await, waits("submitted"));
    assert!(
        harbour
            .decide("bo", &request, 0, Verdict::Approve)
            .await
            .is_err()
    );

    let first = last_call(&harbour, Stage::Created).await;
    answer(&harbour, &request, &first, Reply::GoOn)
        .await
        .unwrap();
    assert_eq!(harbour.state(&request).await.0, "pendingApproval");
    assert_eq!(
        told(&harbour, &request, "status").await,
        ["callbackReceived"]
    );
    // Once is enough.
    assert!(
        answer(&harbour, &request, &first, Reply::Deny)
            .await
            .is_err()
    );
    harbour
        .decide("bo", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await, waits("pendingApproval"));
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    // The time for the first answer comes, and is no longer of any matter.
    let second = last_call(&harbour, Stage::Approved).await;
    answer(&harbour, &request, &second, Reply::GoOn)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "delivered");
    harbour.later(Duration::from_days(1)).await;
    assert_eq!(harbour.state(&request).await.0, "delivered");
    assert_eq!(harbour.crew().await, ["ana"]);
}

#[tokio::test]
async fn an_extension_ends_what_it_is_asked_about() {
    for (reply, state) in [(Reply::Deny, "denied"), (Reply::Cancel, "canceled")] {
        let harbour = Harbour::new().await;
        extension(&harbour, "asked", true).await;
        harbour
            .tools(calling(policy(vec![]), &[(Stage::Created, "asked")]))
            .await;
        let request = harbour.asked("ana").await;
        let call = last_call(&harbour, Stage::Created).await;
        answer(&harbour, &request, &call, reply).await.unwrap();
        harbour.engine.run_due().await.unwrap();
        assert_eq!(harbour.state(&request).await.0, state);
        // Nothing is left of it: she may ask again.
        harbour.ask("ana").await.unwrap();
    }
}

#[tokio::test]
async fn silence_is_no() {
    let harbour = Harbour::new().await;
    extension(&harbour, "asked", true).await;
    harbour
        .tools(calling(policy(vec![]), &[(Stage::Approved, "asked")]))
        .await;
    let request = harbour.asked("ana").await;
    // The time begins when the call has arrived, however long that takes.
    harbour.later(Duration::from_seconds(4 * 3_600)).await;
    assert_eq!(harbour.state(&request).await.0, "submitted");
    let end = harbour.clock_now() + Duration::from_seconds(3_600);
    harbour
        .write(move |tx| {
            Box::pin(async move {
                Sql::new("UPDATE callouts SET state = 'waitingForCallback', answer_by = $1")
                    .instant(end)
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await;
    harbour.later(Duration::from_seconds(3_599)).await;
    assert_eq!(harbour.state(&request).await.0, "submitted");
    harbour.later(Duration::from_seconds(1)).await;
    assert_eq!(harbour.state(&request).await.0, "denied");
    assert_eq!(
        told(&harbour, &request, "status").await,
        ["callbackTimedOut"]
    );
    let call = last_call(&harbour, Stage::Approved).await;
    assert!(
        answer(&harbour, &request, &call, Reply::GoOn)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn of_several_the_last_one_lets_it_go_on() {
    let harbour = Harbour::new().await;
    extension(&harbour, "first", true).await;
    extension(&harbour, "second", true).await;
    extension(&harbour, "told", false).await;
    let stages = ["first", "told", "second"].map(|extension| (Stage::Created, extension));
    harbour.tools(calling(policy(vec![]), &stages)).await;
    let request = harbour.asked("ana").await;
    let calls = harbour
        .texts("SELECT id AS x FROM callouts WHERE is_awaited = 1 ORDER BY id")
        .await;
    answer(&harbour, &request, &calls[1], Reply::GoOn)
        .await
        .unwrap();
    assert_eq!(harbour.state(&request).await.1, "WaitingForCallback");
    answer(&harbour, &request, &calls[0], Reply::GoOn)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "delivered");
}

#[tokio::test]
async fn it_can_be_taken_back_while_it_waits() {
    use crate::operations::cancel_request;
    use crate::operations::holding::Asking;
    let harbour = Harbour::new().await;
    extension(&harbour, "asked", true).await;
    harbour
        .tools(calling(policy(vec![]), &[(Stage::Created, "asked")]))
        .await;
    let request = harbour.asked("ana").await;
    let (ana, act) = (
        harbour.person("ana").await,
        Act::by_service(harbour.clock_now(), Arc::clone(&harbour.engine.ids)),
    );
    let id = request.clone();
    let taken_back: Result<(), Refusal> = harbour
        .engine
        .store
        .write(move |tx| {
            let (act, ana, id) = (act.clone(), ana.clone(), id.clone());
            Box::pin(async move { cancel_request::run(tx, &act, &Asking::Person(&ana), &id).await })
        })
        .await;
    taken_back.unwrap();
    assert_eq!(harbour.state(&request).await.0, "canceled");
    harbour.later(Duration::from_days(1)).await;
    assert_eq!(harbour.state(&request).await.0, "canceled");
}

#[tokio::test]
async fn one_that_is_gone_keeps_nobody_waiting() {
    let harbour = Harbour::new().await;
    extension(&harbour, "asked", true).await;
    let asks = policy(vec![stage(vec![manager()], vec![])]);
    harbour
        .tools(calling(asks, &[(Stage::Approved, "asked")]))
        .await;
    let request = harbour.asked("ana").await;
    harbour
        .write(|tx| {
            Box::pin(async move {
                for text in ["DELETE FROM extension_stages", "DELETE FROM extensions"] {
                    Sql::new(text).execute(tx).await?;
                }
                Ok(())
            })
        })
        .await;
    harbour
        .decide("bo", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "denied");
    assert_eq!(told(&harbour, &request, "status").await, ["calloutFailed"]);
}

#[tokio::test]
async fn of_two_answers_at_once_one_counts() {
    let harbour = Harbour::new().await;
    extension(&harbour, "asked", true).await;
    harbour
        .tools(calling(policy(vec![]), &[(Stage::Created, "asked")]))
        .await;
    for who in ["ana", "ed", "chen"] {
        let request = harbour.ask(who).await.unwrap();
        let call = call_about(&harbour, &request).await;
        let (yes, no) = tokio::join!(
            answer(&harbour, &request, &call, Reply::GoOn),
            answer(&harbour, &request, &call, Reply::Deny)
        );
        assert!(yes.is_ok() != no.is_ok(), "{yes:?} {no:?}");
        harbour.engine.run_due().await.unwrap();
        let wanted = if yes.is_ok() { "delivered" } else { "denied" };
        assert_eq!(harbour.state(&request).await.0, wanted);
    }
}

#[tokio::test]
async fn what_cannot_be_sent_for_a_day_is_refused() {
    let harbour = Harbour::new().await;
    extension(&harbour, "asked", true).await;
    harbour
        .tools(calling(policy(vec![]), &[(Stage::Created, "asked")]))
        .await;
    let request = harbour.asked("ana").await;
    harbour.later(Duration::from_days(1)).await;
    assert_eq!(harbour.state(&request).await.0, "submitted");
    harbour.later(Duration::from_seconds(3_600)).await;
    assert_eq!(harbour.state(&request).await.0, "denied");
}

#[tokio::test]
async fn an_extension_that_said_no_is_not_asked_every_hour() {
    let harbour = Harbour::new().await;
    extension(&harbour, "asked", true).await;
    harbour
        .tools(calling(for_leads("PT0S"), &[(Stage::Created, "asked")]))
        .await;
    look(&harbour).await;
    let requests = "SELECT id AS x FROM requests ORDER BY id";
    let made = harbour.texts(requests).await;
    assert_eq!(made.len(), 2);
    for request in &made {
        let call = call_about(&harbour, request).await;
        answer(&harbour, request, &call, Reply::Deny).await.unwrap();
    }
    harbour.later(Duration::from_seconds(3_600)).await;
    look(&harbour).await;
    assert_eq!(harbour.texts(requests).await, made);
    // Another policy is another question.
    let at = harbour.clock_now();
    harbour
        .write(move |tx| {
            Box::pin(async move {
                Sql::new("UPDATE policies SET modified_at = $1")
                    .instant(at)
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await;
    look(&harbour).await;
    assert_eq!(harbour.texts(requests).await.len(), 4);
}

#[tokio::test]
async fn one_that_was_only_told_and_is_gone_says_nothing() {
    let harbour = Harbour::new().await;
    extension(&harbour, "told", false).await;
    extension(&harbour, "asked", true).await;
    let asks = policy(vec![stage(vec![manager()], vec![])]);
    let stages = [(Stage::Approved, "told"), (Stage::Approved, "asked")];
    harbour.tools(calling(asks, &stages)).await;
    let request = harbour.asked("ana").await;
    harbour
        .write(|tx| {
            Box::pin(async move {
                Sql::new("DELETE FROM extension_stages").execute(tx).await?;
                Sql::new("DELETE FROM extensions WHERE id = 'told'")
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await;
    harbour
        .decide("bo", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    let awaited = "SELECT id AS x FROM callouts WHERE is_awaited = 1";
    let awaited = harbour.texts(awaited).await;
    answer(&harbour, &request, &awaited[0], Reply::GoOn)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "delivered");
    // Nothing about anybody is kept of calls that are over.
    let bodies = "SELECT body AS x FROM callouts WHERE state <> 'waiting'";
    assert!(harbour.texts(bodies).await.iter().all(String::is_empty));
}
