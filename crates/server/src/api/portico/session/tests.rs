use axum::http::StatusCode;
use serde_json::Value;

use crate::http::test_app::TestApp;

#[tokio::test]
async fn the_session_tells_who_is_there() {
    let app = TestApp::new().await;
    let nobody = app.anonymous().get("/portico/v1/session").await;
    assert_eq!(
        (nobody.status, &nobody.json["user"]),
        (StatusCode::OK, &Value::Null)
    );

    let bo = app.as_person("bo@harbour.example").await;
    let user = bo.get("/portico/v1/session").await.json["user"].clone();
    assert_eq!(user["displayName"], "Bo Lind");
    assert_eq!(user["userType"], "Member");
    assert_eq!(user["hasReports"], true);
    assert_eq!(user["id"], app.user_id("bo@harbour.example").await.as_str());

    let gus = app.as_person("gus@tern.example").await;
    let user = gus.get("/portico/v1/session").await.json["user"].clone();
    assert_eq!(
        (&user["userType"], &user["organization"]),
        (&"Guest".into(), &"Tern".into())
    );
    assert_eq!(user["hasReports"], false);
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere_the_cookie_went() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let answer = ana.post("/portico/v1/session/end", &Value::Null).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let cleared = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cleared.starts_with("portico-8080=;") && cleared.contains("Max-Age=0"));
    assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::UNAUTHORIZED);
    let again = ana.post("/portico/v1/session/end", &Value::Null).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_foreign_page_signs_nobody_out() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let foreign = ana.clone().without("x-portico");
    let answer = foreign.post("/portico/v1/session/end", &Value::Null).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let foreign = ana.clone().with("sec-fetch-site", "cross-site");
    let answer = foreign.post("/portico/v1/session/end", &Value::Null).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::OK);
}
