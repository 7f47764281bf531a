use axum::http::StatusCode;
use serde_json::json;

use crate::api::test_yard::{EM, Yard, id, known};
use crate::http::test_app::Answer;

fn ids(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let assignments = answer.json["value"].as_array().unwrap();
    assignments
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect()
}

fn held() -> String {
    id(known::DELIVERED + 1000)
}

#[tokio::test]
async fn my_access_without_what_is_only_promised() {
    let yard = Yard::new().await;
    let mine = format!("{EM}/assignments/filterByCurrentUser(on='target')");
    let ana = yard.app.as_person("ana@harbour.example").await;
    assert_eq!(ids(&ana.get(&mine).await), [held()]);
    let expanded = ana
        .get(&format!(
            "{mine}?$expand=accessPackage,assignmentPolicy,target&$filter=state+eq+'Delivered'"
        ))
        .await;
    let assignment = &expanded.json["value"][0];
    assert_eq!(assignment["accessPackage"]["displayName"], "Night gate");
    assert_eq!(assignment["assignmentPolicy"]["displayName"], "Policy");
    assert_eq!(assignment["target"]["displayName"], "Ana Silva");
    let bo = yard.app.as_person("bo@harbour.example").await;
    assert_eq!(ids(&bo.get(&mine).await).len(), 0);
    assert_eq!(
        ids(&bo.get(&mine.replace("target", "targetManager")).await),
        [held()]
    );
    assert_eq!(
        bo.get(&mine.replace("target", "approver")).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        yard.app.anonymous().get(&mine).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn one_assignment_for_its_target_and_for_roles() {
    let yard = Yard::new().await;
    let promised = id(known::WAITS_FOR_BO + 1000);
    for (who, assignment, expected) in [
        ("ana@harbour.example", held(), StatusCode::OK),
        (
            "ana@harbour.example",
            promised.clone(),
            StatusCode::NOT_FOUND,
        ),
        ("bo@harbour.example", held(), StatusCode::NOT_FOUND),
        ("dina@harbour.example", held(), StatusCode::OK),
        ("dina@harbour.example", promised, StatusCode::NOT_FOUND),
    ] {
        let client = yard.app.as_person(who).await;
        let answer = client.get(&format!("{EM}/assignments/{assignment}")).await;
        assert_eq!(answer.status, expected, "{who} {assignment}");
    }
}

#[tokio::test]
async fn lists_by_role() {
    let yard = Yard::new().await;
    let all = format!("{EM}/assignments");
    let ana = yard.app.as_person("ana@harbour.example").await;
    assert_eq!(ids(&ana.get(&all).await).len(), 0);
    let dina = yard.app.as_person("dina@harbour.example").await;
    assert_eq!(ids(&dina.get(&all).await).len(), 2);
    let chen = yard.app.as_person("chen@harbour.example").await;
    assert_eq!(chen.get(&all).await.status, StatusCode::FORBIDDEN);
    let package = id(known::PIER);
    for (filter, expected) in [
        (format!("accessPackage/id+eq+'{package}'"), StatusCode::OK),
        (
            format!("state+eq+'delivered'+and+accessPackage/id+eq+'{package}'"),
            StatusCode::OK,
        ),
        (
            format!("state+eq+'delivered'+or+accessPackage/id+eq+'{package}'"),
            StatusCode::FORBIDDEN,
        ),
        (format!("accessPackage/id+in+('{package}')"), StatusCode::OK),
        (
            format!("accessPackage/id+in+('{package}','x')"),
            StatusCode::FORBIDDEN,
        ),
        (
            format!("accessPackage/id+ne+'{package}'"),
            StatusCode::FORBIDDEN,
        ),
    ] {
        let answer = chen.get(&format!("{all}?$filter={filter}")).await;
        assert_eq!(answer.status, expected, "{filter}");
    }
    let read = chen
        .get(&format!(
            "{all}?$filter=accessPackage/id+eq+'{}'",
            id(known::NIGHT)
        ))
        .await;
    assert_eq!(read.json["value"], json!([]), "another catalog");
}
