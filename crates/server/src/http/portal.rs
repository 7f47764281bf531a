//! The portal's files, from the build folder of the workspace (embedded in release builds).
//!
//! Names with a content hash never change and may be kept for a year; `index.html` and everything else is asked about
//! each time and answered by `ETag`. A path that is no file is a page of the portal when a browser navigates to it,
//! and an unknown address for everybody else.

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::error::ApiError;

mod encoding;
mod media_type;

#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Built;

/// Set by the project's own build to a hash of the folder, so that a changed portal is embedded anew.
const _: Option<&str> = option_env!("PORTICO_PORTAL");

const INDEX: &str = "index.html";
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");

/// First path segments that belong to the API: a wrong address below them is an error body, never a page.
const API_SEGMENTS: [&str; 8] = [
    "v1.0",
    "scim",
    "beta",
    "portico",
    "demo",
    "healthz",
    "readyz",
    "config.json",
];

/// Answers every address that no route of the API has.
pub async fn serve(request: Request) -> Result<Response, ApiError> {
    let path = request.uri().path().trim_start_matches('/');
    if belongs_to_api(path) {
        return Err(ApiError::no_such_address());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(ApiError::method_not_allowed());
    }
    let headers = request.headers();
    if let Some(answer) = file(path, headers, built) {
        return Ok(answer);
    }
    if !is_navigation(headers) {
        return Err(ApiError::no_such_address());
    }
    Ok(file(INDEX, headers, built).unwrap_or_else(not_built))
}

fn belongs_to_api(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    API_SEGMENTS.contains(&first)
}

/// A browser that follows a link or an address asks for HTML by name; scripts and API clients do not.
fn is_navigation(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// A file with the digest of its bytes.
struct Asset {
    bytes: Cow<'static, [u8]>,
    digest: [u8; 32],
}

fn built(path: &str) -> Option<Asset> {
    let found = Built::get(path)?;
    Some(Asset {
        digest: found.metadata.sha256_hash(),
        bytes: found.data,
    })
}

/// The file at a path, in the smallest coding that `find` has and the browser takes.
fn file(path: &str, headers: &HeaderMap, find: impl Fn(&str) -> Option<Asset>) -> Option<Response> {
    if path.is_empty() || path.split('/').any(|segment| segment.starts_with('.')) {
        return None;
    }
    let plain = find(path)?;
    let (found, coding) = encoding::acceptable(headers)
        .find_map(|coding| {
            let sibling = find(&format!("{path}.{}", coding.suffix))?;
            Some((sibling, Some(coding.name)))
        })
        .unwrap_or((plain, None));
    Some(answer(path, found, coding, headers))
}

fn answer(path: &str, found: Asset, coding: Option<&'static str>, asked: &HeaderMap) -> Response {
    let etag = etag(&found.digest);
    let mut response = if is_known(&etag, asked) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(found.bytes))
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, media_type::of(path));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    let keep = if is_hashed(path) {
        FOREVER
    } else {
        ASK_EACH_TIME
    };
    headers.insert(header::CACHE_CONTROL, keep);
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// Of the bytes as sent, so that each coding has its own.
fn etag(digest: &[u8; 32]) -> String {
    use std::fmt::Write;
    let mut tag = String::from("\"");
    for byte in &digest[..16] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

fn is_known(etag: &str, asked: &HeaderMap) -> bool {
    asked
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| {
            known
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == etag)
        })
}

/// The build names changing files `stem-<16 hex digits>…`, also as the folder of a script's snippets.
fn is_hashed(path: &str) -> bool {
    path.split(['/', '.', '_']).any(|part| {
        part.rsplit_once('-').is_some_and(|(_, hash)| {
            hash.len() >= 12 && hash.bytes().all(|b| b.is_ascii_hexdigit())
        })
    })
}

fn not_built() -> Response {
    const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Portal not built</title>\
        <h1>The portal is not built yet</h1>\
        <p>The server runs and its API answers. Build the pages with <code>cargo xtask build</code>, then start it again.</p></html>";
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ],
        PAGE,
    )
        .into_response()
}

#[cfg(test)]
mod tests;
