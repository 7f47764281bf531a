use std::sync::Arc;

use portico_graph::time::{Duration, Instant};
use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::clock::{Clock, ManualClock};
use crate::ids::Ids;
use crate::store::{Sql, Store, StoreError, cluster};

const NOW: Instant = Instant::from_unix(1_795_507_200);

async fn log(entries: usize) -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&cluster::chosen(folder.path()).await)
        .await
        .unwrap();
    for number in 0..entries {
        add(&store, number).await;
    }
    (store, folder)
}

async fn add(store: &Store, number: usize) {
    let ids = Arc::new(Ids::system());
    store
        .write(move |tx| {
            let ids = Arc::clone(&ids);
            Box::pin(async move {
                let entry = Entry {
                    at: NOW,
                    actor: "ana",
                    action: "submitted",
                    object_kind: "accessPackageAssignmentRequest",
                    object_id: &format!("request-{number}"),
                    details: json!({"number": number}),
                    personal: Some(json!({"justification": "Month end"})),
                };
                append(tx, &ids, &entry).await
            })
        })
        .await
        .unwrap();
}

async fn change(store: &Store, sql: &'static str) {
    store
        .write(move |tx| Box::pin(async move { Sql::new(sql).execute(tx).await.map(drop) }))
        .await
        .unwrap();
}

async fn found(store: &Store) -> Option<Fault> {
    verify(store).await.unwrap().fault
}

fn at(seq: i64, what: &'static str) -> Fault {
    Fault {
        seq: Some(seq),
        what,
    }
}

#[tokio::test]
async fn entries_are_linked_in_their_order() {
    let (store, _folder) = log(3).await;
    let before = verify(&store).await.unwrap();
    assert_eq!(
        (before.sealed, before.unsealed, before.is_sound()),
        (0, 3, true)
    );
    assert_eq!(seal(&store).await.unwrap(), 3);
    assert_eq!(seal(&store).await.unwrap(), 0);
    add(&store, 3).await;
    let after = verify(&store).await.unwrap();
    assert_eq!(
        (after.sealed, after.unsealed, after.is_sound()),
        (3, 1, true)
    );
    assert!(after.to_string().contains("sound"), "{after}");
}

#[tokio::test]
async fn a_change_is_found_where_it_was_made() {
    for (sql, fault) in [
        (
            "UPDATE audit SET actor = 'bo' WHERE seq = 2",
            Some(at(2, "the entry was changed")),
        ),
        (
            "UPDATE audit SET details = '{}' WHERE seq = 3",
            Some(at(3, "the entry was changed")),
        ),
        (
            "UPDATE audit SET personal = 'x' WHERE seq = 1",
            Some(at(1, "its personal text was changed")),
        ),
        (
            "DELETE FROM audit WHERE seq = 2",
            Some(at(2, "it is missing")),
        ),
        (
            "UPDATE audit SET hash = 'x' WHERE seq = 2",
            Some(at(2, "its link does not fit")),
        ),
        (
            "DELETE FROM audit WHERE seq = 4",
            Some(at(4, "the end of the chain is missing")),
        ),
        // Erasing personal text is what the salt is for.
        (
            "UPDATE audit SET personal = NULL, personal_salt = NULL",
            None,
        ),
    ] {
        let (store, _folder) = log(4).await;
        seal(&store).await.unwrap();
        change(&store, sql).await;
        assert_eq!(found(&store).await, fault, "{sql}");
    }
    let (store, _folder) = log(1).await;
    change(&store, "UPDATE audit SET action = 'x'").await;
    let fault = found(&store).await.unwrap();
    assert_eq!((fault.seq, fault.what), (None, "the entry was changed"));
}

#[tokio::test]
async fn one_sealer_at_a_time_and_the_last_look_links_all() {
    let (store, _folder) = log(2).await;
    let clock = Arc::new(ManualClock::at(NOW));
    let stop_at_once = async {};
    let real: Arc<dyn Clock> = clock.clone();
    keep_sealing(store.clone(), "first".into(), real.clone(), stop_at_once).await;
    assert_eq!(verify(&store).await.unwrap().sealed, 2);
    add(&store, 2).await;
    keep_sealing(store.clone(), "second".into(), real.clone(), async {}).await;
    assert_eq!(
        verify(&store).await.unwrap().sealed,
        2,
        "the first still holds the lease"
    );
    clock.advance(Duration::from_seconds(5));
    keep_sealing(store.clone(), "second".into(), real, async {}).await;
    assert_eq!(verify(&store).await.unwrap().sealed, 3);
}

#[tokio::test]
async fn a_lease_from_before_the_clock_went_back_holds_nobody_up() {
    let (store, _folder) = log(2).await;
    let clock = Arc::new(ManualClock::at(NOW));
    let real: Arc<dyn Clock> = clock.clone();
    keep_sealing(store.clone(), "first".into(), real.clone(), async {}).await;
    add(&store, 2).await;
    clock.advance(Duration::from_days(-5));
    keep_sealing(store.clone(), "second".into(), real, async {}).await;
    assert_eq!(verify(&store).await.unwrap().sealed, 3);
}

#[tokio::test]
async fn an_entry_goes_with_its_change() {
    let (store, _folder) = log(0).await;
    let ids = Arc::new(Ids::system());
    let failed: Result<(), StoreError> = store
        .write(move |tx| {
            let ids = Arc::clone(&ids);
            Box::pin(async move {
                let entry = Entry {
                    at: NOW,
                    actor: "system",
                    action: "x",
                    object_kind: "x",
                    object_id: "x",
                    details: json!({}),
                    personal: None,
                };
                append(tx, &ids, &entry).await?;
                Err(StoreError::Broken("the change failed".into()))
            })
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(verify(&store).await.unwrap().unsealed, 0);
}
