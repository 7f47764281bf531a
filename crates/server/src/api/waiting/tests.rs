use super::*;
use crate::api::read::Place;
use crate::operations::harbour::{Harbour, group, one, policy, stage};
use portico_graph::time::Duration;

/// The leads are named by every request and asked by every second one only.
#[tokio::test]
async fn pages_are_full_although_some_that_name_me_are_not_mine() {
    let harbour = Harbour::new().await;
    let mut expected = Vec::new();
    for number in 0..6 {
        let id: &'static str = format!("package-{number}").leak();
        let (primary, fallback) = if number % 3 == 2 {
            (vec![group("leads")], vec![])
        } else {
            (vec![one("ed")], vec![group("leads")])
        };
        let policy = portico_graph::AssignmentPolicy {
            id: format!("policy-{number}"),
            ..policy(vec![stage(primary, fallback)])
        };
        harbour.package(id, policy, false).await;
        for who in ["ana", "bo"] {
            let wish = crate::operations::create_request::Wish {
                package_id: id.to_owned(),
                ..Default::default()
            };
            let request = harbour.ask_for(who, wish).await.unwrap();
            harbour.later(Duration::from_seconds(60)).await;
            if number % 3 == 2 {
                expected.insert(0, request);
            }
        }
    }
    let chen = harbour.person("chen").await;
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    for size in [1, 2, 3, 4, 50] {
        let mut seen: Vec<String> = Vec::new();
        let mut after = None;
        loop {
            let part = page(&mut tx, &chen, after, size).await.unwrap();
            seen.extend(part.request_ids.iter().cloned());
            let Some(last) = part
                .request_ids
                .last()
                .filter(|_| part.request_ids.len() == size)
            else {
                break;
            };
            let row = Sql::new("SELECT created_at FROM requests WHERE id = $1")
                .text(last)
                .fetch_one(&mut tx)
                .await;
            let key = row.unwrap().text("created_at").unwrap();
            after = Some(Place {
                key,
                id: last.clone(),
            });
        }
        assert_eq!(seen, expected, "{size}");
    }
    let mut oldest_first = expected.clone();
    oldest_first.reverse();
    assert_eq!(request_ids(&mut tx, &chen).await.unwrap(), oldest_first);
}
