use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::api::test_yard::{EM, Yard, id, known};
use crate::directory::role::{ASSIGNMENT_MANAGER, PACKAGE_MANAGER};

fn one(id: &str) -> String {
    format!("{EM}/accessPackages/{id}")
}

#[tokio::test]
async fn a_package_lives_from_post_to_delete() {
    let yard = Yard::new().await;
    yard.give_role("bo@harbour.example", PACKAGE_MANAGER, Some(id(100)))
        .await;
    let bo = yard.app.as_person("bo@harbour.example").await;
    let set = format!("{EM}/accessPackages");
    let body = json!({ "displayName": "Bollard", "description": "Where ships are tied", "catalog": { "id": id(100) } });
    let made = bo.post(&set, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(made.json["isHidden"], false);
    let package = made.json["id"].as_str().unwrap();
    let catalog = bo.get(&format!("{}/catalog", one(package))).await;
    assert_eq!(catalog.json["id"], id(100));

    let hidden = bo
        .patch(
            &one(package),
            &json!({ "isHidden": true, "description": "Ships" }),
        )
        .await;
    assert_eq!(hidden.status, StatusCode::NO_CONTENT, "{}", hidden.text);
    let found = bo.get(&format!("{set}?$search=%22ships%22")).await;
    assert_eq!(found.json["value"][0]["id"], package, "{}", found.text);
    assert_eq!(found.json["value"][0]["isHidden"], true);
    assert_eq!(found.json["value"][0]["displayName"], "Bollard");

    let gone = bo.call(Method::DELETE, &one(package)).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text);
    assert_eq!(bo.get(&one(package)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_package_managers_of_the_catalog_change_packages() {
    let yard = Yard::new().await;
    yard.give_role("bo@harbour.example", PACKAGE_MANAGER, Some(id(101)))
        .await;
    yard.give_role("ana@harbour.example", ASSIGNMENT_MANAGER, Some(id(100)))
        .await;
    let (crane, set) = (one(&id(known::CRANE)), format!("{EM}/accessPackages"));
    let body = json!({ "displayName": "Bollard", "catalog": { "id": id(100) } });
    for (who, expected) in [
        ("ana@harbour.example", StatusCode::FORBIDDEN),
        ("bo@harbour.example", StatusCode::NOT_FOUND),
        ("gus@tern.example", StatusCode::NOT_FOUND),
    ] {
        let client = yard.app.as_person(who).await;
        assert_eq!(client.post(&set, &body).await.status, expected, "{who}");
        let name = json!({ "displayName": "Bollard" });
        assert_eq!(client.patch(&crane, &name).await.status, expected, "{who}");
        let gone = client.call(Method::DELETE, &crane).await;
        assert_eq!(gone.status, expected, "{who}");
    }
    let anonymous = yard.app.anonymous().post(&set, &body).await;
    assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_was_asked_for_stays() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let answer = dina.call(Method::DELETE, &one(&id(known::CRANE))).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::CONFLICT, "Conflict")
    );
    // Nobody ever asked for the mess hall; its policy goes with it.
    let gone = dina.call(Method::DELETE, &one(&id(known::HALL))).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text);
}

#[tokio::test]
async fn a_new_package_says_its_catalog() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let set = format!("{EM}/accessPackages");
    for (body, target) in [
        (json!({ "displayName": "Bollard" }), "catalog"),
        (
            json!({ "displayName": "Bollard", "catalog": {} }),
            "catalog",
        ),
        (json!({ "catalog": { "id": id(100) } }), "displayName"),
    ] {
        let answer = dina.post(&set, &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(answer.json["error"]["target"], target, "{body}");
    }
    let nowhere = json!({ "displayName": "Bollard", "catalog": { "id": id(777) } });
    assert_eq!(
        dina.post(&set, &nowhere).await.status,
        StatusCode::NOT_FOUND
    );
}
