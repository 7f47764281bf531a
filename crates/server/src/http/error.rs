//! What the API answers when it refuses (Graph contract: errors).
//!
//! Every refusal that reaches a caller is an [`ApiError`], made by a constructor named for its meaning; statuses and
//! codes are written here and nowhere else. The body is rendered by [`super::envelope`], the one place that knows the
//! request's ids and the clock. Failures of our own (a broken database) are logged with their cause and leave as a
//! bare 500: callers learn nothing about the inside.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use portico_graph::{ErrorBody, ErrorDetail, ErrorObject, InnerError};

use crate::store::StoreError;

mod constructors;

/// One refusal: HTTP status, Graph code and developer text (never shown to people).
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError(Box<Refusal>);

#[derive(Clone, Debug, PartialEq)]
struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    inner_code: Option<&'static str>,
    target: Option<String>,
    details: Vec<ErrorDetail>,
    headers: HeaderMap,
}

/// What every error body repeats about its request.
pub struct Occasion<'a> {
    /// `2026-11-24T03:54:00`, as Graph writes it here: no zone.
    pub date: &'a str,
    /// The `request-id` header of the answer.
    pub request_id: &'a str,
    /// The `client-request-id` header of the answer.
    pub client_request_id: &'a str,
}

impl ApiError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Refusal {
            status,
            code,
            message: message.into(),
            inner_code: None,
            target: None,
            details: Vec::new(),
            headers: HeaderMap::new(),
        }))
    }

    /// The more exact code inside `innerError`.
    #[must_use]
    pub fn with_inner_code(mut self, code: &'static str) -> Self {
        self.0.inner_code = Some(code);
        self
    }

    /// What in the request is wrong: a property path or a query option.
    #[must_use]
    pub fn with_target(mut self, target: impl Into<String>) -> Self {
        self.0.target = Some(target.into());
        self
    }

    /// Lines for `error.details`.
    #[must_use]
    pub fn with_details(mut self, details: impl IntoIterator<Item = ErrorDetail>) -> Self {
        self.0.details.extend(details);
        self
    }

    /// A header that belongs to this refusal, for example `Retry-After`.
    #[must_use]
    pub fn with_header(mut self, name: header::HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    /// The HTTP status it answers with.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The Graph code it answers with.
    pub fn code(&self) -> &str {
        self.0.code
    }

    /// The developer text.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The body: `{"error": …}`.
    pub fn body(&self, occasion: &Occasion<'_>) -> ErrorBody {
        ErrorBody {
            error: ErrorObject {
                code: self.0.code.into(),
                message: self.0.message.clone(),
                target: self.0.target.clone(),
                details: self.0.details.clone(),
                inner_error: Some(InnerError {
                    code: self.0.inner_code.map(Into::into),
                    date: occasion.date.into(),
                    request_id: occasion.request_id.into(),
                    client_request_id: occasion.client_request_id.into(),
                }),
            },
        }
    }
}

/// A line of `error.details` about one thing: a property path, a question's id, the id of a conflicting object.
pub fn detail(
    code: impl Into<String>,
    message: impl Into<String>,
    target: impl Into<String>,
) -> ErrorDetail {
    ErrorDetail {
        code: code.into(),
        message: message.into(),
        target: Some(target.into()),
    }
}

impl IntoResponse for ApiError {
    /// Status and headers; the envelope adds the body, since only it knows the request's ids.
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.headers_mut().extend(self.0.headers.clone());
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for ApiError {
    /// A caller can do nothing about our database but come again; the cause goes to the log.
    fn from(cause: StoreError) -> Self {
        tracing::error!(%cause, "the store failed");
        match cause {
            StoreError::Abandoned(_) => Self::busy(1),
            StoreError::Unavailable(_) => Self::busy(5),
            _ => Self::internal(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    const OCCASION: Occasion<'_> = Occasion {
        date: "2026-11-24T03:54:00",
        request_id: "r",
        client_request_id: "c",
    };

    #[test]
    fn the_body_has_graphs_shape() {
        let body = ApiError::unknown_here().body(&OCCASION);
        assert_eq!(
            to_value(body).unwrap(),
            json!({"error": {
                "code": "ResourceNotFound",
                "message": "The resource could not be found.",
                "innerError": {"date": "2026-11-24T03:54:00", "request-id": "r", "client-request-id": "c"}
            }})
        );
    }

    #[test]
    fn a_database_that_is_away_is_worth_another_try() {
        let error = ApiError::from(StoreError::from(sqlx::Error::PoolTimedOut));
        assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(error.code(), "ServiceUnavailable");
        let response = error.into_response();
        assert_eq!(response.headers()[header::RETRY_AFTER], "5");
        let error = ApiError::from(StoreError::Broken("x".into()));
        assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[test]
    fn target_details_and_inner_code_appear_when_there_are_any() {
        let error = ApiError::precondition_failed()
            .with_target("If-Match")
            .with_details([detail("X", "y", "z")]);
        let body = to_value(error.body(&OCCASION)).unwrap();
        assert_eq!(body["error"]["innerError"]["code"], "resourceModified");
        assert_eq!(body["error"]["target"], "If-Match");
        assert_eq!(
            body["error"]["details"],
            json!([{"code": "X", "message": "y", "target": "z"}])
        );
    }
}
