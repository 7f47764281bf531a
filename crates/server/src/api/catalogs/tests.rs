use axum::http::{Method, StatusCode, header};
use serde_json::{Value as Json, json};

use crate::api::test_yard::{EM, Yard, id, names};
use crate::directory::role::{CATALOG_CREATOR, CATALOG_OWNER, PACKAGE_MANAGER};
use crate::http::test_app::{Answer, Client};

fn set() -> String {
    format!("{EM}/catalogs")
}

fn one(id: &str) -> String {
    format!("{EM}/catalogs/{id}")
}

async fn made(client: &Client<'_>, name: &str) -> String {
    let answer = client.post(&set(), &json!({ "displayName": name })).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    answer.json["id"].as_str().unwrap().to_owned()
}

fn refused(answer: &Answer, status: StatusCode) {
    assert_eq!(answer.status, status, "{}", answer.text);
}

/// Everything that was logged about a thing.
async fn logged(yard: &Yard, id: &str) -> Vec<String> {
    let mut tx = yard.app.app.store.begin_read().await.unwrap();
    let rows =
        crate::store::Sql::new("SELECT action FROM audit WHERE object_id = $1 ORDER BY action")
            .text(id)
            .fetch_all(&mut tx)
            .await
            .unwrap();
    rows.iter().map(|row| row.text("action").unwrap()).collect()
}

#[tokio::test]
async fn a_catalog_lives_from_post_to_delete() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let body = json!({ "displayName": " Ropes ", "description": "Everything that ties", "state": "Unpublished",
        "isExternallyVisible": "true", "@odata.type": "#microsoft.graph.accessPackageCatalog" });
    let made = dina.post(&set(), &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let id = made.json["id"].as_str().unwrap();
    assert_eq!(
        made.headers[header::LOCATION],
        format!("http://127.0.0.1:8080{}", one(id)).as_str()
    );
    assert_eq!(made.json["displayName"], "Ropes");
    assert_eq!(made.json["catalogType"], "userManaged");
    let read = dina.get(&one(id)).await;
    let said = |answer: &Json| {
        let words = ["displayName", "description", "state", "isExternallyVisible"];
        words.map(|word| answer[word].clone())
    };
    assert_eq!(said(&read.json), said(&made.json));
    assert_eq!(said(&read.json)[2..], [json!("unpublished"), json!(true)]);

    // Sent back as it was read, with one change; the service's own properties are passed over.
    let mut again = read.json.clone();
    again["description"] = Json::Null;
    let changed = dina.patch(&one(id), &again).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT, "{}", changed.text);
    let renamed = dina
        .patch(&one(id), &json!({ "displayName": "Knots" }))
        .await;
    assert_eq!(renamed.status, StatusCode::NO_CONTENT, "{}", renamed.text);
    let read = dina.get(&one(id)).await.json;
    assert_eq!(
        said(&read),
        [
            json!("Knots"),
            Json::Null,
            json!("unpublished"),
            json!(true)
        ]
    );

    let gone = dina.call(Method::DELETE, &one(id)).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text);
    refused(&dina.get(&one(id)).await, StatusCode::NOT_FOUND);
    refused(
        &dina.call(Method::DELETE, &one(id)).await,
        StatusCode::NOT_FOUND,
    );
    assert_eq!(
        logged(&yard, id).await,
        [
            "catalogChanged",
            "catalogChanged",
            "catalogCreated",
            "catalogDeleted"
        ]
    );
}

#[tokio::test]
async fn a_repeated_call_makes_one_catalog() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let dina = dina.with("client-request-id", "c0ffee00-0000-4000-8000-000000000001");
    let first = made(&dina, "Ropes").await;
    assert_eq!(made(&dina, "Ropes").await, first);
    assert_ne!(made(&dina, "Knots").await, first);
}

#[tokio::test]
async fn who_has_no_role_neither_sees_nor_changes() {
    let yard = Yard::new().await;
    let body = json!({ "displayName": "Ropes" });
    let yards = one(&id(100));
    let anonymous = yard.app.anonymous();
    refused(&anonymous.get(&set()).await, StatusCode::UNAUTHORIZED);
    refused(
        &anonymous.post(&set(), &body).await,
        StatusCode::UNAUTHORIZED,
    );
    let ana = yard.app.as_person("ana@harbour.example").await;
    assert_eq!(ana.get(&set()).await.json["value"], json!([]));
    refused(&ana.post(&set(), &body).await, StatusCode::FORBIDDEN);
    refused(&ana.get(&yards).await, StatusCode::NOT_FOUND);
    refused(&ana.patch(&yards, &body).await, StatusCode::NOT_FOUND);
    refused(
        &ana.call(Method::DELETE, &yards).await,
        StatusCode::NOT_FOUND,
    );
    // A reader knows of the catalog and may not change it.
    let chen = yard.app.as_person("chen@harbour.example").await;
    assert_eq!(names(&chen.get(&set()).await.json), ["Pier"]);
    refused(
        &chen.patch(&one(&id(101)), &body).await,
        StatusCode::FORBIDDEN,
    );
    let reading = yard
        .app
        .with_token("dina@harbour.example", "EntitlementManagement.Read.All")
        .await;
    refused(&reading.post(&set(), &body).await, StatusCode::FORBIDDEN);
    let application = yard.app.as_application();
    assert_eq!(
        application.post(&set(), &body).await.status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn roles_reach_as_far_as_they_say() {
    let yard = Yard::new().await;
    let body = json!({ "description": "Changed" });
    let pier = one(&id(101));
    yard.give_role("ana@harbour.example", CATALOG_OWNER, Some(id(101)))
        .await;
    yard.give_role("bo@harbour.example", PACKAGE_MANAGER, Some(id(101)))
        .await;
    yard.give_role("gus@tern.example", CATALOG_CREATOR, None)
        .await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    assert_eq!(ana.patch(&pier, &body).await.status, StatusCode::NO_CONTENT);
    refused(
        &ana.patch(&one(&id(100)), &body).await,
        StatusCode::NOT_FOUND,
    );
    refused(
        &ana.post(&set(), &json!({ "displayName": "Ropes" })).await,
        StatusCode::FORBIDDEN,
    );
    let bo = yard.app.as_person("bo@harbour.example").await;
    refused(&bo.patch(&pier, &body).await, StatusCode::FORBIDDEN);
    // Who makes a catalog owns it, and sees no other.
    let gus = yard.app.as_person("gus@tern.example").await;
    let own = made(&gus, "Ropes").await;
    assert_eq!(names(&gus.get(&set()).await.json), ["Ropes"]);
    assert_eq!(
        gus.patch(&one(&own), &body).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        gus.call(Method::DELETE, &one(&own)).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(gus.get(&set()).await.json["value"], json!([]));
}

#[tokio::test]
async fn a_catalog_with_packages_stays() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let answer = dina.call(Method::DELETE, &one(&id(101))).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::CONFLICT, "Conflict")
    );
    assert_eq!(dina.get(&one(&id(101))).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_body_is_told_by_property() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    for (body, target) in [
        (json!({}), "displayName"),
        (json!({ "displayName": null }), "displayName"),
        (
            json!({ "displayName": "x", "descripton": "y" }),
            "descripton",
        ),
        (json!({ "displayName": "x", "state": "open" }), "state"),
        (
            json!({ "displayName": "x", "isExternallyVisible": 1 }),
            "isExternallyVisible",
        ),
        (
            json!({ "displayName": "x", "description": 7 }),
            "description",
        ),
    ] {
        let answer = dina.post(&set(), &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(answer.json["error"]["target"], target, "{body}");
    }
    let other = json!({ "id": id(100), "displayName": "x" });
    let answer = dina.patch(&one(&id(101)), &other).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.json["error"]["target"], "id");
}

#[tokio::test]
async fn what_was_changed_meanwhile_is_not_written_over() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let path = one(&id(100));
    let tag = async || {
        let read = dina.get(&path).await;
        read.headers[header::ETAG].to_str().unwrap().to_owned()
    };
    let if_match = async |tag: &str, body: Json| {
        let dina = yard.app.as_person("dina@harbour.example").await;
        dina.with("if-match", tag).patch(&path, &body).await.status
    };
    let first = tag().await;
    assert!(first.starts_with("W/\""), "{first}");
    assert_eq!(tag().await, first);
    let expanded = dina
        .get(&format!("{path}?$select=id&$expand=resources"))
        .await;
    assert_eq!(expanded.headers[header::ETAG].to_str().unwrap(), first);

    let named = |name: &str| json!({ "displayName": name });
    assert_eq!(
        if_match(&first, named("Upper yard")).await,
        StatusCode::NO_CONTENT
    );
    assert_ne!(tag().await, first);
    let late = if_match(&first, named("Lower yard")).await;
    assert_eq!(late, StatusCode::PRECONDITION_FAILED);
    assert_eq!(dina.get(&path).await.json["displayName"], "Upper yard");
    let now = tag().await;
    for tag in [now.as_str(), "*"] {
        assert_eq!(
            if_match(tag, named("Yard")).await,
            StatusCode::NO_CONTENT,
            "{tag}"
        );
    }
    // Nobody learns from a tag what they may not know.
    let ana = yard.app.as_person("ana@harbour.example").await;
    let ana = ana.with("if-match", &first);
    refused(
        &ana.patch(&path, &named("Mine")).await,
        StatusCode::NOT_FOUND,
    );
    let deleted = dina
        .with("if-match", &first)
        .call(Method::DELETE, &path)
        .await;
    refused(&deleted, StatusCode::CONFLICT);
}
