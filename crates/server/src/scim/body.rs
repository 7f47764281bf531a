//! Bodies of SCIM calls.

use axum::extract::{FromRequest, Request};
use serde_json::{Map, Value};

use crate::http::body;
use crate::http::error::ApiError;

/// Both are said: the RFC names the first and asks to take the second (RFC 7644, section 3.1).
const MEDIA: [&str; 2] = ["application/scim+json", "application/json"];

/// A JSON object, as sent. Unknown attributes are for the reader to pass over.
pub struct ScimBody(pub Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for ScimBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if !body::has_media(request.headers(), &MEDIA) {
            return Err(ApiError::not_json());
        }
        body::object(request).await.map(Self)
    }
}
