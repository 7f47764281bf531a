//! What can go wrong between the portal and the API: one type from the wire to the words.

use portico_graph::json::FromJson as _;
use portico_graph::{ErrorBody, ErrorDetail};
use serde_json::Value;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ApiError {
    /// No answer arrived.
    #[error("no connection")]
    Network,
    /// Nobody is signed in (any more): 401.
    #[error("signed out")]
    Unauthorized,
    /// This person may not: 403.
    #[error("forbidden")]
    Forbidden(Box<Refusal>),
    /// Not there, or not for this person: 404.
    #[error("not found")]
    NotFound(Box<Refusal>),
    /// It changed meanwhile: 409 and 412.
    #[error("changed meanwhile")]
    Conflict(Box<Refusal>),
    /// What was sent is not accepted: other 4xx.
    #[error("not accepted")]
    Invalid(Box<Refusal>),
    /// Still busy after all attempts: 429 and 503.
    #[error("busy")]
    Throttled(Box<Refusal>),
    /// A fault of the service: other statuses, or an answer that could not be read.
    #[error("fault of the service")]
    Server(Box<Refusal>),
}

/// What the service said when it refused.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Graph's code: the innermost one, which is the most exact.
    pub code: String,
    /// The property or parameter at fault.
    pub target: Option<String>,
    /// The separate problems.
    pub details: Vec<ErrorDetail>,
    /// How the help desk finds it.
    pub request_id: String,
}

impl ApiError {
    /// From an answer that is no success, with its body when that was JSON.
    pub fn from_answer(status: u16, body: Option<Value>, request_id: Option<String>) -> Self {
        let mut refusal = Box::new(Refusal {
            status,
            ..Refusal::default()
        });
        if let Some(Ok(ErrorBody { error })) = body.map(ErrorBody::from_json) {
            refusal.code = error.code;
            refusal.target = error.target;
            refusal.details = error.details;
            if let Some(inner) = error.inner_error {
                refusal.request_id = inner.request_id;
                refusal.code = inner.code.unwrap_or(refusal.code);
            }
        }
        if let Some(request_id) = request_id {
            refusal.request_id = request_id;
        }
        match status {
            401 => Self::Unauthorized,
            403 => Self::Forbidden(refusal),
            404 => Self::NotFound(refusal),
            409 | 412 => Self::Conflict(refusal),
            429 | 503 => Self::Throttled(refusal),
            400..500 => Self::Invalid(refusal),
            _ => Self::Server(refusal),
        }
    }

    /// An answer that says it is fine but cannot be read.
    pub fn unreadable(status: u16, request_id: Option<String>) -> Self {
        Self::Server(Box::new(Refusal {
            status,
            request_id: request_id.unwrap_or_default(),
            ..Refusal::default()
        }))
    }

    /// What the service said, when it said something.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Network | Self::Unauthorized => None,
            Self::Forbidden(refusal)
            | Self::NotFound(refusal)
            | Self::Conflict(refusal)
            | Self::Invalid(refusal)
            | Self::Throttled(refusal)
            | Self::Server(refusal) => Some(refusal),
        }
    }

    /// Whether the same call may succeed a little later.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Network | Self::Throttled(_) | Self::Server(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_code_and_the_request_id_are_kept() {
        let body = r#"{"error":{"code":"BadRequest","message":"no","details":[{"code":"AnswerInvalid","message":"x","target":"q1"}],
            "innerError":{"code":"AnswerInvalid","date":"2026-11-24T03:54:00","request-id":"r-1","client-request-id":"c-1"}}}"#;
        let ApiError::Invalid(refusal) =
            ApiError::from_answer(400, serde_json::from_str(body).ok(), None)
        else {
            panic!("not invalid")
        };
        assert_eq!(
            (refusal.code.as_str(), refusal.request_id.as_str()),
            ("AnswerInvalid", "r-1")
        );
        assert_eq!(refusal.details[0].target.as_deref(), Some("q1"));
    }

    #[test]
    fn an_answer_without_graph_body_still_has_its_status() {
        for (status, expected) in [
            (401, "signed out"),
            (403, "forbidden"),
            (404, "not found"),
            (412, "changed meanwhile"),
            (415, "not accepted"),
            (503, "busy"),
            (500, "fault of the service"),
        ] {
            let error = ApiError::from_answer(status, None, Some("r-2".into()));
            assert_eq!(error.to_string(), expected);
            assert!(
                error
                    .refusal()
                    .is_none_or(|refusal| refusal.status == status && refusal.request_id == "r-2")
            );
        }
    }
}
