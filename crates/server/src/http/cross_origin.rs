//! Pages of other origins that may call with a token, by the operator's word (Graph contract: CORS). Never with cookies: those are for our own
//! pages.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::envelope::{CLIENT_REQUEST_ID, REQUEST_ID};

/// How long a browser remembers what it may.
const REMEMBERED: Duration = Duration::from_hours(1);

/// The layer for these origins; without any there is nothing to say, and browsers keep other pages out.
pub fn layer(origins: &[String]) -> Option<CorsLayer> {
    let origins = origins.iter().filter_map(|origin| origin.parse().ok());
    let origins: Vec<HeaderValue> = origins.collect();
    if origins.is_empty() {
        return None;
    }
    let named = HeaderName::from_static;
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PATCH,
            Method::PUT,
            Method::DELETE,
        ])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::IF_MATCH,
            named("prefer"),
            named("consistencylevel"),
            CLIENT_REQUEST_ID,
            named("sdkversion"),
        ])
        .expose_headers([
            REQUEST_ID,
            CLIENT_REQUEST_ID,
            header::ETAG,
            header::LOCATION,
            header::RETRY_AFTER,
            named("preference-applied"),
            named("odata-version"),
        ])
        .max_age(REMEMBERED);
    Some(layer)
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::config::Api;
    use crate::http::test_app::TestApp;

    fn portal_elsewhere() -> Api {
        Api {
            allowed_origins: vec!["https://portal.example".to_owned()],
            ..Api::default()
        }
    }

    #[tokio::test]
    async fn a_page_that_is_named_may_call_and_another_may_not() {
        let app = TestApp::with_api(portal_elsewhere()).await;
        let ask = |origin: &'static str| {
            let client = app.anonymous().with("origin", origin);
            let client = client.with("access-control-request-method", "GET");
            client.with("access-control-request-headers", "authorization")
        };
        let path = "/v1.0/me";
        let named = ask("https://portal.example");
        let answer = named.call(axum::http::Method::OPTIONS, path).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(
            answer.headers["access-control-allow-origin"],
            "https://portal.example"
        );
        assert!(
            !answer
                .headers
                .contains_key("access-control-allow-credentials")
        );
        let other = ask("https://elsewhere.example");
        let answer = other.call(axum::http::Method::OPTIONS, path).await;
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
        let bearer = app.with_token("ana@harbour.example", "").await;
        let me = bearer
            .with("origin", "https://portal.example")
            .get(path)
            .await;
        assert_eq!(me.status, StatusCode::OK);
        let exposed = me.headers["access-control-expose-headers"]
            .to_str()
            .unwrap();
        assert!(exposed.contains("request-id"), "{exposed}");
    }

    #[tokio::test]
    async fn who_calls_too_often_hears_when_to_come_again() {
        let app = TestApp::with_api(Api {
            calls_per_minute: std::num::NonZeroU32::new(20),
            ..Api::default()
        })
        .await;
        let ana = app.with_token("ana@harbour.example", "").await;
        let bo = app.with_token("bo@harbour.example", "").await;
        for _ in 0..5 {
            assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::OK);
        }
        let refused = ana.get("/v1.0/me").await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.code(), "TooManyRequests");
        assert_eq!(refused.headers["retry-after"], "3");
        // Each part of a batch is a call.
        let part = |id: &str| serde_json::json!({ "id": id, "method": "GET", "url": "/me" });
        let parts: Vec<_> = ["1", "2", "3", "4", "5", "6"].map(part).to_vec();
        let batch = serde_json::json!({ "requests": parts });
        let answer = bo.post("/v1.0/$batch", &batch).await;
        let statuses = answer.json["responses"].as_array().unwrap().iter();
        let refused = statuses.filter(|one| one["status"] == 429).count();
        assert_eq!(refused, 2, "{}", answer.text);
    }
}
