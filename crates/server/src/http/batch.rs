//! `POST /v1.0/$batch` (Graph contract: batch). Each part is sent through the same router again, as the same caller, so a
//! part answers exactly as the call alone would. Parts that write or wait for another run in the order they were sent.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::response::Response;
use axum::{Json, Router};
use futures_util::future::join_all;
use http_body_util::BodyExt;
use portico_graph::batch::{BatchAnswer, BatchPart, BatchRequest, BatchResponse, MAX_PARTS};
use serde_json::Value;
use tower::ServiceExt;

use super::App;
use super::body::JsonBody;
use super::caller::Caller;
use super::envelope;
use super::error::ApiError;

const METHODS: [Method; 5] = [
    Method::GET,
    Method::POST,
    Method::PATCH,
    Method::PUT,
    Method::DELETE,
];
/// Headers of the outer call that hold for every part.
const INHERITED: [HeaderName; 3] = [
    header::ACCEPT_LANGUAGE,
    header::HOST,
    HeaderName::from_static("prefer"),
];
/// Headers of a part's answer that go into the batch.
const ANSWERED: [HeaderName; 5] = [
    header::CONTENT_TYPE,
    header::LOCATION,
    header::RETRY_AFTER,
    envelope::REQUEST_ID,
    HeaderName::from_static("preference-applied"),
];

/// What every part of a batch has in common.
struct Outer {
    app: App,
    router: Router,
    caller: Caller,
    headers: HeaderMap,
}

/// Sends the parts through `router` and gathers the answers, in the order of the parts.
pub async fn run(
    app: App,
    router: Router,
    caller: Caller,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<Json<BatchResponse>, ApiError> {
    let batch = read(&body)?;
    let outer = Outer {
        app,
        router,
        caller,
        headers,
    };
    let responses = if batch.requests.iter().all(is_lone_read) {
        join_all(batch.requests.iter().map(|part| outer.send(part))).await
    } else {
        outer.one_by_one(&batch.requests).await
    };
    Ok(Json(BatchResponse { responses }))
}

/// Reads that wait for nothing may run beside each other.
fn is_lone_read(part: &BatchPart) -> bool {
    part.depends_on.is_empty() && part.method.eq_ignore_ascii_case(Method::GET.as_str())
}

impl Outer {
    async fn one_by_one(&self, parts: &[BatchPart]) -> Vec<BatchAnswer> {
        let mut failed = BTreeSet::new();
        let mut answers = Vec::with_capacity(parts.len());
        for part in parts {
            let answer = if part.depends_on.iter().any(|id| failed.contains(id)) {
                self.refuse(part, ApiError::failed_dependency()).await
            } else {
                self.send(part).await
            };
            if answer.status >= 400 {
                failed.insert(&part.id);
            }
            answers.push(answer);
        }
        answers
    }

    async fn send(&self, part: &BatchPart) -> BatchAnswer {
        let mut request = match request(part, &self.headers) {
            Ok(request) => request,
            Err(refused) => return self.refuse(part, refused).await,
        };
        // A part may bring a token of its own; otherwise it speaks for the outer caller, who was checked already.
        if !request.headers().contains_key(header::AUTHORIZATION) {
            if let Err(refused) = self.app.throttle.take(&self.caller) {
                return self.refuse(part, refused).await;
            }
            request.extensions_mut().insert(self.caller.clone());
        }
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        answer(&part.id, response).await
    }

    async fn refuse(&self, part: &BatchPart, refused: ApiError) -> BatchAnswer {
        answer(&part.id, envelope::seal_part(&self.app, refused)).await
    }
}

/// The parts of a batch, whose calls are read one by one.
pub(super) fn read(body: &JsonBody) -> Result<BatchRequest, ApiError> {
    let batch: BatchRequest = body.only(&["requests"])?.read()?;
    check(&batch)?;
    Ok(batch)
}

/// What makes the whole batch malformed. Parts run in the order they were sent, so a part can only wait for earlier ones.
fn check(batch: &BatchRequest) -> Result<(), ApiError> {
    if batch.requests.is_empty() || batch.requests.len() > MAX_PARTS {
        return Err(ApiError::bad_request(format!(
            "A batch holds 1 to {MAX_PARTS} requests."
        )));
    }
    let mut seen = BTreeSet::new();
    for part in &batch.requests {
        if let Some(id) = part
            .depends_on
            .iter()
            .find(|id| !seen.contains(id.as_str()))
        {
            return Err(ApiError::bad_request(format!(
                "Request '{}' depends on '{id}', which does not come before it.",
                part.id
            )));
        }
        if part.id.is_empty() || !seen.insert(part.id.as_str()) {
            return Err(ApiError::bad_request(
                "Every request of a batch needs an id of its own.",
            ));
        }
    }
    Ok(())
}

/// A part as a call, with what it inherits.
pub(super) fn request(part: &BatchPart, outer: &HeaderMap) -> Result<Request<Body>, ApiError> {
    let method = part
        .method
        .to_ascii_uppercase()
        .parse::<Method>()
        .ok()
        .filter(|method| METHODS.contains(method))
        .ok_or_else(ApiError::method_not_allowed)?;
    let path = part.url.trim_start_matches('/');
    if path.starts_with("$batch") {
        return Err(ApiError::bad_request("A batch cannot hold a batch."));
    }
    let body = match &part.body {
        None | Some(Value::Null) => Body::empty(),
        Some(body) => Body::from(body.to_string()),
    };
    let mut request = Request::builder()
        .method(method)
        .uri(address(path))
        .body(body)
        .map_err(|_| ApiError::bad_request("The url of this request cannot be read."))?;
    let headers = request.headers_mut();
    for name in INHERITED {
        if let Some(value) = outer.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    for (name, value) in &part.headers {
        let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value))
        else {
            return Err(ApiError::bad_request(
                "A header of this request cannot be read.",
            ));
        };
        if name != header::COOKIE && name != header::HOST {
            headers.insert(name, value);
        }
    }
    Ok(request)
}

/// Parts write spaces and quotes as they are; an address cannot.
fn address(path: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const UNSAFE: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'`')
        .add(b'{')
        .add(b'}')
        .add(b'\\')
        .add(b'^')
        .add(b'|')
        .add(b'#');
    format!("/v1.0/{}", utf8_percent_encode(path, UNSAFE))
}

async fn answer(id: &str, response: Response) -> BatchAnswer {
    let status = response.status();
    let (parts, body) = response.into_parts();
    let headers: BTreeMap<String, String> = ANSWERED
        .iter()
        .filter_map(|name| {
            let value = parts.headers.get(name)?.to_str().ok()?;
            Some((name.to_string(), value.to_owned()))
        })
        .collect();
    let bytes = match body.collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(_) => {
            return BatchAnswer {
                id: id.to_owned(),
                status: StatusCode::INTERNAL_SERVER_ERROR.as_u16(),
                ..BatchAnswer::default()
            };
        }
    };
    // `…/$count` answers digits as plain text; everything else is JSON or nothing.
    let body = serde_json::from_slice(&bytes)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
    BatchAnswer {
        id: id.to_owned(),
        status: status.as_u16(),
        headers,
        body: if bytes.is_empty() { Value::Null } else { body },
    }
}

#[cfg(test)]
mod tests;
