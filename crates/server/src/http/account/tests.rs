use std::io::Write;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

use super::*;
use crate::http::test_app::TestApp;

/// A log in memory.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        written.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Paper {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Paper {
    fn text(&self) -> String {
        let written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&written).into_owned()
    }

    /// The lines about requests.
    fn requests(&self) -> Vec<Value> {
        self.text()
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|line| line["fields"].clone())
            .filter(|fields| {
                fields["message"]
                    .as_str()
                    .unwrap_or_default()
                    .starts_with("request")
            })
            .collect()
    }

    /// Writes down all that this thread says, at every level.
    fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let log = tracing_subscriber::fmt()
            .json()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(self.clone())
            .finish();
        tracing::subscriber::set_default(log)
    }
}

#[tokio::test]
async fn a_request_is_one_line_without_anything_of_the_callers() {
    let app = TestApp::new().await;
    let ana = app.with_token("ana@harbour.example", "").await;
    let paper = Paper::default();
    let _listening = paper.listen();
    let answer = ana
        .get("/v1.0/users?$filter=displayName%20eq%20'Whisper'&$top=1")
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let lines = paper.requests();
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert_eq!(line["method"], "GET");
    assert_eq!(line["route"], "/v1.0/users");
    assert_eq!(line["status"], 200);
    assert_eq!(line["caller"], "person");
    assert_eq!(
        line["request_id"],
        answer.headers["request-id"].to_str().unwrap()
    );
    assert!(line["duration_ms"].as_f64().is_some_and(|took| took >= 0.0));
    assert_eq!(line.as_object().unwrap().len(), 7, "{line}");
}

#[tokio::test]
async fn tokens_cookies_queries_and_bodies_are_never_written() {
    let app = TestApp::new().await;
    let paper = Paper::default();
    let _listening = paper.listen();
    let secret = "Whisper-7431";
    app.anonymous()
        .with("authorization", &format!("Bearer {secret}"))
        .with("cookie", &format!("portico-8080={secret}"))
        .get(&format!("/v1.0/users?$search={secret}"))
        .await;
    let bo = app.as_person("bo@harbour.example").await;
    let body = json!({ "justification": secret });
    bo.post(
        "/v1.0/identityGovernance/entitlementManagement/assignmentRequests",
        &body,
    )
    .await;
    bo.get(&format!("/v1.0/users/{secret}")).await;
    bo.get(&format!("/nowhere/{secret}?{secret}")).await;
    let parts = json!({ "requests": [{ "id": secret, "method": "GET", "url": format!("/users/{secret}") }] });
    bo.post("/v1.0/$batch", &parts).await;
    let text = paper.text();
    assert!(!text.contains(secret), "{text}");
    assert!(!text.contains("bo@harbour"), "{text}");
    let routes: Vec<_> = paper
        .requests()
        .iter()
        .map(|line| line["route"].clone())
        .collect();
    assert_eq!(
        routes,
        [
            "/v1.0/users",
            "/demo/sign-in",
            "/v1.0/identityGovernance/entitlementManagement/assignmentRequests",
            "/v1.0/users/{id}",
            "portal",
            "/v1.0/users/{id}",
            "/v1.0/$batch",
        ]
    );
}

#[tokio::test]
async fn a_caller_is_known_by_kind() {
    let app = TestApp::new().await;
    let paper = Paper::default();
    let _listening = paper.listen();
    app.anonymous().get("/healthz").await;
    app.as_application().get("/v1.0/me").await;
    let kinds: Vec<_> = paper
        .requests()
        .iter()
        .map(|line| line["caller"].clone())
        .collect();
    assert_eq!(kinds, ["nobody", "application"]);
}

#[tokio::test]
async fn who_goes_away_is_counted_too() {
    let traffic = Traffic::new();
    let paper = Paper::default();
    let _listening = paper.listen();
    let mut request = Request::new(axum::body::Body::empty());
    let account = Account::open(&traffic, &mut request, "r");
    assert_eq!(traffic.in_flight(), 1);
    drop(account);
    assert_eq!(traffic.in_flight(), 0);
    assert_eq!(paper.requests()[0]["status"], GONE);
}

#[test]
fn made_up_methods_share_a_name() {
    assert_eq!(method(&Method::PATCH), "PATCH");
    assert_eq!(method(&"BREW".parse().unwrap()), "other");
    assert_eq!(class(StatusCode::IM_A_TEAPOT), "4xx");
}
