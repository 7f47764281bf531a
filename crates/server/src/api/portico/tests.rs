use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::http::test_app::{Client, TestApp};

const EM: &str = "/v1.0/identityGovernance/entitlementManagement";
const ANA: &str = "ana@harbour.example";
const BO: &str = "bo@harbour.example";
const CHEN: &str = "chen@harbour.example";
const UNKNOWN: &str = "00000000-0000-4000-8000-00000000dead";

async fn package(caller: &Client<'_>, name: &str) -> String {
    let path = format!(
        "{EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')?$filter=displayName%20eq%20'{name}'"
    );
    let found = caller.get(&path).await;
    found.json["value"][0]["id"].as_str().unwrap().to_owned()
}

/// Ana asks for the reports; Bo, her manager, is to decide.
async fn request(app: &TestApp) -> String {
    let ana = app.as_person(ANA).await;
    let body = json!({ "requestType": "userAdd",
        "assignment": { "accessPackageId": package(&ana, "Finance%20reports").await } });
    let made = ana.post(&format!("{EM}/assignmentRequests"), &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    crate::jobs::run_due(&app.app).await.unwrap();
    made.json["id"].as_str().unwrap().to_owned()
}

/// Nobody, an application and somebody whose token does not reach.
async fn refused_to_strangers(app: &TestApp, path: &str) {
    let narrow = app.with_token(ANA, "User.Read").await;
    for (caller, status) in [
        (app.anonymous(), StatusCode::UNAUTHORIZED),
        (app.as_application(), StatusCode::FORBIDDEN),
        (narrow, StatusCode::FORBIDDEN),
    ] {
        assert_eq!(caller.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_preview_names_who_would_decide() {
    let app = TestApp::new().await;
    let ana = app.as_person(ANA).await;
    let path = format!(
        "/portico/v1/packages/{}/preview",
        package(&ana, "Finance%20reports").await
    );
    let preview = ana.get(&path).await;
    assert_eq!(preview.status, StatusCode::OK, "{preview:?}");
    let stage = &preview.json["stages"][0];
    assert_eq!(stage["basis"], "manager");
    assert_eq!(stage["approvers"][0]["displayName"], "Bo Lind");
    assert_eq!(stage["durationBeforeAutomaticDenial"], "P14D");
    refused_to_strangers(&app, &path).await;
    // Staff only: to a guest it reads like a package that does not exist.
    let gus = app.as_person("gus@tern.example").await;
    let hidden = gus.get(&path).await;
    let unknown = gus
        .get(&format!("/portico/v1/packages/{UNKNOWN}/preview"))
        .await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert_eq!(
        (hidden.status, hidden.code()),
        (unknown.status, unknown.code())
    );
    let other_policy = ana.get(&format!("{path}?policyId={UNKNOWN}")).await;
    assert_eq!(other_policy.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_timeline_is_for_those_concerned() {
    let app = TestApp::new().await;
    let request = request(&app).await;
    let path = format!("/portico/v1/requests/{request}/events");
    for name in [ANA, BO] {
        let events = app.as_person(name).await.get(&path).await;
        assert_eq!(events.status, StatusCode::OK, "{name}: {events:?}");
        assert_eq!(events.json["value"][0]["kind"], "submitted");
        assert_eq!(events.json["progress"]["requestId"], request.as_str());
    }
    refused_to_strangers(&app, &path).await;
    let chen = app.as_person(CHEN).await;
    let hidden = chen.get(&path).await;
    let unknown = chen
        .get(&format!("/portico/v1/requests/{UNKNOWN}/events"))
        .await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert_eq!(
        (hidden.status, hidden.code()),
        (unknown.status, unknown.code())
    );
}

#[tokio::test]
async fn progress_tells_what_is_mine_and_what_waits_for_me() {
    let app = TestApp::new().await;
    let request = request(&app).await;
    let progress = |name: &'static str, on: &'static str| {
        let app = &app;
        async move {
            let caller = app.as_person(name).await;
            let path = format!("/portico/v1/requests/progress?on={on}");
            caller.get(&path).await.json["value"].clone()
        }
    };
    let mine = progress(ANA, "target").await;
    assert_eq!(mine[0]["requestId"], request.as_str());
    assert_eq!(mine[0]["stages"][0]["assignedToMe"], false);
    assert_eq!(progress(ANA, "approver").await, json!([]));
    let waiting = progress(BO, "target,approver").await;
    assert_eq!(waiting.as_array().map(Vec::len), Some(1));
    assert_eq!(waiting[0]["stages"][0]["assignedToMe"], true);
    assert_eq!(progress(CHEN, "approver").await, json!([]));
    refused_to_strangers(&app, "/portico/v1/requests/progress?on=target").await;
    let ana = app.as_person(ANA).await;
    for query in ["", "?on=", "?on=everybody", "?on=target,everybody"] {
        let refused = ana
            .get(&format!("/portico/v1/requests/progress{query}"))
            .await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(refused.code(), "BadRequest");
    }
}

#[tokio::test]
async fn the_session_counts_what_waits() {
    let app = TestApp::new().await;
    request(&app).await;
    let user = |name: &'static str| {
        let app = &app;
        async move {
            let answer = app.as_person(name).await.get("/portico/v1/session").await;
            answer.json["user"].clone()
        }
    };
    let bo = user(BO).await;
    assert_eq!(
        (&bo["isApprover"], &bo["pendingApprovals"]),
        (&json!(true), &json!(1))
    );
    let ana = user(ANA).await;
    assert_eq!(
        (&ana["isApprover"], &ana["pendingApprovals"]),
        (&json!(false), &json!(0))
    );
    let people = app.anonymous().get("/demo/people").await.json;
    let waits: Vec<&Value> = people
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["pendingApprovals"])
        .collect();
    assert_eq!(waits, [0, 1, 0, 0, 0]);
}
