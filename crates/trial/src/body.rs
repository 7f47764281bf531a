//! Bodies, as every call reads them: understood, or refused with a reason that blames the caller.

use axum::body::Body;
use axum::extract::FromRequest;
use axum::http::{Request, header};
use futures_util::FutureExt;
use portico_server::http::bodies::KINDS;
use portico_server::http::body::{JsonBody, NoBody};
use portico_server::http::error::{ApiError, Occasion};

pub fn run(input: &[u8]) {
    for outcome in [
        read::<JsonBody>(input).map(drop),
        read::<NoBody>(input).map(drop),
    ] {
        blames_the_caller("a body", outcome);
    }
    let Ok(body) = read::<JsonBody>(input) else {
        return;
    };
    for kind in KINDS {
        let outcome = (kind.read)(&body);
        assert_eq!(outcome, (kind.read)(&body), "{}", kind.name);
        blames_the_caller(kind.name, outcome);
    }
}

fn read<T: FromRequest<(), Rejection = ApiError>>(input: &[u8]) -> Result<T, ApiError> {
    let request = Request::builder()
        .method("POST")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(input.to_vec()));
    let Ok(request) = request else {
        panic!("a plain request cannot be built");
    };
    // All of the body is there, so there is nothing to wait for.
    match T::from_request(request, &()).now_or_never() {
        Some(outcome) => outcome,
        None => panic!("it waits for more"),
    }
}

fn blames_the_caller(what: &str, outcome: Result<(), ApiError>) {
    let Err(refused) = outcome else {
        return;
    };
    assert!(refused.status().is_client_error(), "{what}: {refused:?}");
    let body = refused.body(&Occasion {
        date: "2026-11-24T03:54:00",
        request_id: "r",
        client_request_id: "c",
    });
    assert!(!body.error.message.is_empty(), "{what}: {refused:?}");
    assert!(serde_json::to_string(&body).is_ok(), "{what}: {refused:?}");
}
