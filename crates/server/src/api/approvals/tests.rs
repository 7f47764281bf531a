use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use super::{Node, Reader, stages};
use crate::api::test_yard::{EM, Yard, id, known};
use crate::api::waiting;
use crate::http::test_app::START;
use crate::signin::person::Person;

const ANA: &str = "ana@harbour.example";
const BO: &str = "bo@harbour.example";
const CHEN: &str = "chen@harbour.example";

fn approvals(rest: &str) -> String {
    format!("{EM}/accessPackageAssignmentApprovals{rest}")
}

#[tokio::test]
async fn what_waits_for_me_and_what_is_settled() {
    let yard = Yard::new().await;
    for (who, expected) in [
        (ANA, vec![]),
        (BO, vec![id(known::DELIVERED), id(known::WAITS_FOR_BO)]),
        (CHEN, vec![id(known::WAITS_FOR_CHEN)]),
        ("dina@harbour.example", vec![]),
    ] {
        let client = yard.app.as_person(who).await;
        let answer = client
            .get(&approvals(
                "/filterByCurrentUser(on='approver')?$count=true",
            ))
            .await;
        let value: Vec<Json> = expected.iter().map(|id| json!({ "id": id })).collect();
        assert_eq!(answer.json["value"], json!(value), "{who}");
        assert_eq!(answer.json["@odata.count"], json!(expected.len()), "{who}");
    }
    let bo = yard.app.as_person(BO).await;
    let expanded = bo
        .get(&approvals(
            "/filterByCurrentUser(on='approver')?$expand=stages($select=status)",
        ))
        .await;
    let stage = json!({ "id": id(known::WAITS_FOR_BO + 2000), "status": "InProgress" });
    assert_eq!(expanded.json["value"][1]["stages"], json!([stage]));
    let settled = &expanded.json["value"][0]["stages"][0];
    assert_eq!(settled["status"], "Completed");
}

#[tokio::test]
async fn an_approval_and_its_stages_for_who_decides() {
    let yard = Yard::new().await;
    let bo = yard.app.as_person(BO).await;
    let path = approvals(&format!("/{}", id(known::WAITS_FOR_BO)));
    let answer = bo.get(&path).await;
    let expected = json!({
        "id": id(known::WAITS_FOR_BO + 2000),
        "assignedToMe": true,
        "displayName": null,
        "justification": "",
        "reviewedBy": null,
        "reviewedDateTime": null,
        "reviewResult": "NotReviewed",
        "status": "InProgress",
    });
    assert_eq!(answer.json["stages"], json!([expected]));
    let list = bo.get(&format!("{path}/stages")).await;
    assert_eq!(list.json["value"], json!([expected]));
    let one = bo
        .get(&format!("{path}/stages/{}", id(known::WAITS_FOR_BO + 2000)))
        .await;
    assert_eq!(one.json["assignedToMe"], json!(true));
    let unknown = bo.get(&format!("{path}/stages/{}", id(1))).await;
    assert_eq!(
        (unknown.status, unknown.code()),
        (StatusCode::NOT_FOUND, "ResourceNotFound")
    );
    let decided = bo
        .get(&approvals(&format!("/{}", id(known::DELIVERED))))
        .await;
    assert_eq!(decided.json["stages"][0]["assignedToMe"], json!(false));
}

#[tokio::test]
async fn unknown_and_not_mine_read_alike() {
    let yard = Yard::new().await;
    for (who, expected) in [
        (ANA, StatusCode::FORBIDDEN),
        (CHEN, StatusCode::FORBIDDEN),
        ("gus@tern.example", StatusCode::FORBIDDEN),
        ("dina@harbour.example", StatusCode::OK),
    ] {
        let client = yard.app.as_person(who).await;
        for rest in [
            "",
            "/stages",
            &format!("/stages/{}", id(known::WAITS_FOR_BO + 2000)),
        ] {
            let path = approvals(&format!("/{}{rest}", id(known::WAITS_FOR_BO)));
            let answer = client.get(&path).await;
            assert_eq!(answer.status, expected, "{who} {rest}: {}", answer.text);
        }
        let unknown = client.get(&approvals(&format!("/{}", id(1)))).await;
        assert_eq!(
            (unknown.status, unknown.code()),
            (StatusCode::FORBIDDEN, "Forbidden")
        );
    }
    let anonymous = yard
        .app
        .anonymous()
        .get(&approvals(&format!("/{}", id(known::WAITS_FOR_BO))))
        .await;
    assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn requestors_see_that_there_are_stages_but_not_who_decided() {
    let yard = Yard::new().await;
    let ana = yard.app.as_person(ANA).await;
    let answer = ana
        .get(&approvals(
            "/filterByCurrentUser(on='target')?$expand=stages",
        ))
        .await;
    let approvals = answer.json["value"].as_array().unwrap();
    assert_eq!(approvals.len(), 2);
    for approval in approvals {
        assert_eq!(approval["stages"][0]["assignedToMe"], json!(false));
        assert_eq!(approval["stages"][0]["reviewedBy"], Json::Null);
    }
}

#[tokio::test]
async fn pages_follow_each_other_through_what_waits_and_what_is_settled() {
    let yard = Yard::new().await;
    yard.many(7, 6).await;
    let bo = yard.app.as_person(BO).await;
    let whole = approvals("/filterByCurrentUser(on='approver')?$top=100&$count=true");
    let whole = bo.get(&whole).await;
    let ids = |answer: &Json| {
        let approvals = answer["value"].as_array().unwrap().iter();
        approvals
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let expected = ids(&whole.json);
    assert_eq!(whole.json["@odata.count"], json!(15));
    assert_eq!(expected.len(), 15);
    for size in [1, 4, 14, 15, 16] {
        let mut path = approvals(&format!(
            "/filterByCurrentUser(on='approver')?$expand=stages&$top={size}"
        ));
        let mut seen = Vec::new();
        loop {
            let page = bo.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            assert!(page.json["value"].as_array().unwrap().len() <= size);
            for approval in page.json["value"].as_array().unwrap() {
                let stage = &approval["stages"][0];
                assert_eq!(
                    stage["assignedToMe"],
                    json!(stage["status"] == "InProgress"),
                    "{approval}"
                );
            }
            seen.extend(ids(&page.json));
            let Some(next) = page.json["@odata.nextLink"].as_str() else {
                break;
            };
            path = next
                .strip_prefix("http://127.0.0.1:8080")
                .unwrap()
                .to_owned();
        }
        assert_eq!(seen, expected, "{size}");
    }
    let some = bo
        .get(&approvals(
            "/filterByCurrentUser(on='approver')?$skip=3&$top=2",
        ))
        .await;
    assert_eq!(ids(&some.json), expected[3..5]);
    let one = approvals(&format!(
        "/filterByCurrentUser(on='approver')?$top=2&$filter=id%20eq%20'{}'",
        expected[14]
    ));
    assert_eq!(ids(&bo.get(&one).await.json), expected[14..]);
    let chen = yard.app.as_person(CHEN).await;
    let path = approvals("/filterByCurrentUser(on='approver')?$top=1");
    assert_eq!(
        ids(&chen.get(&path).await.json),
        [id(known::WAITS_FOR_CHEN)]
    );
}

#[tokio::test]
async fn a_page_takes_as_many_statements_whatever_waits() {
    let yard = Yard::new().await;
    let bo = yard.app.user_id(BO).await;
    let bo = Person::by_user_id(&yard.app.app.store, &bo, START)
        .await
        .unwrap()
        .unwrap();
    let mut took = Vec::new();
    // The first makes sure that each way leads to something.
    for (waiting, settled) in [(3, 0), (30, 5)] {
        yard.many(waiting, settled).await;
        let mut tx = yard.app.app.store.begin_read().await.unwrap();
        let before = tx.statements();
        let part = waiting::page(&mut tx, &bo, None, 51).await.unwrap();
        let reader = Reader::Approver(&bo);
        let all = stages::of_requests(&mut tx, &part.request_ids, reader, part.panels);
        let all = all.await.unwrap();
        let mine = |stage: &&Node| stage.members["assignedToMe"] == json!(true);
        let mine = all.values().flatten().filter(mine).count();
        took.push((all.len(), mine, tx.statements() - before));
    }
    // References, how their stages stand, waiting stages, managers, members, who can sign in, stages.
    assert_eq!(took, [(5, 4, 7), (37, 31, 7)]);
}
