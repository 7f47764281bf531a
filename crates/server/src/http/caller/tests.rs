use axum::http::StatusCode;
use portico_graph::time::Duration;

use crate::http::test_app::TestApp;

#[tokio::test]
async fn cookies_and_tokens_are_both_somebody() {
    let app = TestApp::new().await;
    for caller in [
        app.as_person("ana@harbour.example").await,
        app.with_token("ana@harbour.example", "").await,
    ] {
        let answer = caller.get("/v1.0/me").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.json["displayName"], "Ana Silva");
    }
}

#[tokio::test]
async fn wrong_credentials_are_nobody() {
    let app = TestApp::new().await;
    for value in ["Bearer", "Bearer ", "Bearer x.y.z", "Basic YTpi", "x"] {
        let caller = app.anonymous().with("authorization", value);
        let answer = caller.get("/v1.0/me").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{value}");
        assert_eq!(answer.code(), "InvalidAuthenticationToken");
    }
    let made_up = format!("portico-8080={}", "A".repeat(43));
    let caller = app.anonymous().with("cookie", &made_up);
    assert_eq!(
        caller.get("/v1.0/me").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_token_beats_a_cookie_also_when_it_is_wrong() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let wrong = ana.clone().with("authorization", "Bearer x");
    assert_eq!(wrong.get("/v1.0/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn tokens_end_by_the_demos_clock() {
    let app = TestApp::new().await;
    let ana = app.with_token("ana@harbour.example", "").await;
    app.clock.advance(Duration::from_days(1));
    assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_reaches_as_far_as_its_scopes() {
    let app = TestApp::new().await;
    let narrow = app
        .with_token("ana@harbour.example", "Group.Read.All")
        .await;
    let answer = narrow.get("/v1.0/me").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("User.Read"), "{answer:?}");
    let enough = app.with_token("ana@harbour.example", "User.Read").await;
    assert_eq!(enough.get("/v1.0/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn applications_are_no_person() {
    let app = TestApp::new().await;
    let answer = app.as_application().get("/v1.0/me").await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::FORBIDDEN, "Forbidden")
    );
}

#[tokio::test]
async fn a_person_who_left_is_nobody() {
    let app = TestApp::new().await;
    let session = app.as_person("ana@harbour.example").await;
    let token = app.with_token("ana@harbour.example", "").await;
    app.app
        .store
        .write(|tx| {
            Box::pin(async move {
                crate::store::Sql::new("UPDATE users SET account_enabled = 0")
                    .execute(tx)
                    .await
            })
        })
        .await
        .unwrap();
    for caller in [session, token] {
        assert_eq!(
            caller.get("/v1.0/me").await.status,
            StatusCode::UNAUTHORIZED
        );
    }
}
