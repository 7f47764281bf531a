use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::http::test_app::TestApp;

fn part(id: &str, url: &str) -> Value {
    json!({ "id": id, "method": "GET", "url": url })
}

#[tokio::test]
async fn parts_answer_as_they_would_alone() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let body = json!({ "requests": [
        part("1", "/me?$select=displayName"),
        part("b", "me/manager"),
        part("3", "/nothing"),
        part("4", "/me?$select=no such thing"),
    ]});
    let answer = ana.post("/v1.0/$batch", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let responses = answer.json["responses"].as_array().unwrap();
    let told: Vec<_> = responses
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["status"].as_u64().unwrap()))
        .collect();
    assert_eq!(told, [("1", 200), ("b", 200), ("3", 404), ("4", 400)]);
    assert_eq!(responses[0]["body"]["displayName"], "Ana Silva");
    assert_eq!(responses[1]["body"]["displayName"], "Bo Lind");
    assert_eq!(responses[2]["body"]["error"]["code"], "ResourceNotFound");
    assert_eq!(responses[0]["headers"]["content-type"], "application/json");
}

#[tokio::test]
async fn nobody_gets_no_batch() {
    let app = TestApp::new().await;
    let body = json!({ "requests": [part("1", "/me")] });
    let answer = app.anonymous().post("/v1.0/$batch", &body).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let foreign = app
        .as_person("ana@harbour.example")
        .await
        .without("x-portico");
    let answer = foreign.post("/v1.0/$batch", &body).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_application_is_refused_part_by_part() {
    let app = TestApp::new().await;
    let body = json!({ "requests": [part("1", "/me")] });
    let answer = app.as_application().post("/v1.0/$batch", &body).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json["responses"][0]["status"], 403);
}

#[tokio::test]
async fn a_part_may_speak_for_somebody_else() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let demo = app.app.demo.as_ref().unwrap();
    let bearer = crate::signin::demo_key::Bearer::Person(
        app.user_id("bo@harbour.example").await,
        crate::signin::permission::Permissions::all_delegated(),
    );
    let token = demo.key.sign(&bearer, app.app.clock.now()).unwrap();
    let mut other = part("1", "/me");
    other["headers"] = json!({ "Authorization": format!("Bearer {token}") });
    let mut wrong = part("2", "/me");
    wrong["headers"] = json!({ "authorization": "Bearer x" });
    let answer = ana
        .post("/v1.0/$batch", &json!({ "requests": [other, wrong] }))
        .await;
    let responses = &answer.json["responses"];
    assert_eq!(responses[0]["body"]["displayName"], "Bo Lind");
    assert_eq!(responses[1]["status"], 401);
}

#[tokio::test]
async fn parts_wait_for_those_they_depend_on() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let after = |id: &str, before: &str| {
        let mut part = part(id, "/me");
        part["dependsOn"] = json!([before]);
        part
    };
    let body = json!({ "requests": [
        part("good", "/me"), after("fine", "good"),
        part("bad", "/nothing"), after("lost", "bad"), after("lost too", "lost"),
    ]});
    let answer = ana.post("/v1.0/$batch", &body).await;
    let statuses: Vec<_> = answer.json["responses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [200, 200, 404, 424, 424]);
}

#[tokio::test]
async fn malformed_batches_are_refused_as_a_whole() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let many: Vec<_> = (0..21).map(|n| part(&n.to_string(), "/me")).collect();
    let mut early = part("1", "/me");
    early["dependsOn"] = json!(["2"]);
    for body in [
        json!({}),
        json!({ "requests": [] }),
        json!({ "requests": many }),
        json!({ "requests": [part("1", "/me"), part("1", "/me")] }),
        json!({ "requests": [part("", "/me")] }),
        json!({ "requests": [early, part("2", "/me")] }),
        json!({ "requests": [part("1", "/me")], "extra": 1 }),
        json!({ "requests": "x" }),
    ] {
        let answer = ana.post("/v1.0/$batch", &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
    }
}

#[tokio::test]
async fn strange_parts_are_refused_by_themselves() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let mut traced = part("3", "/me");
    traced["method"] = json!("TRACE");
    let mut split = part("4", "/me");
    split["headers"] = json!({ "x": "a\r\nb" });
    let body = json!({ "requests": [
        part("1", "/$batch"), part("2", "/me#"), traced, split, part("5", "/../portico/v1/session"),
    ]});
    let answer = ana.post("/v1.0/$batch", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    for response in answer.json["responses"].as_array().unwrap() {
        let status = response["status"].as_u64().unwrap();
        assert!((400..500).contains(&status), "{response}");
        assert!(response["body"]["error"]["code"].is_string(), "{response}");
    }
}

#[tokio::test]
async fn a_part_with_a_body_names_its_media_type() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let write = json!({ "id": "1", "method": "POST", "url": "/me", "body": {} });
    let answer = ana
        .post("/v1.0/$batch", &json!({ "requests": [write] }))
        .await;
    assert_eq!(answer.json["responses"][0]["status"], 405);
}
