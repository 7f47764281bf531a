//! What SCIM answers when it refuses (RFC 7644, section 3.12).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::form;
use crate::http::error::ApiError;
use crate::store::StoreError;

/// One refusal.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// One that SCIM has a word for, or none at all.
    Told {
        /// The status.
        status: StatusCode,
        /// `scimType`, where the RFC has one.
        scim_type: Option<&'static str>,
        /// What is wrong, for whoever runs the other side.
        detail: String,
    },
    /// One that every call has; [`form::seal`] gives it SCIM's form.
    Api(ApiError),
}

impl Refusal {
    fn told(status: StatusCode, scim_type: &'static str, detail: impl Into<String>) -> Self {
        Self::Told {
            status,
            scim_type: Some(scim_type),
            detail: detail.into(),
        }
    }

    /// 400: the filter cannot be read, or asks for what cannot be compared.
    pub fn invalid_filter(detail: impl Into<String>) -> Self {
        Self::told(StatusCode::BAD_REQUEST, "invalidFilter", detail)
    }

    /// 400: the path of a change cannot be read.
    pub fn invalid_path(detail: impl Into<String>) -> Self {
        Self::told(StatusCode::BAD_REQUEST, "invalidPath", detail)
    }

    /// 400: the body is JSON, but not the message that this call takes.
    pub fn invalid_syntax(detail: impl Into<String>) -> Self {
        Self::told(StatusCode::BAD_REQUEST, "invalidSyntax", detail)
    }

    /// 400: a value is missing, of the wrong type, or not one that can be had.
    pub fn invalid_value(detail: impl Into<String>) -> Self {
        Self::told(StatusCode::BAD_REQUEST, "invalidValue", detail)
    }

    /// 400: a change of what only the service sets.
    pub fn read_only(name: &str) -> Self {
        let detail = format!("'{name}' is read-only.");
        Self::told(StatusCode::BAD_REQUEST, "mutability", detail)
    }

    /// 400: the path of a change leads to nothing that could be changed.
    pub fn no_target(detail: impl Into<String>) -> Self {
        Self::told(StatusCode::BAD_REQUEST, "noTarget", detail)
    }

    /// 403: the lists of what this service is like are too short for filters (RFC 7644, section 4).
    pub fn no_filter_here() -> Self {
        Self::Told {
            status: StatusCode::FORBIDDEN,
            scim_type: None,
            detail: "This list takes no filter.".to_owned(),
        }
    }

    /// 409: somebody has this name.
    pub fn taken(detail: impl Into<String>) -> Self {
        Self::told(StatusCode::CONFLICT, "uniqueness", detail)
    }

    /// 409: something refers to it.
    pub fn in_use(detail: impl Into<String>) -> Self {
        Self::Told {
            status: StatusCode::CONFLICT,
            scim_type: None,
            detail: detail.into(),
        }
    }

    /// 404: there is none with this id.
    pub fn unknown(id: &str) -> Self {
        Self::Told {
            status: StatusCode::NOT_FOUND,
            scim_type: None,
            detail: format!("Resource {id} not found."),
        }
    }

    /// The status it answers with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Told { status, .. } => *status,
            Self::Api(refusal) => refusal.status(),
        }
    }
}

impl From<ApiError> for Refusal {
    fn from(refusal: ApiError) -> Self {
        Self::Api(refusal)
    }
}

impl From<StoreError> for Refusal {
    fn from(cause: StoreError) -> Self {
        Self::Api(cause.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Told {
                status,
                scim_type,
                detail,
            } => form::refused(status, scim_type, &detail),
            Self::Api(refusal) => refusal.into_response(),
        }
    }
}
