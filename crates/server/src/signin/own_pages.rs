//! Proof that a write by cookie comes from our own pages. A browser sends the cookie along with any request to us; only
//! our pages can add a header of their own choosing, and only for JSON must a foreign page ask permission first.

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method};

use crate::http::App;
use crate::http::body;
use crate::http::caller::Caller;
use crate::http::error::ApiError;

/// The header our pages send with each write: `X-Portico: 1`.
pub const PORTICO: HeaderName = HeaderName::from_static("x-portico");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Proof that a call needs no session and yet is nobody else's: it comes from our own pages, or carries a good token.
#[derive(Clone, Copy, Debug)]
pub struct OwnPageOrToken;

impl FromRequestParts<App> for OwnPageOrToken {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        if parts.headers.contains_key(AUTHORIZATION) {
            Caller::from_request_parts(parts, app).await?;
        } else {
            check(&parts.method, &parts.headers)?;
        }
        Ok(Self)
    }
}

/// Passes reads, and writes that only our own pages can have sent.
pub fn check(method: &Method, headers: &HeaderMap) -> Result<(), ApiError> {
    if method.is_safe() {
        return Ok(());
    }
    if headers.get(PORTICO).is_none_or(|value| value != "1") {
        return Err(ApiError::cross_site_write(
            "Writes with a cookie session must carry the header X-Portico: 1.",
        ));
    }
    if headers
        .get(FETCH_SITE)
        .is_some_and(|site| site != "same-origin")
    {
        return Err(ApiError::cross_site_write(
            "Writes with a cookie session must come from the portal's own origin.",
        ));
    }
    // None of these can be sent by a form, or by a page of another origin that did not ask before.
    let sent = ["application/json", "image/png", "image/jpeg"];
    if headers.contains_key(CONTENT_TYPE) && !body::has_media(headers, &sent) {
        return Err(ApiError::not_json());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, StatusCode};

    use super::*;

    fn status(method: &Method, headers: &[(&'static str, &'static str)]) -> Option<StatusCode> {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        check(method, &headers).err().map(|error| error.status())
    }

    #[test]
    fn reads_need_nothing() {
        assert_eq!(
            status(&Method::GET, &[("sec-fetch-site", "cross-site")]),
            None
        );
    }

    #[test]
    fn writes_need_the_header() {
        let forbidden = Some(StatusCode::FORBIDDEN);
        for method in [Method::POST, Method::PATCH, Method::PUT, Method::DELETE] {
            assert_eq!(status(&method, &[]), forbidden);
            assert_eq!(status(&method, &[("x-portico", "0")]), forbidden);
            assert_eq!(status(&method, &[("x-portico", "1")]), None);
        }
    }

    #[test]
    fn writes_from_other_sites_are_refused_even_with_it() {
        for site in ["cross-site", "same-site", "none"] {
            assert_eq!(
                status(
                    &Method::POST,
                    &[("x-portico", "1"), ("sec-fetch-site", site)]
                ),
                Some(StatusCode::FORBIDDEN)
            );
        }
        assert_eq!(
            status(
                &Method::POST,
                &[("x-portico", "1"), ("sec-fetch-site", "same-origin")]
            ),
            None
        );
    }

    #[test]
    fn forms_are_no_json() {
        assert_eq!(
            status(
                &Method::POST,
                &[("x-portico", "1"), ("content-type", "text/plain")]
            ),
            Some(StatusCode::UNSUPPORTED_MEDIA_TYPE)
        );
    }
}
