//! Calls that an extension may send without a sign-in: it signs them with the secret that it shares with this server.

use axum::extract::{FromRequest, FromRequestParts, Request};

use super::App;
use super::body::{self, JsonBody};
use super::caller::Manager;
use super::error::ApiError;
use crate::callouts::signature;
use crate::operations::extensions::resume::By;

/// A body, and who sent it: whoever administers, or an extension by its signature. A signature that is not good is a 401, whoever else the
/// call might be by.
#[derive(Clone, Debug)]
pub struct SignedOr {
    /// Who sent it.
    pub by: By,
    /// What.
    pub said: JsonBody,
}

impl FromRequest<App> for SignedOr {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let (mut parts, content) = request.into_parts();
        if !parts.headers.contains_key(signature::SIGNATURE) {
            let by = By::Manager(Manager::from_request_parts(&mut parts, app).await?);
            let said = JsonBody::from_request(Request::from_parts(parts, content), app).await?;
            return Ok(Self { by, said });
        }
        let headers = parts.headers.clone();
        let bytes = body::bytes(Request::from_parts(parts, content)).await?;
        let secret = app.extensions.as_ref().map(|extensions| &extensions.secret);
        let is_good = secret.is_some_and(|secret| {
            signature::is_good(secret, &headers, &bytes, app.real_clock.now())
        });
        if !is_good {
            return Err(ApiError::not_signed_in());
        }
        let said = JsonBody::of_bytes(&headers, &bytes)?;
        let message = headers.get(signature::ID).and_then(|id| id.to_str().ok());
        let message = message.unwrap_or_default().to_owned();
        Ok(Self {
            by: By::Extension { message },
            said,
        })
    }
}
