use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::http::test_app::TestApp;

const ANA: &str = "ana@harbour.example";

#[tokio::test]
async fn everybody_of_the_demo_is_offered() {
    let app = TestApp::new().await;
    let people = app.anonymous().get("/demo/people").await.json;
    let names: Vec<_> = people
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["displayName"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "Ana Silva",
            "Bo Lind",
            "Chen Wei",
            "Dina Haddad",
            "Gus Moreau"
        ]
    );
    assert_eq!(people[3]["reports"], 2);
    assert_eq!(people[3]["isAdministrator"], true);
    assert_eq!(people[0]["isAdministrator"], false);
    assert_eq!(people[4]["userType"], "Guest");
}

#[tokio::test]
async fn signing_in_takes_our_own_page_and_a_known_name() {
    let app = TestApp::new().await;
    let page = app.anonymous().with("x-portico", "1");
    let body = json!({ "userPrincipalName": "ANA@harbour.example" });
    let answer = page.post("/demo/sign-in", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(answer.json["user"]["displayName"], "Ana Silva");
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("portico-8080=") && cookie.contains("HttpOnly"));

    let refused = app.anonymous().post("/demo/sign-in", &body).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let foreign = page.clone().with("sec-fetch-site", "cross-site");
    let refused = foreign.post("/demo/sign-in", &body).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for (body, status) in [
        (
            json!({ "userPrincipalName": "nobody@harbour.example" }),
            StatusCode::NOT_FOUND,
        ),
        (json!({ "userPrincipalName": 1 }), StatusCode::BAD_REQUEST),
        (
            json!({ "userPrincipalName": ANA, "admin": true }),
            StatusCode::BAD_REQUEST,
        ),
        (json!({}), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(
            page.post("/demo/sign-in", &body).await.status,
            status,
            "{body}"
        );
    }
    let form = page
        .post_raw(
            "/demo/sign-in",
            "application/x-www-form-urlencoded",
            "userPrincipalName=x",
        )
        .await;
    assert_eq!(form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn signing_in_as_somebody_else_ends_the_session_before() {
    let app = TestApp::new().await;
    let ana = app.as_person(ANA).await;
    let body = json!({ "userPrincipalName": "bo@harbour.example" });
    assert_eq!(
        ana.post("/demo/sign-in", &body).await.status,
        StatusCode::OK
    );
    assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_clock_moves_forward_only_and_is_kept() {
    let app = TestApp::new().await;
    let page = app.anonymous().with("x-portico", "1");
    let now = app.anonymous().get("/demo/clock").await;
    assert_eq!(now.json, json!({ "now": "2026-11-24T08:00:00Z" }));
    for _ in 0..2 {
        let moved = page.post("/demo/clock", &json!({ "advance": "P1D" })).await;
        assert_eq!(moved.status, StatusCode::OK, "{moved:?}");
    }
    let now = app.anonymous().get("/demo/clock").await;
    assert_eq!(now.json["now"], "2026-11-26T08:00:00Z");
    assert_eq!(now.headers["date"], "Thu, 26 Nov 2026 08:00:00 GMT");
    let mut tx = app.app.store.begin_read().await.unwrap();
    let stored = super::moving_clock::stored(&mut tx).await.unwrap();
    assert_eq!(stored.days(), 2);
    for advance in [
        json!("-P1D"),
        json!("P1M"),
        json!("P9999D"),
        json!(1),
        Value::Null,
    ] {
        let refused = page
            .post("/demo/clock", &json!({ "advance": advance }))
            .await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{advance}");
    }
    let body = json!({ "advance": "P1D" });
    let refused = app.anonymous().post("/demo/clock", &body).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_script_moves_the_clock_with_its_token_alone() {
    let app = TestApp::new().await;
    let body = json!({ "advance": "PT1H" });
    let script = app.with_token(ANA, "").await;
    assert_eq!(
        script.post("/demo/clock", &body).await.status,
        StatusCode::OK
    );
    let wrong = app
        .anonymous()
        .with("authorization", "Bearer x")
        .with("x-portico", "1");
    assert_eq!(
        wrong.post("/demo/clock", &body).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn moving_the_clock_signs_nobody_out() {
    let app = TestApp::new().await;
    let ana = app.as_person(ANA).await;
    ana.post("/demo/clock", &json!({ "advance": "P30D" })).await;
    assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_mailbox_is_a_page_or_a_list() {
    let app = TestApp::new().await;
    let program = app.anonymous().with("accept", "application/json");
    assert_eq!(program.get("/demo/mail").await.json, json!([]));
    let browser = app.anonymous().with("accept", "text/html");
    assert!(browser.get("/demo/mail").await.text.contains("No mail yet"));
    let style = app.anonymous().get("/demo/mail.css").await;
    assert_eq!(style.headers["content-type"], "text/css; charset=utf-8");
}
