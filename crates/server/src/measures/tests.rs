use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use super::*;
use crate::http::test_app::TestApp;
use crate::jobs;

const DOCUMENT: &str = include_str!("../../../../docs/OPERATING.md");

/// Measures of this thread alone, gathered from before its database is opened.
struct Watched {
    app: TestApp,
    handle: metrics_exporter_prometheus::PrometheusHandle,
}

impl Watched {
    async fn new() -> (Self, metrics::LocalRecorderGuard<'static>) {
        let recorder = Box::leak(Box::new(recorder::recorder().unwrap()));
        let guard = metrics::set_default_local_recorder(recorder);
        let watched = Self {
            app: TestApp::new().await,
            handle: recorder.handle(),
        };
        (watched, guard)
    }

    async fn text(&self) -> String {
        let answers = answers(self.app.app.clone(), self.handle.clone());
        let request = Request::get("/metrics").body(Body::empty()).unwrap();
        let response = answers.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(bytes.to_vec()).unwrap()
    }
}

/// The names after `# TYPE`, with their sort.
fn rendered(text: &str) -> BTreeMap<&str, &str> {
    text.lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '))
        .collect()
}

fn sort(measure: &Measure) -> &'static str {
    match measure.kind {
        Kind::Counter => "counter",
        Kind::Gauge => "gauge",
        Kind::Histogram(_) => "histogram",
    }
}

/// The names of labels in the lines of one measure, those of histograms' own left out.
fn labels<'a>(text: &'a str, measure: &Measure) -> BTreeSet<&'a str> {
    text.lines()
        .filter(|line| line.starts_with(measure.name))
        .filter_map(|line| line.split_once('{')?.1.rsplit_once('}'))
        .flat_map(|(labels, _)| {
            labels
                .split("\",")
                .filter_map(|label| label.split_once('='))
        })
        .map(|(name, _)| name)
        .filter(|name| *name != "le")
        .collect()
}

#[tokio::test]
async fn what_is_shown_is_the_table_and_nothing_else() {
    let (watched, _guard) = Watched::new().await;
    let ana = watched.app.as_person("ana@harbour.example").await;
    ana.get("/v1.0/me").await;
    ana.get("/v1.0/users/nobody-of-that-name?$select=id").await;
    ana.get("/no/such/page").await;
    jobs::run_due(&watched.app.app).await.unwrap();
    let text = watched.text().await;

    // The writer of SQLite has a thread of its own, which this test's recorder does not reach; `tests/api` sees its measures.
    let tells_steps = watched.app.app.store.steps().is_some();
    let expected: BTreeMap<_, _> = ALL
        .iter()
        .filter(|measure| !measure.name.starts_with("portico_write_"))
        .filter(|measure| measure.name != SQLITE_STEPS || tells_steps)
        .map(|measure| (measure.name, sort(measure)))
        .collect();
    assert_eq!(rendered(&text), expected);
    for measure in ALL
        .iter()
        .filter(|measure| expected.contains_key(measure.name))
    {
        let wanted: BTreeSet<_> = measure.labels.iter().copied().collect();
        assert_eq!(labels(&text, measure), wanted, "{}", measure.name);
    }
}

#[tokio::test]
async fn nobody_is_named_and_no_path_is_shown() {
    let (watched, _guard) = Watched::new().await;
    let bo = watched.app.as_person("bo@harbour.example").await;
    let id = watched.app.user_id("ana@harbour.example").await;
    bo.get(&format!("/v1.0/users/{id}?$select=displayName"))
        .await;
    bo.get("/secret-page").await;
    let text = watched.text().await;
    let line =
        r#"portico_http_requests_total{method="GET",route="/v1.0/users/{id}",status="2xx"} 1"#;
    assert!(text.contains(line), "{text}");
    for absent in [id.as_str(), "harbour.example", "displayName", "secret-page"] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }
}

#[tokio::test]
async fn due_jobs_and_unsealed_entries_are_looked_up() {
    let (watched, _guard) = Watched::new().await;
    let ana = watched.app.with_token("ana@harbour.example", "").await;
    let root = "/v1.0/identityGovernance/entitlementManagement";
    let packages = ana
        .get(&format!(
            "{root}/accessPackages/filterByCurrentUser(on='allowedRequestor')"
        ))
        .await;
    let mut packages = packages.json["value"].as_array().unwrap().iter();
    let gate = packages.find(|package| package["displayName"] == "Quay gate");
    let gate = gate.unwrap()["id"].as_str().unwrap();
    let body: Value = serde_json::json!({
        "requestType": "userAdd", "assignment": { "accessPackageId": gate }, "justification": "To look."
    });
    let asked = ana.post(&format!("{root}/assignmentRequests"), &body).await;
    assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.text);
    watched
        .app
        .clock
        .advance(portico_graph::time::Duration::from_seconds(7));
    let value = |text: &str, name: &str| -> f64 {
        let line = text
            .lines()
            .find(|line| line.starts_with(&format!("{name} ")));
        line.unwrap().rsplit_once(' ').unwrap().1.parse().unwrap()
    };
    let text = watched.text().await;
    assert!(value(&text, JOBS_DUE) >= 1.0, "{text}");
    assert!((value(&text, JOBS_OLDEST) - 7.0).abs() < 0.1, "{text}");
    assert!(value(&text, AUDIT_UNSEALED) >= 1.0, "{text}");

    jobs::run_due(&watched.app.app).await.unwrap();
    crate::audit::seal(&watched.app.app.store).await.unwrap();
    let text = watched.text().await;
    for name in [JOBS_DUE, JOBS_OLDEST, JOBS_DEAD, AUDIT_UNSEALED] {
        assert!(value(&text, name).abs() < 0.1, "{name}: {text}");
    }
    let done = text.lines().filter(|line| line.starts_with(JOBS_DONE));
    let done: f64 = done
        .map(|line| line.rsplit_once(' ').unwrap().1.parse::<f64>().unwrap())
        .sum();
    assert!(done >= 1.0, "{text}");
}

#[test]
fn the_document_has_the_same_table() {
    let rows: Vec<Vec<&str>> = DOCUMENT
        .lines()
        .filter(|line| line.starts_with("| `portico_") || line.starts_with("| `process_"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let written: Vec<_> = rows.iter().map(|row| row[..4].to_vec()).collect();
    let labels: Vec<String> = ALL
        .iter()
        .map(|measure| {
            let named: Vec<_> = measure
                .labels
                .iter()
                .map(|label| format!("`{label}`"))
                .collect();
            named.join(", ")
        })
        .collect();
    let names: Vec<String> = ALL
        .iter()
        .map(|measure| format!("`{}`", measure.name))
        .collect();
    let table: Vec<_> = ALL
        .iter()
        .enumerate()
        .map(|(place, measure)| {
            vec![
                names[place].as_str(),
                sort(measure),
                measure.unit,
                labels[place].as_str(),
            ]
        })
        .collect();
    assert_eq!(written, table);
}
