use axum::http::StatusCode;
use portico_graph::time::Duration;
use serde_json::{Value, json};

use crate::http::test_app::{Client, TestApp};
use crate::jobs;

const EM: &str = "/v1.0/identityGovernance/entitlementManagement";

/// Ana's request for the finance reports, and the address of the stage that waits for Bo.
async fn waiting(app: &TestApp, ana: &Client<'_>) -> (String, String) {
    let list = ana
        .get(&format!("{EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')?$filter=displayName%20eq%20'Finance%20reports'"))
        .await;
    let package = list.json["value"][0]["id"].clone();
    let body = json!({"requestType": "userAdd", "assignment": {"accessPackageId": package}});
    let created = ana.post(&format!("{EM}/assignmentRequests"), &body).await;
    jobs::run_due(&app.app).await.unwrap();
    let id = created.json["id"].as_str().unwrap().to_owned();
    let bo = app.as_person("bo@harbour.example").await;
    let approval = bo
        .get(&format!("{EM}/accessPackageAssignmentApprovals/{id}"))
        .await;
    let stage = &approval.json["stages"][0];
    assert_eq!(stage["assignedToMe"], true, "{}", approval.json);
    let address = format!(
        "{EM}/accessPackageAssignmentApprovals/{id}/stages/{}",
        stage["id"].as_str().unwrap()
    );
    (id, address)
}

fn approve() -> Value {
    json!({"reviewResult": "Approve", "justification": "Fine"})
}

#[tokio::test]
async fn an_approver_decides_once() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let (id, stage) = waiting(&app, &ana).await;
    let bo = app.as_person("bo@harbour.example").await;
    assert_eq!(
        bo.patch(&stage, &approve()).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        bo.patch(&stage, &approve()).await.status,
        StatusCode::NO_CONTENT
    );
    let changed = bo.patch(&stage, &json!({"reviewResult": "deny"})).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    let details = changed.json["error"]["details"].as_array().unwrap();
    assert_eq!(details[0]["message"], "Bo Lind");
    assert_eq!(details[1]["message"], "2026-11-24T08:00:00Z");
    assert_eq!(details[2]["message"], "Approved");
    jobs::run_due(&app.app).await.unwrap();
    let read = ana.get(&format!("{EM}/assignmentRequests/{id}")).await;
    assert_eq!(read.json["state"], "delivered");
}

#[tokio::test]
async fn who_may_not() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let (id, stage) = waiting(&app, &ana).await;
    assert_eq!(
        app.anonymous().patch(&stage, &approve()).await.status,
        StatusCode::UNAUTHORIZED
    );
    for who in [
        "ana@harbour.example",
        "chen@harbour.example",
        "dina@harbour.example",
        "gus@tern.example",
    ] {
        let caller = app.as_person(who).await;
        assert_eq!(
            caller.patch(&stage, &approve()).await.status,
            StatusCode::FORBIDDEN,
            "{who}"
        );
    }
    let scope = "EntitlementMgmt-SubjectAccess.ReadWrite";
    let token = app.with_token("bo@harbour.example", scope).await;
    assert_eq!(
        token.patch(&stage, &approve()).await.status,
        StatusCode::FORBIDDEN
    );

    let bo = app.as_person("bo@harbour.example").await;
    let absent = "5b5a6f9e-0000-4000-8000-000000000000";
    let stage_of_mine = format!("{EM}/accessPackageAssignmentApprovals/{id}/stages/{absent}");
    assert_eq!(
        bo.patch(&stage_of_mine, &approve()).await.status,
        StatusCode::NOT_FOUND
    );
    let of_nobody = format!("{EM}/accessPackageAssignmentApprovals/{absent}/stages/{absent}");
    assert_eq!(
        bo.patch(&of_nobody, &approve()).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn what_is_no_decision() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let (_, stage) = waiting(&app, &ana).await;
    let bo = app.as_person("bo@harbour.example").await;
    for body in [
        json!({}),
        json!({"reviewResult": "Approved"}),
        json!({"reviewResult": null}),
        json!({"reviewResult": "Approve", "justification": 3}),
        json!({"reviewResult": "Approve", "surprise": true}),
    ] {
        assert_eq!(
            bo.patch(&stage, &body).await.status,
            StatusCode::BAD_REQUEST,
            "{body}"
        );
    }
    let waits = bo.get(&stage).await;
    assert_eq!(waits.json["reviewResult"], "NotReviewed");
}

#[tokio::test]
async fn after_the_deadline_it_is_too_late() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let (_, stage) = waiting(&app, &ana).await;
    app.clock.advance(Duration::from_days(14));
    jobs::run_due(&app.app).await.unwrap();
    let token = app.with_token("bo@harbour.example", "").await;
    let late = token.patch(&stage, &approve()).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.json);
    assert_eq!(late.json["error"]["details"][0]["message"], "Expired");
}
