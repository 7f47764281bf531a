use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::json;

use crate::http::body::LIMIT;
use crate::http::test_app::{Answer, TestApp};

fn assert_sealed(answer: &Answer) {
    let headers: &HeaderMap = &answer.headers;
    for name in ["request-id", "client-request-id", "content-security-policy"] {
        assert!(headers.contains_key(name), "{name} on {answer:?}");
    }
    assert_eq!(headers["odata-version"], "4.0");
    assert_eq!(headers["date"], "Tue, 24 Nov 2026 08:00:00 GMT");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    if answer.status.is_client_error() || answer.status.is_server_error() {
        let inner = &answer.json["error"]["innerError"];
        assert_eq!(inner["request-id"], headers["request-id"].to_str().unwrap());
        assert_eq!(inner["date"], "2026-11-24T08:00:00");
        assert!(!answer.code().is_empty());
    }
}

#[tokio::test]
async fn every_answer_is_sealed_whatever_went_wrong() {
    let app = TestApp::new().await;
    let nobody = app.anonymous();
    let ana = app.as_person("ana@harbour.example").await;
    let long = format!(r#"{{"requests": "{}"}}"#, "x".repeat(LIMIT));
    let cases = [
        (nobody.get("/config.json").await, StatusCode::OK),
        (nobody.get("/healthz").await, StatusCode::OK),
        (nobody.get("/readyz").await, StatusCode::OK),
        (nobody.get("/v1.0/nothing").await, StatusCode::NOT_FOUND),
        (
            nobody.get("/portico/v1/nothing").await,
            StatusCode::NOT_FOUND,
        ),
        (nobody.get("/v1.0/me").await, StatusCode::UNAUTHORIZED),
        (
            nobody.call(Method::DELETE, "/v1.0/me").await,
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            nobody.call(Method::TRACE, "/config.json").await,
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            nobody
                .with("host", "evil.example")
                .get("/config.json")
                .await,
            StatusCode::MISDIRECTED_REQUEST,
        ),
        (
            ana.post_raw("/v1.0/$batch", "text/plain", "x").await,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            ana.post_raw("/v1.0/$batch", "application/json", "{").await,
            StatusCode::BAD_REQUEST,
        ),
        (
            ana.post_raw("/v1.0/$batch", "application/json", long).await,
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        (ana.get("/v1.0/me(").await, StatusCode::BAD_REQUEST),
        (
            ana.get("/v1.0/me?$select=a%ff").await,
            StatusCode::BAD_REQUEST,
        ),
    ];
    for (answer, status) in cases {
        assert_eq!(answer.status, status, "{answer:?}");
        assert_sealed(&answer);
    }
}

#[tokio::test]
async fn the_callers_own_id_is_echoed_when_it_is_one() {
    let app = TestApp::new().await;
    let caller = app.anonymous().with("client-request-id", "mine-1");
    let answer = caller.get("/v1.0/me").await;
    assert_eq!(answer.headers["client-request-id"], "mine-1");
    assert_eq!(
        answer.json["error"]["innerError"]["client-request-id"],
        "mine-1"
    );
    assert_ne!(answer.headers["request-id"], "mine-1");

    let caller = app.anonymous().with("client-request-id", &"x".repeat(500));
    let answer = caller.get("/config.json").await;
    assert_eq!(
        answer.headers["client-request-id"],
        answer.headers["request-id"]
    );
}

#[tokio::test]
async fn a_refusal_says_how_to_do_better() {
    let app = TestApp::new().await;
    let answer = app.anonymous().get("/v1.0/me").await;
    assert_eq!(answer.headers["www-authenticate"], "Bearer");
    let answer = app.anonymous().call(Method::PUT, "/v1.0/me").await;
    assert_eq!(answer.headers["allow"], "GET,HEAD");
    assert_eq!(answer.code(), "MethodNotAllowed");
}

#[tokio::test]
async fn a_demo_moves_browsers_to_the_portals_own_address() {
    let app = TestApp::new().await;
    let browser = app
        .anonymous()
        .with("host", "localhost:8080")
        .with("accept", "text/html");
    let answer = browser.get("/packages?q=quay").await;
    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(
        answer.headers["location"],
        "http://127.0.0.1:8080/packages?q=quay"
    );
    let script = app.anonymous().with("host", "localhost:8080");
    assert_eq!(script.get("/config.json").await.status, StatusCode::OK);
}

#[tokio::test]
async fn answers_of_the_api_are_not_kept_by_browsers() {
    let app = TestApp::new().await;
    let answer = app.anonymous().get("/portico/v1/session").await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.json, json!({ "user": null }));
}
