use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::http::test_app::{Client, TestApp};
use crate::jobs;

const EM: &str = "/v1.0/identityGovernance/entitlementManagement";

async fn package(client: &Client<'_>, name: &str) -> String {
    let list = client
        .get(&format!(
            "{EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')"
        ))
        .await;
    let packages = list.json["value"].as_array().unwrap();
    let found = packages
        .iter()
        .find(|package| package["displayName"] == name);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

fn wish(package: &str) -> Value {
    json!({"requestType": "userAdd", "assignment": {"accessPackageId": package}})
}

#[tokio::test]
async fn a_request_is_created_and_taken_up() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let package = package(&ana, "Quay gate").await;
    let created = ana
        .post(&format!("{EM}/assignmentRequests"), &wish(&package))
        .await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.json);
    assert_eq!(created.json["state"], "submitted");
    assert_eq!(created.json["status"], "Accepted");
    assert_eq!(created.json["requestType"], "userAdd");
    assert_eq!(created.json["answers"], json!([]));
    let id = created.json["id"].as_str().unwrap();
    let location = created.headers["location"].to_str().unwrap();
    assert_eq!(
        location,
        format!("http://127.0.0.1:8080{EM}/assignmentRequests/{id}")
    );

    jobs::run_due(&app.app).await.unwrap();
    let path = location.strip_prefix("http://127.0.0.1:8080").unwrap();
    let read = ana
        .get(&format!("{path}?$expand=assignment($expand=target)"))
        .await;
    assert_eq!(read.json["state"], "delivered", "{}", read.json);
    assert_eq!(read.json["assignment"]["state"], "delivered");
    assert_eq!(
        read.json["assignment"]["target"]["displayName"],
        "Ana Silva"
    );
}

#[tokio::test]
async fn a_repeated_call_gets_the_first_answer() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let package = package(&ana, "Quay gate").await;
    let path = format!("{EM}/assignmentRequests");
    let again = ana
        .clone()
        .with("client-request-id", "7c1d9a3e-0f49-4f0b-9a53-6a8c2f0b1d11");
    let first = again.post(&path, &wish(&package)).await;
    jobs::run_due(&app.app).await.unwrap();
    let second = again.post(&path, &wish(&package)).await;
    assert_eq!(second.status, StatusCode::CREATED);
    assert_eq!(second.json, first.json);
    assert_eq!(second.headers["location"], first.headers["location"]);
    // Another body is another call, and so is the same body from somebody else.
    let mut other = wish(&package);
    other["justification"] = json!("Once more");
    let refused = again.post(&path, &other).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused.json["error"]["code"], "AssignmentAlreadyExists");
    let bo = app.as_person("bo@harbour.example").await;
    let bo = bo.with("client-request-id", "7c1d9a3e-0f49-4f0b-9a53-6a8c2f0b1d11");
    let bos = bo.post(&path, &wish(&package)).await;
    assert_eq!(bos.status, StatusCode::CREATED);
    assert_ne!(bos.json["id"], first.json["id"]);
}

#[tokio::test]
async fn who_may_not() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let reports = package(&ana, "Finance reports").await;
    let path = format!("{EM}/assignmentRequests");
    let nobody = app.anonymous().post(&path, &wish(&reports)).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let application = app.as_application().post(&path, &wish(&reports)).await;
    assert_eq!(application.status, StatusCode::FORBIDDEN);
    let reader = app
        .with_token("ana@harbour.example", "EntitlementManagement.Read.All")
        .await;
    assert_eq!(
        reader.post(&path, &wish(&reports)).await.status,
        StatusCode::FORBIDDEN
    );
    // A guest cannot see into a catalog that is not open to guests; it reads like a package that is not there.
    let gus = app.as_person("gus@tern.example").await;
    let hidden = gus.post(&path, &wish(&reports)).await;
    let absent = gus
        .post(&path, &wish("5b5a6f9e-0000-4000-8000-000000000000"))
        .await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert_eq!(hidden.json["error"]["code"], absent.json["error"]["code"]);
    assert_eq!(
        hidden.json["error"]["message"],
        absent.json["error"]["message"]
    );
    // For somebody else.
    let bo = app.user_id("bo@harbour.example").await;
    let body = json!({"requestType": "userAdd", "assignment": {"accessPackageId": reports, "targetId": bo}});
    let for_bo = ana.post(&path, &body).await;
    assert_eq!(for_bo.status, StatusCode::BAD_REQUEST);
    assert_eq!(for_bo.json["error"]["code"], "PolicyRequirementsNotMet");
    let own = app.user_id("ana@harbour.example").await;
    let body = json!({"requestType": "userAdd", "assignment": {"accessPackageId": reports, "targetId": own}});
    assert_eq!(ana.post(&path, &body).await.status, StatusCode::CREATED);
    let again = ana.post(&path, &body).await;
    assert_eq!(again.json["error"]["code"], "RequestAlreadyOpen");
}
