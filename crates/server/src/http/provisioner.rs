//! Whoever keeps the directory by SCIM: one program outside, known by the token of `[scim]`.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::App;
use super::account::Notes;
use super::caller::{Caller, bearer_token};
use super::error::ApiError;
use crate::config::Secret;
use crate::signin::permission::Permissions;

/// What the log and the throttle call it.
const NAME: &str = "scim";

/// The layer before every address of SCIM: nobody else comes in, and without a token of ours the addresses do not exist.
pub async fn only(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let token = app
        .scim_token
        .as_ref()
        .ok_or_else(ApiError::no_such_address)?;
    let shown = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|header| header.to_str().ok())
        .and_then(bearer_token);
    if !shown.is_some_and(|shown| is_same(token, shown)) {
        return Err(ApiError::not_signed_in());
    }
    // It has no rights in the Graph API: the caller is for the log and the throttle alone.
    let caller = Caller::Application(Arc::from(NAME), Permissions::default());
    Notes::caller(request.extensions(), Some(&caller));
    app.throttle.take(&caller)?;
    Ok(next.run(request).await)
}

/// Compares without telling by its time how much of it is right.
fn is_same(token: &Secret, shown: &str) -> bool {
    let known = code(token.reveal()).finalize().into_bytes();
    code(shown).verify_slice(&known).is_ok()
}

/// A code of a fixed length. The key is nobody's: only the lengths and the comparison matter.
fn code(text: &str) -> Hmac<Sha256> {
    let key = hmac::digest::Key::<Hmac<Sha256>>::default();
    let mut code = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&key);
    code.update(text.as_bytes());
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_is_the_token() {
        let token = Secret::new("0123456789abcdef0123456789abcdef");
        assert!(is_same(&token, "0123456789abcdef0123456789abcdef"));
        for other in [
            "",
            "0123456789abcdef0123456789abcde",
            "0123456789abcdef0123456789abcdef0",
            "0123456789ABCDEF0123456789ABCDEF",
        ] {
            assert!(!is_same(&token, other), "{other}");
        }
    }
}
