use portico_graph::time::Duration;
use portico_graph::{ExpirationPattern, NotificationSettings, Schedule};

use super::sending::{as_administrator, as_person, changeable, extend, period, wish};
use crate::operations::create_request::Wish;
use crate::operations::harbour::{Harbour, manager, policy, stage};

const LETTERS: &str = "SELECT subject AS x FROM mail WHERE subject LIKE 'Ends soon%'";

async fn letters(harbour: &Harbour) -> usize {
    harbour.texts(LETTERS).await.len()
}

#[tokio::test]
async fn its_holder_is_told_fourteen_days_before_and_one() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour.asked("ana").await;
    for (days, told) in [(15, 0), (1, 1), (1, 1), (11, 1), (1, 2), (1, 2), (30, 2)] {
        harbour.later(Duration::from_days(days)).await;
        assert_eq!(letters(&harbour).await, told, "{days} days later");
    }
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    let text = "SELECT body_text AS x FROM mail WHERE subject = 'Ends soon: Package tools' ORDER BY created_at LIMIT 1";
    let text = harbour.texts(text).await.remove(0);
    assert!(
        text.contains("Your access to Package tools ends on "),
        "{text}"
    );
    assert!(text.contains("/access/"), "{text}");
}

#[tokio::test]
async fn whoever_was_down_for_long_tells_once() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour.asked("ana").await;
    harbour
        .later(Duration::from_seconds(29 * 86_400 + 3_600))
        .await;
    assert_eq!(letters(&harbour).await, 1);
    harbour.later(Duration::from_days(1)).await;
    assert_eq!(letters(&harbour).await, 1);
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn another_end_is_told_again_and_what_one_has_just_chosen_is_not() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour.administrator("bo").await;
    harbour.asked("ana").await;
    harbour.later(Duration::from_days(16)).await;
    assert_eq!(letters(&harbour).await, 1);
    // Ten days from now: that is known to whoever said so.
    let held = harbour.held("ana").await;
    let change = extend(&held, period(10));
    harbour.send(as_administrator("bo"), change).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    harbour.later(Duration::from_days(8)).await;
    assert_eq!(letters(&harbour).await, 1);
    let change = extend(&held, period(30));
    harbour.send(as_administrator("bo"), change).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    for (days, told) in [(15, 1), (1, 2), (13, 3), (1, 3)] {
        harbour.later(Duration::from_days(days)).await;
        assert_eq!(letters(&harbour).await, told, "{days} days later");
    }
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn access_that_has_no_end_any_more_is_left_alone() {
    let harbour = Harbour::new().await;
    let mut endless = policy(vec![]);
    endless.expiration = None;
    harbour.tools(endless).await;
    harbour.administrator("bo").await;
    let wish = Wish {
        schedule: Some(period(30)),
        ..wish("tools")
    };
    harbour.ask_for("ana", wish).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    harbour.later(Duration::from_days(5)).await;
    let held = harbour.held("ana").await;
    let never = Schedule {
        start_date_time: None,
        expiration: Some(ExpirationPattern::never()),
    };
    let change = extend(&held, never);
    harbour.send(as_administrator("bo"), change).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    for days in [11, 14, 1, 400] {
        harbour.later(Duration::from_days(days)).await;
        assert_eq!(harbour.crew().await, ["ana"], "{days} days later");
    }
    assert_eq!(letters(&harbour).await, 0);
    let made = "SELECT request_type AS x FROM requests ORDER BY created_at";
    assert_eq!(harbour.texts(made).await, ["userAdd", "adminUpdate"]);
}

#[tokio::test]
async fn whoever_has_asked_for_more_knows() {
    let harbour = Harbour::new().await;
    let decided = policy(vec![stage(vec![manager()], vec![])]);
    let mut decided = changeable(decided, true);
    if let Some(settings) = decided.request_approval_settings.as_mut() {
        settings.is_approval_required_for_add = Some(false);
    }
    harbour.tools(decided).await;
    harbour.asked("ana").await;
    harbour.later(Duration::from_days(28)).await;
    assert_eq!(letters(&harbour).await, 1);
    let held = harbour.held("ana").await;
    let asks = extend(&held, period(30));
    harbour.send(as_person("ana"), asks).await.unwrap();
    harbour.later(Duration::from_days(1)).await;
    assert_eq!(letters(&harbour).await, 1);
}

#[tokio::test]
async fn a_policy_that_writes_no_letters_writes_none() {
    let harbour = Harbour::new().await;
    let mut silent = policy(vec![]);
    silent.notification_settings = Some(NotificationSettings {
        is_assignment_notification_disabled: true,
    });
    harbour.tools(silent).await;
    harbour.asked("ana").await;
    harbour.later(Duration::from_days(29)).await;
    assert_eq!(letters(&harbour).await, 0);
}
