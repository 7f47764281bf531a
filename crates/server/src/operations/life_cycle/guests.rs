use portico_graph::SubjectLifecycle;
use portico_graph::time::Duration;

use super::sending::{Sent, as_administrator, wish};
use crate::operations::act::Act;
use crate::operations::administer::settings::{self, External};
use crate::operations::administer::subjects::{Key, govern};
use crate::operations::harbour::{Harbour, START, policy};
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
        .write(|tx| {
            Box::pin(async move {
                Sql::new("UPDATE users SET user_type = 'Member' WHERE id = 'ana'")
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
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
        .write(|tx| {
            Box::pin(async move {
                Sql::new("UPDATE users SET account_enabled = 0 WHERE id = 'ana'")
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await;
    harbour.later(PAST_THE_END).await;
    harbour.later(PAST_THE_END).await;
    assert_eq!(ana(&harbour).await, (false, true));
    assert_eq!(logged(&harbour).await, Vec::<String>::new());
}
