use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::http::test_app::{Client, TestApp};
use crate::jobs;

const EM: &str = "/v1.0/identityGovernance/entitlementManagement";

/// Ana's request for the finance reports, waiting for Bo.
async fn waiting(app: &TestApp, ana: &Client<'_>) -> String {
    let list = ana
        .get(&format!("{EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')?$filter=displayName%20eq%20'Finance%20reports'"))
        .await;
    let package = list.json["value"][0]["id"].clone();
    let body = json!({"requestType": "userAdd", "assignment": {"accessPackageId": package}});
    let created = ana.post(&format!("{EM}/assignmentRequests"), &body).await;
    jobs::run_due(&app.app).await.unwrap();
    created.json["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_requestor_and_nobody_else() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let id = waiting(&app, &ana).await;
    let path = format!("{EM}/assignmentRequests/{id}/cancel");
    assert_eq!(
        app.anonymous().post(&path, &Value::Null).await.status,
        StatusCode::UNAUTHORIZED
    );
    let bo = app.as_person("bo@harbour.example").await;
    assert_eq!(
        bo.post(&path, &Value::Null).await.status,
        StatusCode::FORBIDDEN
    );
    let gus = app.as_person("gus@tern.example").await;
    assert_eq!(
        gus.post(&path, &Value::Null).await.status,
        StatusCode::NOT_FOUND
    );
    let unknown = format!("{EM}/assignmentRequests/5b5a6f9e-0000-4000-8000-000000000000/cancel");
    assert_eq!(
        ana.post(&unknown, &Value::Null).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ana.post(&path, &json!({"x": 1})).await.status,
        StatusCode::BAD_REQUEST
    );

    assert_eq!(
        ana.post(&path, &Value::Null).await.status,
        StatusCode::NO_CONTENT
    );
    let read = ana.get(&format!("{EM}/assignmentRequests/{id}")).await;
    assert_eq!(read.json["state"], "canceled");
    assert_eq!(read.json["completedDateTime"], "2026-11-24T08:00:00Z");
    let again = ana.post(&path, &Value::Null).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert_eq!(again.json["error"]["code"], "RequestNotCancelable");
}
