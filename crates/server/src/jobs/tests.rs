use portico_governance::approval::Verdict;
use portico_graph::time::Duration;

use super::*;
use crate::operations::harbour::{Harbour, START, manager, policy, stage};
use crate::store::Sql;

/// A job about this subject panics.
const PANICS: &str = "panics";

/// Called where a job's work begins.
pub(super) fn panic_if_asked(subject: &str) {
    assert!(subject != PANICS, "this job was asked to panic");
}

/// Leaves jobs of deliveries behind.
async fn leave(harbour: &Harbour, subjects: &'static [&'static str]) {
    let act = crate::operations::act::Act::by_service(START, harbour.engine.ids.clone());
    harbour
        .write(move |tx| {
            let act = act.clone();
            Box::pin(async move {
                for subject in subjects {
                    outbox::add(tx, &act, Task::Deliver, subject, START).await?;
                }
                Ok(())
            })
        })
        .await;
}

async fn claim(engine: &Engine) -> Option<queue::Claimed> {
    let holder = engine.holder.clone();
    let (now, real) = (engine.clock.now(), engine.real_clock.now());
    engine
        .store
        .write(move |tx| {
            let holder = holder.clone();
            Box::pin(async move { queue::claim(tx, &holder, now, real, LEASE).await })
        })
        .await
        .unwrap()
}

/// A request that is approved and not delivered yet, with letters out of the way.
async fn approved() -> (Harbour, String) {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let request = harbour.asked("ana").await;
    harbour
        .decide("bo", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour
        .write(|tx| {
            Box::pin(async move {
                Sql::new("DELETE FROM jobs WHERE kind <> 'deliver'")
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await;
    (harbour, request)
}

#[tokio::test]
async fn a_worker_that_dies_with_a_job_is_replaced() {
    let (harbour, request) = approved().await;
    let job = claim(&harbour.engine).await.unwrap();
    assert_eq!(
        (job.task, job.subject_id.as_str()),
        (Task::Deliver, request.as_str())
    );
    // It dies here. As long as its lease lasts nobody else takes the job.
    let other = harbour.another_worker("second");
    assert!(claim(&other).await.is_none());
    harbour.clock.advance(LEASE);
    assert_eq!(other.run_due().await.unwrap(), 2, "deliver, and a letter");
    assert_eq!(harbour.crew().await, ["ana"]);

    // It was not dead, only slow: what it does now is taken back, because the job is not its own any more.
    run::one(&harbour.engine, job).await.unwrap();
    let events = harbour.events(&request).await;
    assert_eq!(events.iter().filter(|kind| *kind == "delivered").count(), 1);
    assert_eq!(
        events
            .iter()
            .filter(|kind| *kind == "resourceDelivered")
            .count(),
        3
    );
    assert_eq!(
        harbour.rows("SELECT id AS x FROM deliveries").await.len(),
        3
    );
}

#[tokio::test]
async fn delivering_twice_delivers_once() {
    let (harbour, request) = approved().await;
    let act = crate::operations::act::Act::by_service(START, harbour.engine.ids.clone());
    let id = request.clone();
    harbour
        .write(move |tx| {
            let (act, id) = (act.clone(), id.clone());
            Box::pin(async move {
                for _ in 0..2 {
                    crate::operations::deliver_request::run(tx, &act, &id)
                        .await
                        .map_err(|problem| StoreError::Broken(problem.to_string()))?;
                }
                Ok(())
            })
        })
        .await;
    harbour.engine.run_due().await.unwrap();
    assert_eq!(
        harbour.rows("SELECT id AS x FROM deliveries").await.len(),
        3
    );
    let delivered = harbour
        .texts("SELECT kind AS x FROM events WHERE kind = 'delivered'")
        .await;
    assert_eq!(delivered.len(), 1);
}

#[tokio::test]
async fn a_job_that_keeps_failing_is_given_up_and_says_so() {
    let (harbour, request) = approved().await;
    // A period that nobody can work out: the delivery cannot even begin.
    harbour
        .write(|tx| {
            Box::pin(async move {
                let broken = r#"{"startDateTime": null, "expiration": {"type": "afterDuration"}}"#;
                Sql::new("UPDATE requests SET schedule = $1")
                    .text(broken)
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await;
    for attempt in 1..=10 {
        assert_eq!(
            harbour.state(&request).await.0,
            "delivering",
            "attempt {attempt}"
        );
        harbour.later(Duration::from_days(1)).await;
    }
    let rows = harbour
        .rows("SELECT state, last_error FROM jobs WHERE kind = 'deliver'")
        .await;
    assert_eq!(rows[0].text("state").unwrap(), "dead");
    assert!(rows[0].text("last_error").unwrap().contains("period"));
    assert_eq!(harbour.state(&request).await.0, "deliveryFailed");
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn the_same_job_is_left_behind_once() {
    let harbour = Harbour::new().await;
    let act = crate::operations::act::Act::by_service(START, harbour.engine.ids.clone());
    harbour
        .write(move |tx| {
            let act = act.clone();
            Box::pin(async move {
                outbox::add(tx, &act, Task::Deliver, "r", START).await?;
                outbox::add(tx, &act, Task::Deliver, "r", START).await?;
                outbox::add(tx, &act, Task::Expire, "r", START).await
            })
        })
        .await;
    assert_eq!(harbour.rows("SELECT id AS x FROM jobs").await.len(), 2);
}

#[tokio::test]
async fn access_ends_however_often_its_end_fails() {
    let (harbour, _) = approved().await;
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.crew().await, ["ana"]);
    let end = harbour.texts("SELECT ends_at AS x FROM assignments").await;
    // An assignment that nobody can read: its end fails each time.
    let set_end = async |text: String| {
        harbour
            .write(move |tx| {
                let text = text.clone();
                Box::pin(async move {
                    Sql::new("UPDATE assignments SET ends_at = $1")
                        .text(text)
                        .execute(tx)
                        .await
                        .map(drop)
                })
            })
            .await;
    };
    set_end("some day".to_owned()).await;
    harbour.later(Duration::from_days(400)).await;
    for _ in 0..15 {
        harbour.later(Duration::from_days(1)).await;
    }
    let jobs = harbour
        .rows("SELECT state, attempts FROM jobs WHERE kind = 'expire'")
        .await;
    assert_eq!(jobs[0].text("state").unwrap(), "waiting");
    assert!(jobs[0].int("attempts").unwrap() > 10);
    assert_eq!(harbour.crew().await, ["ana"]);

    set_end(end[0].clone()).await;
    harbour.later(Duration::from_days(1)).await;
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_job_that_panics_is_put_by_and_the_others_are_done() {
    let (harbour, request) = approved().await;
    leave(&harbour, &[PANICS]).await;
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "delivered");
    let left = harbour
        .rows("SELECT state, attempts, last_error, due_at, lease_holder FROM jobs WHERE subject_id = 'panics'")
        .await;
    assert_eq!(left[0].text("state").unwrap(), "waiting");
    assert_eq!(left[0].int("attempts").unwrap(), 1);
    assert!(left[0].text("last_error").unwrap().contains("panicked"));
    assert_eq!(
        left[0].instant("due_at").unwrap(),
        START + Duration::from_seconds(2)
    );
    assert_eq!(left[0].opt_text("lease_holder").unwrap(), None);

    // The worker that saw it comes back to it, and in the end gives it up.
    for _ in 0..12 {
        harbour.later(Duration::from_seconds(3600)).await;
    }
    let left = harbour
        .texts("SELECT state AS x FROM jobs WHERE subject_id = 'panics'")
        .await;
    assert_eq!(left, ["dead"]);
}

#[tokio::test]
async fn work_from_before_the_clock_went_back_is_done_at_once() {
    let (harbour, request) = approved().await;
    assert!(claim(&harbour.engine).await.is_some(), "and then it dies");
    harbour.clock.advance(Duration::from_days(-5));
    let other = Engine {
        holder: "other".to_owned(),
        ..harbour.engine.clone()
    };
    other.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "delivered");
}
