//! One request in the log and in the measures: by the template of its route, never its path, and by what kind of caller, never who.
//! Queries, headers and bodies are not looked at here, so nothing of them can be written down.

use std::sync::{Arc, OnceLock};

use axum::extract::{MatchedPath, Request};
use axum::http::{Extensions, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::caller::Caller;
use super::traffic::{InFlight, Traffic};
use crate::clock::Stopwatch;
use crate::measures;

/// Everything that is no address of the API: the portal's pages and files, and addresses that do not exist.
const PORTAL: &str = "portal";
/// The caller went away before the answer was made.
const GONE: &str = "gone";

/// What is found out on the way inside; travels in the request's extensions.
#[derive(Clone, Default)]
pub(super) struct Notes(Arc<Noted>);

#[derive(Default)]
struct Noted {
    route: OnceLock<MatchedPath>,
    caller: OnceLock<&'static str>,
}

impl Notes {
    /// Notes what kind of caller it is, once that is known.
    pub fn caller(extensions: &Extensions, caller: Option<&Caller>) {
        if let (Some(notes), Some(caller)) = (extensions.get::<Self>(), caller) {
            let kind = match caller {
                Caller::Person(..) => "person",
                Caller::Application(..) => "application",
            };
            // Asked again by a second extractor, the answer is the same.
            let _ = notes.0.caller.set(kind);
        }
    }
}

/// The layer that runs when the route is chosen.
pub(super) async fn note_route(request: Request, next: Next) -> Response {
    let found = request.extensions();
    if let (Some(notes), Some(route)) = (found.get::<Notes>(), found.get::<MatchedPath>()) {
        // A request is routed once.
        let _ = notes.0.route.set(route.clone());
    }
    next.run(request).await
}

/// A request from its coming to its answer. Dropped without one, its caller went away.
pub(super) struct Account<'a> {
    method: &'static str,
    request_id: String,
    notes: Notes,
    since: Stopwatch,
    closed: bool,
    _in_flight: InFlight<'a>,
}

impl<'a> Account<'a> {
    /// A request has come in.
    pub fn open(traffic: &'a Traffic, request: &mut Request, request_id: &str) -> Self {
        let notes = Notes::default();
        request.extensions_mut().insert(notes.clone());
        Self {
            method: method(request.method()),
            request_id: request_id.to_owned(),
            notes,
            since: Stopwatch::start(),
            closed: false,
            _in_flight: traffic.enter(),
        }
    }

    /// It is answered.
    pub fn close(mut self, status: StatusCode) {
        self.closed = true;
        let duration_ms = self.count(class(status));
        let (method, route, request_id, caller) = (
            self.method,
            self.route(),
            self.request_id.as_str(),
            self.caller(),
        );
        let status = status.as_u16();
        if status < 500 {
            tracing::info!(
                method,
                route,
                status,
                duration_ms,
                request_id,
                caller,
                "request"
            );
        } else {
            tracing::warn!(
                method,
                route,
                status,
                duration_ms,
                request_id,
                caller,
                "request failed"
            );
        }
    }

    /// Answers how many milliseconds it took.
    fn count(&self, status: &'static str) -> f64 {
        let took = self.since.elapsed();
        measures::answered(self.method, self.route(), status, took);
        (took.as_secs_f64() * 10_000.0).round() / 10.0
    }

    fn route(&self) -> &str {
        self.notes.0.route.get().map_or(PORTAL, MatchedPath::as_str)
    }

    fn caller(&self) -> &'static str {
        self.notes.0.caller.get().copied().unwrap_or("nobody")
    }
}

impl Drop for Account<'_> {
    fn drop(&mut self) {
        if !self.closed {
            let duration_ms = self.count(GONE);
            let (method, route, request_id, caller) = (
                self.method,
                self.route(),
                self.request_id.as_str(),
                self.caller(),
            );
            tracing::info!(
                method,
                route,
                status = GONE,
                duration_ms,
                request_id,
                caller,
                "request"
            );
        }
    }
}

/// Callers can make up methods; labels must not grow with them.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
}

#[cfg(test)]
mod tests;
