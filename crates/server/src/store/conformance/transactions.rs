use super::*;
use crate::store::{Sql, meta};

async fn fact(store: &Store, name: &str) -> Option<String> {
    let mut tx = store.begin_read().await.unwrap();
    meta::get(&mut tx, name).await.unwrap()
}

#[tokio::test]
async fn facts_are_kept_replaced_and_defended() {
    on_each_engine(|store| async move {
        write(&store, |tx| Box::pin(meta::set(tx, "a", "1"))).await;
        let kept = write(&store, |tx| Box::pin(meta::set_if_absent(tx, "a", "2"))).await;
        assert_eq!(kept, "1");
        write(&store, |tx| Box::pin(meta::set(tx, "a", "3"))).await;
        assert_eq!(fact(&store, "a").await.as_deref(), Some("3"));
        assert_eq!(fact(&store, "b").await, None);
    })
    .await;
}

#[tokio::test]
async fn an_error_takes_everything_back() {
    on_each_engine(|store| async move {
        let failed: Result<(), StoreError> = store
            .write(|tx| {
                Box::pin(async move {
                    meta::set(tx, "a", "1").await?;
                    Err(StoreError::Broken("on purpose".into()))
                })
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(fact(&store, "a").await, None);
        write(&store, |tx| Box::pin(meta::set(tx, "a", "2"))).await;
        assert_eq!(fact(&store, "a").await.as_deref(), Some("2"));
    })
    .await;
}

#[tokio::test]
async fn a_unique_index_says_that_somebody_was_first() {
    on_each_engine(|store| async move {
        let insert = "INSERT INTO meta (name, value) VALUES ($1, $1)";
        let twice: Result<u64, StoreError> = store
            .write(move |tx| {
                Box::pin(async move {
                    Sql::new(insert).text("a").execute(tx).await?;
                    Sql::new(insert).text("a").execute(tx).await
                })
            })
            .await;
        assert!(twice.unwrap_err().is_taken());
        assert_eq!(fact(&store, "a").await, None);
    })
    .await;
}

#[tokio::test]
async fn placeholders_and_arguments_are_counted() {
    on_each_engine(|store| async move {
        let mut tx = store.begin_read().await.unwrap();
        let missing = Sql::new("SELECT value FROM meta WHERE name = $1 AND value = $2").text("a");
        let refused = missing.fetch_all(&mut tx).await.unwrap_err();
        assert!(matches!(
            refused,
            StoreError::Arguments {
                wanted: 2,
                given: 1,
                ..
            }
        ));
    })
    .await;
}

/// Writes behave as if they ran one after the other, however many run at once.
#[tokio::test(flavor = "multi_thread")]
async fn no_write_is_lost() {
    on_each_engine(|store| async move {
        write(&store, |tx| Box::pin(meta::set(tx, "n", "0"))).await;
        let add_one = |store: Store| async move {
            write(&store, |tx| {
                Box::pin(async move {
                    let number: u32 = meta::get(tx, "n").await?.unwrap().parse().unwrap();
                    meta::set(tx, "n", &(number + 1).to_string()).await
                })
            })
            .await;
        };
        let writers: Vec<_> = (0..8)
            .map(|_| tokio::spawn(add_one(store.clone())))
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(fact(&store, "n").await.as_deref(), Some("8"));
    })
    .await;
}

#[tokio::test]
async fn a_reader_sees_one_state() {
    on_each_engine(|store| async move {
        write(&store, |tx| Box::pin(meta::set(tx, "a", "before"))).await;
        let mut tx = store.begin_read().await.unwrap();
        assert_eq!(
            meta::get(&mut tx, "a").await.unwrap().as_deref(),
            Some("before")
        );
        write(&store, |tx| Box::pin(meta::set(tx, "a", "after"))).await;
        assert_eq!(
            meta::get(&mut tx, "a").await.unwrap().as_deref(),
            Some("before")
        );
        drop(tx);
        assert_eq!(fact(&store, "a").await.as_deref(), Some("after"));
    })
    .await;
}

#[tokio::test]
async fn texts_are_sorted_byte_by_byte() {
    on_each_engine(|store| async move {
        for name in ["b", "B", "a", "ä", "Z", "_"] {
            write(&store, move |tx| Box::pin(meta::set(tx, name, ""))).await;
        }
        let mut tx = store.begin_read().await.unwrap();
        let rows = Sql::new("SELECT name FROM meta WHERE value = '' ORDER BY name")
            .fetch_all(&mut tx)
            .await;
        let names: Vec<_> = rows
            .unwrap()
            .iter()
            .map(|row| row.text("name").unwrap())
            .collect();
        assert_eq!(names, ["B", "Z", "_", "a", "b", "ä"]);
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_an_error_of_its_own_write_alone() {
    on_each_engine(|store| async move {
        let outcome = store
            .write(|tx| -> Work<'_, (), StoreError> {
                Box::pin(async move {
                    meta::set(tx, "half", "done").await?;
                    panic!("a write that was asked to panic")
                })
            })
            .await;
        assert!(
            matches!(outcome, Err(StoreError::Abandoned(_))),
            "{outcome:?}"
        );
        assert_eq!(fact(&store, "half").await, None);
        write(&store, |tx| {
            Box::pin(async move { meta::set(tx, "whole", "done").await })
        })
        .await;
        assert_eq!(fact(&store, "whole").await.as_deref(), Some("done"));
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_passes_and_nothing_is_half_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Database::in_folder(folder.path()))
        .await
        .unwrap();
    // As if there were room for two pages more; each is as good as a full disk to SQLite.
    let limit = async |pages: String| {
        let limited = store.write(move |tx| {
            let set = format!("PRAGMA max_page_count = {pages}");
            Box::pin(async move { Sql::new(set).fetch_one(tx).await })
        });
        limited.await.unwrap()
    };
    let now = write(&store, |tx| {
        Box::pin(async move { Sql::new("PRAGMA page_count").fetch_one(tx).await })
    });
    let pages = now.await.int("page_count").unwrap();
    limit((pages + 2).to_string()).await;
    // Several at once, so that they share a transaction.
    let fill = (0..8).map(|number| {
        let name = format!("fact {number}");
        store.write(move |tx| {
            let name = name.clone();
            Box::pin(async move { meta::set(tx, &name, &"x".repeat(20_000)).await })
        })
    });
    let filled: Vec<Result<(), StoreError>> = futures_util::future::join_all(fill).await;
    let refused: Vec<_> = filled.iter().filter_map(|one| one.as_ref().err()).collect();
    assert!(!refused.is_empty());
    assert!(
        refused.iter().all(|one| one.is_unavailable()),
        "{refused:?}"
    );
    for (number, outcome) in filled.iter().enumerate() {
        let kept = fact(&store, &format!("fact {number}")).await.is_some();
        assert_eq!(kept, outcome.is_ok(), "{number}");
    }
    limit("1000000".to_owned()).await;
    write(&store, |tx| Box::pin(meta::set(tx, "room", "again"))).await;
    assert_eq!(fact(&store, "room").await.as_deref(), Some("again"));
}

#[tokio::test]
async fn a_statement_by_itself_is_kept_and_counted() {
    on_each_engine(|store| async move {
        let insert = Sql::new("INSERT INTO meta (name, value) VALUES ($1, $2)")
            .text("a")
            .text("1");
        assert_eq!(store.execute(insert.clone()).await.unwrap(), 1);
        assert!(store.execute(insert).await.unwrap_err().is_taken());
        let gone = Sql::new("DELETE FROM meta WHERE name = $1").text("b");
        assert_eq!(store.execute(gone).await.unwrap(), 0);
        assert_eq!(fact(&store, "a").await.as_deref(), Some("1"));
    })
    .await;
}
