//! Bodies of requests: JSON, of bounded size and depth, without U+0000 (no database text may hold it).
//!
//! Reading is in two steps. [`JsonBody`] takes any well-formed JSON object; the handler then names the properties it
//! knows and reads its type, so that a misspelt property is an error instead of a silent loss.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::error::ApiError;

/// The longest body in bytes.
pub const LIMIT: usize = 1024 * 1024;
/// The deepest nesting of arrays and objects. A policy with all its parts needs eight.
const DEEPEST: usize = 32;

/// A JSON object, as sent.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonBody(pub Map<String, Value>);

impl JsonBody {
    /// Refuses every property that is not in `known` (names as the contract spells them). Annotations (`@odata.type`,
    /// `answers@odata.count`) pass: clients send back what they were given.
    pub fn only(&self, known: &[&str]) -> Result<&Self, ApiError> {
        match self
            .0
            .keys()
            .find(|name| !name.contains('@') && !known.contains(&name.as_str()))
        {
            None => Ok(self),
            Some(name) => Err(ApiError::bad_request(format!(
                "The property '{name}' does not exist or cannot be set here."
            ))
            .with_target(name.clone())),
        }
    }

    /// The body of a call whose bytes were read already.
    pub fn of_bytes(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, ApiError> {
        if !is_json(headers) {
            return Err(ApiError::not_json());
        }
        object_of(bytes).map(Self)
    }

    /// The body as a type of the API.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_json::from_value(Value::Object(self.0.clone()))
            .map_err(|problem| ApiError::malformed_body(format!("The body is wrong: {problem}.")))
    }
}

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::not_json());
        }
        object(request).await.map(Self)
    }
}

/// The body as a JSON object, whatever its media type says.
pub async fn object(request: Request) -> Result<Map<String, Value>, ApiError> {
    object_of(&bytes(request).await?)
}

fn object_of(bytes: &[u8]) -> Result<Map<String, Value>, ApiError> {
    match parse(bytes)? {
        Value::Object(members) => Ok(members),
        _ => Err(ApiError::malformed_body("The body must be a JSON object.")),
    }
}

/// For calls without a body: an empty one passes, and so does `{}`, which some clients send with every POST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoBody;

impl<S: Send + Sync> FromRequest<S> for NoBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let bytes = bytes(request).await?;
        if bytes.is_empty() {
            return Ok(Self);
        }
        match parse(&bytes)? {
            Value::Object(members) if members.is_empty() => Ok(Self),
            _ => Err(ApiError::malformed_body("This call takes no body.")),
        }
    }
}

/// `application/json`, with any parameters but a foreign charset.
pub fn is_json(headers: &HeaderMap) -> bool {
    has_media(headers, &["application/json"])
}

/// One of these media types, with any parameters but a foreign charset.
pub fn has_media(headers: &HeaderMap, wanted: &[&str]) -> bool {
    let Some(media) = headers
        .get(header::CONTENT_TYPE)
        .and_then(|media| media.to_str().ok())
    else {
        return false;
    };
    let mut parts = media.split(';').map(str::trim);
    parts.next().is_some_and(|essence| {
        wanted
            .iter()
            .any(|media| essence.eq_ignore_ascii_case(media))
    }) && parts.all(|parameter| {
        parameter
            .to_ascii_lowercase()
            .strip_prefix("charset=")
            .is_none_or(|charset| charset.trim_matches('"') == "utf-8")
    })
}

/// All bytes of a body of bounded length.
pub async fn bytes(request: Request) -> Result<Bytes, ApiError> {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > LIMIT) {
        return Err(ApiError::too_large(LIMIT));
    }
    Limited::new(request.into_body(), LIMIT)
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .map_err(|problem| {
            if problem.is::<LengthLimitError>() {
                ApiError::too_large(LIMIT)
            } else {
                ApiError::malformed_body("The body broke off.")
            }
        })
}

fn parse(bytes: &[u8]) -> Result<Value, ApiError> {
    let value = serde_json::from_slice(bytes)
        .map_err(|problem| ApiError::malformed_body(format!("The body is no JSON: {problem}.")))?;
    check(&value, DEEPEST)?;
    Ok(value)
}

fn check(value: &Value, depth_left: usize) -> Result<(), ApiError> {
    let too_deep = || ApiError::malformed_body("The body is nested too deeply.");
    match value {
        Value::String(text) => check_text(text),
        Value::Array(items) => {
            let left = depth_left.checked_sub(1).ok_or_else(too_deep)?;
            items.iter().try_for_each(|item| check(item, left))
        }
        Value::Object(members) => {
            let left = depth_left.checked_sub(1).ok_or_else(too_deep)?;
            members.iter().try_for_each(|(name, member)| {
                check_text(name)?;
                check(member, left)
            })
        }
        _ => Ok(()),
    }
}

fn check_text(text: &str) -> Result<(), ApiError> {
    if text.contains('\0') {
        return Err(ApiError::malformed_body(
            "The body holds the character U+0000, which no text may hold.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::StatusCode;
    use serde_json::json;

    use super::*;

    async fn send(media: Option<&str>, body: impl Into<Body>) -> Result<JsonBody, ApiError> {
        let mut request = Request::builder().method("POST").uri("/");
        if let Some(media) = media {
            request = request.header(header::CONTENT_TYPE, media);
        }
        JsonBody::from_request(request.body(body.into()).unwrap(), &()).await
    }

    async fn status(media: Option<&str>, body: impl Into<Body>) -> StatusCode {
        send(media, body).await.unwrap_err().status()
    }

    const JSON: Option<&str> = Some("application/json");

    #[tokio::test]
    async fn json_objects_pass_with_any_harmless_parameter() {
        for media in [
            "application/json",
            "Application/JSON; charset=UTF-8",
            "application/json;odata.metadata=minimal; IEEE754Compatible=true",
        ] {
            let body = send(Some(media), r#"{"a": 1}"#).await.unwrap();
            assert_eq!(body.0["a"], 1, "{media}");
        }
    }

    #[tokio::test]
    async fn other_media_are_415() {
        for media in [
            None,
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("application/json; charset=latin1"),
            Some("application/jsonp"),
        ] {
            assert_eq!(
                status(media, "{}").await,
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "{media:?}"
            );
        }
    }

    #[tokio::test]
    async fn what_is_no_object_is_400() {
        for body in [
            "",
            "{",
            "[]",
            "1",
            "null",
            "{'a': 1}",
            "\u{feff}{}",
            "{\"a\": 1}}",
        ] {
            assert_eq!(status(JSON, body).await, StatusCode::BAD_REQUEST, "{body}");
        }
        assert_eq!(
            status(JSON, &b"{\"a\": \"\xff\"}"[..]).await,
            StatusCode::BAD_REQUEST
        );
    }

    #[tokio::test]
    async fn the_character_zero_is_refused_wherever_it_hides() {
        for body in [
            r#"{"a": "x\u0000y"}"#,
            r#"{"a\u0000": 1}"#,
            r#"{"a": [{"b": "\u0000"}]}"#,
        ] {
            assert_eq!(status(JSON, body).await, StatusCode::BAD_REQUEST, "{body}");
        }
    }

    #[tokio::test]
    async fn size_and_depth_are_bounded() {
        let long = format!(r#"{{"a": "{}"}}"#, "x".repeat(LIMIT));
        assert_eq!(status(JSON, long).await, StatusCode::PAYLOAD_TOO_LARGE);
        for depth in [DEEPEST, 100, 5_000] {
            let deep = format!(r#"{{"a": {}{}}}"#, "[".repeat(depth), "]".repeat(depth));
            assert_eq!(status(JSON, deep).await, StatusCode::BAD_REQUEST);
        }
        let shallow = format!(r#"{{"a": {}{}}}"#, "[".repeat(31), "]".repeat(31));
        assert!(send(JSON, shallow).await.is_ok());
    }

    #[test]
    fn unknown_properties_are_named_and_annotations_pass() {
        let Value::Object(members) =
            json!({"reason": 1, "@odata.type": "x", "answers@odata.count": 0})
        else {
            panic!("an object");
        };
        let body = JsonBody(members);
        assert!(body.only(&["reason"]).is_ok());
        let refused = body.only(&["justification"]).unwrap_err();
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    }

    #[tokio::test]
    async fn calls_without_a_body_take_an_empty_object() {
        for (body, passes) in [
            ("", true),
            ("{}", true),
            (r#"{"a":1}"#, false),
            ("x", false),
        ] {
            let request = Request::builder().uri("/").body(Body::from(body)).unwrap();
            assert_eq!(
                NoBody::from_request(request, &()).await.is_ok(),
                passes,
                "{body}"
            );
        }
    }
}
