use axum::http::StatusCode;
use portico_governance::request::Reply;
use portico_graph::time::{Duration, Instant};
use serde_json::{Value as Json, json};

use super::*;
use crate::api::test_yard::{EM, Yard, id, known};
use crate::callouts::signature;
use crate::http::test_app::{Client, EXTENSIONS_SECRET};

fn said(body: Json) -> Result<Said, ApiError> {
    let Json::Object(members) = body else {
        panic!("an object");
    };
    read(&JsonBody(members))
}

#[test]
fn answers_as_they_are_documented() {
    let id = "0A000000-0000-4000-8000-000000000001";
    let of = |state: Json| {
        said(json!({
            "source": "Contoso.SodCheckProcess",
            "type": "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated",
            "data": { "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
                "stage": "assignmentRequestCreated", "customExtensionStageInstanceId": id, "state": state,
                "customExtensionStageInstanceDetail": "one" } }))
    };
    let good = of(Json::Null).unwrap();
    assert_eq!(good.reply, Reply::GoOn);
    assert_eq!(good.stage, Some(Stage::Created));
    assert_eq!(good.call, id.to_lowercase());
    assert_eq!(good.detail.as_deref(), Some("one"));
    assert_eq!(of(json!("Denied")).unwrap().reply, Reply::Deny);
    assert_eq!(of(json!("canceled")).unwrap().reply, Reply::Cancel);
    assert!(of(json!("approved")).is_err());
    assert!(of(json!(1)).is_err());
    for wrong in [
        json!({}),
        json!({ "data": null }),
        json!({ "data": [] }),
        json!({ "data": {} }),
        json!({ "data": { "customExtensionStageInstanceId": id }, "type": "microsoft.graph.other" }),
        json!({ "data": { "customExtensionStageInstanceId": id, "stage": "assignmentRequestApproved" },
            "type": "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated" }),
        json!({ "data": { "customExtensionStageInstanceId": id }, "state": "denied" }),
    ] {
        assert_eq!(said(wrong.clone()).unwrap_err().status(), 400, "{wrong}");
    }
}

/// The yard with a request that waits for the desk, and a client that signs.
async fn waiting(yard: &Yard) -> (String, String) {
    let call = id(960);
    let row = json!({ "id": call, "request_id": id(known::WAITS_FOR_BO), "assignment_id": id(known::WAITS_FOR_BO + 1000),
        "extension_id": id(known::DESK), "stage": "assignmentRequestCreated", "url": "", "body": "{}", "timeout_ms": 1, "retries": 0,
        "is_awaited": 1, "state": "waitingForCallback", "due_at": "", "attempts": 1, "created_at": "2026-11-24T08:00:00Z" });
    yard.app
        .app
        .store
        .write(move |tx| {
            let row = row.clone();
            Box::pin(async move {
                crate::store::Sql::new(
                    "UPDATE requests SET state = 'submitted', status = 'WaitingForCallback', awaits = 'created', \
                       pauses_created = 1 WHERE id = $1",
                )
                .text(id(known::WAITS_FOR_BO))
                .execute(tx)
                .await?;
                crate::api::test_yard::put(tx, "callouts", row).await
            })
        })
        .await
        .unwrap();
    let path = format!("{EM}/assignmentRequests/{}/resume", id(known::WAITS_FOR_BO));
    (path, call)
}

/// Somebody who signs this body with this secret.
fn signing<'a>(yard: &'a Yard, secret: &[u8], body: &Json, at: Instant) -> Client<'a> {
    signing_as(yard, secret, "answer", (body, at))
}

fn signing_as<'a>(
    yard: &'a Yard,
    secret: &[u8],
    message: &str,
    (body, at): (&Json, Instant),
) -> Client<'a> {
    let signature = signature::of(secret, message, at, body.to_string().as_bytes()).unwrap();
    yard.app
        .anonymous()
        .with(signature::ID, message)
        .with(signature::TIMESTAMP, &at.unix().to_string())
        .with(signature::SIGNATURE, &signature)
}

#[tokio::test]
async fn an_extension_answers_by_its_signature_alone() {
    let yard = Yard::new().await;
    let (path, call) = waiting(&yard).await;
    let now = yard.app.app.real_clock.now();
    let body = json!({ "data": { "customExtensionStageInstanceId": call, "state": "denied" } });
    let state = async || {
        let dina = yard.app.as_person("dina@harbour.example").await;
        let request = format!("{EM}/assignmentRequests/{}", id(known::WAITS_FOR_BO));
        dina.get(&request).await.json["state"].clone()
    };

    let forger = signing(&yard, b"a secret of somebody else's", &body, now);
    let refused = forger.post(&path, &body).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.text);
    let long_ago = now + Duration::from_seconds(-301);
    let late = signing(&yard, EXTENSIONS_SECRET, &body, long_ago);
    assert_eq!(
        late.post(&path, &body).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(state().await, "submitted");

    let desk = signing(&yard, EXTENSIONS_SECRET, &body, now);
    let taken = desk.post(&path, &body).await;
    assert_eq!(taken.status, StatusCode::NO_CONTENT, "{}", taken.text);
    assert_eq!(state().await, "denied");
    let again = desk.post(&path, &body).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST, "{}", again.text);

    // With the request goes what was told of it.
    let dina = yard.app.as_person("dina@harbour.example").await;
    let request = format!("{EM}/assignmentRequests/{}", id(known::WAITS_FOR_BO));
    let deleted = dina.call(axum::http::Method::DELETE, &request).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT, "{}", deleted.text);
    let mut tx = yard.app.app.store.begin_read().await.unwrap();
    let left = crate::store::Sql::new("SELECT id FROM callouts")
        .fetch_all(&mut tx)
        .await
        .unwrap();
    assert!(left.is_empty());
}

#[tokio::test]
async fn a_call_of_another_request_is_none_of_this_one() {
    let yard = Yard::new().await;
    let (_, call) = waiting(&yard).await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let path = format!(
        "{EM}/assignmentRequests/{}/resume",
        id(known::WAITS_FOR_CHEN)
    );
    let body = json!({ "data": { "customExtensionStageInstanceId": call } });
    assert_eq!(
        dina.post(&path, &body).await.status,
        StatusCode::BAD_REQUEST
    );
    let unknown = format!("{EM}/assignmentRequests/{}/resume", id(1));
    assert_eq!(
        dina.post(&unknown, &body).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_call_that_is_sent_back_is_no_answer() {
    let yard = Yard::new().await;
    let (path, call) = waiting(&yard).await;
    let now = yard.app.app.real_clock.now();
    // As the call went out: it says nothing of a refusal, and is signed with the same secret.
    let body = json!({
        "source": "/identityGovernance/entitlementManagement/assignmentRequests/1",
        "type": "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated",
        "data": { "stage": "assignmentRequestCreated", "customExtensionStageInstanceId": call },
    });
    let echo = signing_as(&yard, EXTENSIONS_SECRET, &call, (&body, now));
    let refused = echo.post(&path, &body).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
    assert!(refused.text.contains("webhook-id"), "{}", refused.text);
    let desk = signing(&yard, EXTENSIONS_SECRET, &body, now);
    let taken = desk.post(&path, &body).await;
    assert_eq!(taken.status, StatusCode::NO_CONTENT, "{}", taken.text);
}

#[tokio::test]
async fn nobody_answers_for_an_extension_about_themselves_and_nobody_too_late() {
    let yard = Yard::new().await;
    let (path, call) = waiting(&yard).await;
    let body = json!({ "data": { "customExtensionStageInstanceId": call } });
    let dina = yard.app.as_person("dina@harbour.example").await;
    let user = yard.app.user_id("dina@harbour.example").await;
    let set = async |text: &'static str, value: String| {
        let sql = crate::store::Sql::new(text).text(value);
        yard.app.app.store.execute(sql).await.unwrap();
    };
    let to = "UPDATE requests SET target_id = (SELECT id FROM subjects WHERE object_id = $1) WHERE awaits = 'created'";
    set(to, user).await;
    let refused = dina.post(&path, &body).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    let over = yard.app.app.clock.now();
    set("UPDATE callouts SET answer_by = $1", over.to_string()).await;
    let now = yard.app.app.real_clock.now();
    let desk = signing(&yard, EXTENSIONS_SECRET, &body, now);
    let late = desk.post(&path, &body).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST, "{}", late.text);
    assert!(late.text.contains("over"), "{}", late.text);
}
