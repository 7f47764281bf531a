//! One call by HTTP.

use axum::body::Bytes;
use axum::http::{Request, StatusCode, header};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use portico_graph::time::Instant;

use super::queue::Claimed;
use super::signature;
use crate::config::Extensions;

/// The longest that a call may take, whatever its extension says.
pub const LONGEST: std::time::Duration = std::time::Duration::from_secs(30);

/// Why a call did not arrive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It may arrive another time.
    #[error("{0}")]
    Later(String),
    /// It never will.
    #[error("{0}")]
    Never(String),
}

/// Sends calls.
pub struct Post {
    extensions: Extensions,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl Post {
    /// To where the settings allow.
    pub fn new(extensions: Extensions) -> Self {
        let connector = HttpsConnectorBuilder::new()
            .with_webpki_roots()
            .https_or_http()
            .enable_http1()
            .build();
        Self {
            extensions,
            client: Client::builder(TokioExecutor::new()).build(connector),
        }
    }

    /// Sends a call. Any answer of the 200s is one that took it; where it is moved to is not followed.
    pub async fn send(&self, call: &Claimed, now: Instant) -> Result<(), Trouble> {
        if !self.extensions.allow(&call.url) {
            return Err(Trouble::Never(
                "its origin is not among extensions.allowed_origins".to_owned(),
            ));
        }
        let request = self.request(call, now)?;
        let limit = std::time::Duration::from_millis(call.timeout_ms.unsigned_abs()).min(LONGEST);
        let answer = tokio::time::timeout(limit, self.client.request(request)).await;
        let status = match answer {
            Err(_) => return Err(Trouble::Later(format!("no answer within {limit:?}"))),
            Ok(Err(problem)) => return Err(Trouble::Later(problem.to_string())),
            Ok(Ok(answer)) => answer.status(),
        };
        if status.is_success() {
            return Ok(());
        }
        let why = format!("it answered {}", status.as_u16());
        let passes = status.is_server_error()
            || [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(&status);
        Err(if passes {
            Trouble::Later(why)
        } else {
            Trouble::Never(why)
        })
    }

    fn request(&self, call: &Claimed, now: Instant) -> Result<Request<Full<Bytes>>, Trouble> {
        let body = call.body.as_bytes();
        let signature = signature::of(&self.extensions.secret, &call.id, now, body);
        Request::post(&call.url)
            .header(header::CONTENT_TYPE, "application/json")
            .header(
                header::USER_AGENT,
                concat!("portico/", env!("CARGO_PKG_VERSION")),
            )
            .header(signature::ID, &call.id)
            .header(signature::TIMESTAMP, now.unix())
            .header(signature::SIGNATURE, signature.unwrap_or_default())
            .body(Full::from(call.body.clone()))
            .map_err(|problem| Trouble::Never(problem.to_string()))
    }
}
