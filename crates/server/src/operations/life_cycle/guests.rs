use portico_governance::approval::Verdict;
use portico_graph::time::Duration;
use portico_graph::{Schedule, SubjectLifecycle};

use super::repairing::without_pilot;
use super::sending::{Sent, as_administrator, wish};
use crate::operations::act::Act;
use crate::operations::administer::settings::{self, External};
use crate::operations::administer::subjects::{Key, govern};
use crate::operations::guests;
use crate::operations::harbour::{Harbour, START, manager, one, policy, stage};
use crate::store::{Sql, meta};

/// Ana comes from outside, holds the tools for thirty days, and is governed.
async fn guest(action: &'static str) -> Harbour {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour.administrator("bo").await;
    harbour
        .write(move |tx| {
            Box::pin(async move {
                Sql::new("UPDATE users SET user_type = 'Guest' WHERE id = 'ana'")
                    .execute(tx)
                    .await?;
                let settings = External {
                    external_user_lifecycle_action: action.to_owned(),
                    ..External::default()
                };
                let name = "entitlementManagementSettings";
                meta::set_settings(tx, name, &settings, START).await
            })
        })
        .await;
    harbour.asked("ana").await;
    governed(&harbour, SubjectLifecycle::Governed).await;
    harbour
}

async fn governed(harbour: &Harbour, lifecycle: SubjectLifecycle) {
    let manager = harbour.managing("bo").await;
    let act = Act::by_manager(&manager, harbour.clock_now(), harbour.engine.ids.clone());
    let store = &harbour.engine.store;
    let done = store.write(move |tx| {
        let (act, manager) = (act.clone(), manager.clone());
        Box::pin(async move {
            let ana = Key::Object("ana".to_owned());
            govern(tx, &act, &manager, &ana, lifecycle).await
        })
    });
    done.await.unwrap();
}

/// Whether Ana may sign in, and is there.
async fn ana(harbour: &Harbour) -> (bool, bool) {
    let rows = harbour
        .rows("SELECT account_enabled, deleted_at FROM users WHERE id = 'ana'")
        .await;
    let deleted = rows[0].opt_text("deleted_at").unwrap();
    (rows[0].flag("account_enabled").unwrap(), deleted.is_none())
}

async fn logged(harbour: &Harbour) -> Vec<String> {
    let about = "SELECT action AS x FROM audit WHERE object_id = 'ana' ORDER BY position";
    harbour.texts(about).await
}

const PAST_THE_END: Duration = Duration::from_days(30);

#[tokio::test]
async fn with_the_last_access_goes_the_sign_in_and_then_the_account() {
    let harbour = guest(settings::DELETE).await;
    harbour.later(Duration::from_days(29)).await;
    assert_eq!(ana(&harbour).await, (true, true));
    harbour.later(Duration::from_days(1)).await;
    assert_eq!(ana(&harbour).await, (false, true));
    harbour.later(Duration::from_days(29)).await;
    assert_eq!(ana(&harbour).await, (false, true));
    harbour.later(Duration::from_days(1)).await;
    assert_eq!(ana(&harbour).await, (false, false));
    assert_eq!(logged(&harbour).await, ["signInBlocked", "userDeleted"]);
}

#[tokio::test]
async fn who_is_only_blocked_stays_and_who_is_let_be_is_not_blocked() {
    let harbour = guest("blockSignIn").await;
    harbour.later(PAST_THE_END).await;
    harbour.later(Duration::from_days(400)).await;
    assert_eq!(ana(&harbour).await, (false, true));
    let harbour = guest(settings::NONE).await;
    harbour.later(PAST_THE_END).await;
    assert_eq!(ana(&harbour).await, (true, true));
}

#[tokio::test]
async fn only_guests_who_are_governed() {
    let harbour = guest(settings::DELETE).await;
    governed(&harbour, SubjectLifecycle::NotGoverned).await;
    harbour.later(PAST_THE_END).await;
    assert_eq!(ana(&harbour).await, (true, true));
    let harbour = guest(settings::DELETE).await;
    harbour
        .execute("UPDATE users SET user_type = 'Member' WHERE id = 'ana'")
        .await;
    harbour.later(PAST_THE_END).await;
    assert_eq!(ana(&harbour).await, (true, true));
}

#[tokio::test]
async fn other_access_holds_and_new_access_opens_again() {
    let harbour = guest(settings::DELETE).await;
    harbour.later(Duration::from_days(10)).await;
    harbour.package("more", policy(vec![]), true).await;
    let give = || {
        let mut wish = wish("more");
        wish.target_object = Some("ana".to_owned());
        Sent::Give(wish)
    };
    harbour.send(as_administrator("bo"), give()).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    harbour.later(Duration::from_days(20)).await;
    assert_eq!(ana(&harbour).await, (true, true));
    harbour.later(Duration::from_days(10)).await;
    assert_eq!(ana(&harbour).await, (false, true));
    // Given again in time: nothing is deleted when the thirty days are over.
    harbour.later(Duration::from_days(20)).await;
    harbour.send(as_administrator("bo"), give()).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(ana(&harbour).await, (true, true));
    harbour.later(Duration::from_days(15)).await;
    assert_eq!(ana(&harbour).await, (true, true));
    let words = ["signInBlocked", "signInUnblocked"];
    assert_eq!(logged(&harbour).await, words);
}

#[tokio::test]
async fn who_is_not_governed_any_more_is_let_in_again() {
    let harbour = guest(settings::DELETE).await;
    harbour.later(PAST_THE_END).await;
    assert_eq!(ana(&harbour).await, (false, true));
    governed(&harbour, SubjectLifecycle::NotGoverned).await;
    harbour.later(PAST_THE_END).await;
    assert_eq!(ana(&harbour).await, (true, true));
}

#[tokio::test]
async fn whom_somebody_else_disabled_stays_as_they_are() {
    let harbour = guest(settings::DELETE).await;
    harbour
        .execute("UPDATE users SET account_enabled = 0 WHERE id = 'ana'")
        .await;
    harbour.later(PAST_THE_END).await;
    harbour.later(PAST_THE_END).await;
    assert_eq!(ana(&harbour).await, (false, true));
    assert_eq!(logged(&harbour).await, Vec::<String>::new());
}

#[tokio::test]
async fn an_open_request_is_waited_for() {
    let harbour = guest(settings::DELETE).await;
    let asks = policy(vec![stage(vec![manager()], vec![one("dee")])]);
    harbour.package("more", asks, true).await;
    harbour.later(Duration::from_days(29)).await;
    let mut later = wish("more");
    later.schedule = Some(Schedule {
        start_date_time: Some(harbour.clock_now() + Duration::from_days(40)),
        expiration: None,
    });
    let asked = harbour.ask_for("ana", later).await.unwrap();
    harbour
        .decide("bo", &asked, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.later(Duration::from_days(35)).await;
    assert_eq!(ana(&harbour).await, (false, true));
    harbour.later(Duration::from_days(6)).await;
    assert_eq!(ana(&harbour).await, (true, true));
    assert_eq!(harbour.state(&asked).await.0, "delivered");
}

#[tokio::test]
async fn nothing_is_given_to_whoever_was_deleted() {
    let harbour = guest(settings::DELETE).await;
    let asks = policy(vec![stage(vec![manager()], vec![one("dee")])]);
    harbour.package("more", asks, true).await;
    let asked = harbour.ask_for("ana", wish("more")).await.unwrap();
    harbour.delete_person("ana").await;
    harbour
        .decide("bo", &asked, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&asked).await.0, "deliveryFailed");
}

#[tokio::test]
async fn what_the_settings_say_later_counts_for_those_who_are_blocked() {
    let harbour = guest("blockSignIn").await;
    harbour.later(PAST_THE_END).await;
    harbour.later(Duration::from_days(10)).await;
    let manager = harbour.managing("bo").await;
    let act = Act::by_manager(&manager, harbour.clock_now(), harbour.engine.ids.clone());
    let done = harbour.engine.store.write(move |tx| {
        let (act, manager) = (act.clone(), manager.clone());
        Box::pin(
            async move { settings::set_external(tx, &act, &manager, &External::default()).await },
        )
    });
    done.await.unwrap();
    harbour.later(Duration::from_days(19)).await;
    assert_eq!(ana(&harbour).await, (false, true));
    harbour.later(Duration::from_days(1)).await;
    assert_eq!(ana(&harbour).await, (false, false));
}

#[tokio::test]
async fn whoever_keeps_the_directory_has_the_last_word() {
    let harbour = guest(settings::DELETE).await;
    harbour.later(PAST_THE_END).await;
    assert_eq!(ana(&harbour).await, (false, true));
    harbour
        .write(|tx| Box::pin(async move { guests::others_decide(tx, "ana").await }))
        .await;
    let mut wish = wish("tools");
    wish.target_object = Some("ana".to_owned());
    harbour
        .send(as_administrator("bo"), Sent::Give(wish))
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(ana(&harbour).await, (false, true));
    harbour.later(Duration::from_days(60)).await;
    assert_eq!(ana(&harbour).await, (false, true));
}

#[tokio::test]
async fn a_delivery_that_fails_later_takes_nothing_from_whoever_was_let_in_again() {
    let harbour = guest(settings::DELETE).await;
    harbour.later(PAST_THE_END).await;
    assert_eq!(ana(&harbour).await, (false, true));
    // By whoever keeps the directory.
    harbour
        .write(|tx| {
            Box::pin(async move {
                guests::others_decide(tx, "ana").await?;
                Sql::new("UPDATE users SET account_enabled = 1 WHERE id = 'ana'")
                    .execute(tx)
                    .await?;
                Sql::new("DELETE FROM resource_role_scopes WHERE role_id <> 'pilot-role'")
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await;
    without_pilot(&harbour).await;
    harbour.later(Duration::from_days(1)).await;
    let asked = harbour.asked("ana").await;
    assert_eq!(harbour.state(&asked).await.0, "deliveryFailed");
    assert_eq!(ana(&harbour).await, (true, true));
}
