//! Repeated POSTs. A client that lost the answer sends the same call again under the same `client-request-id` and gets the first result;
//! another body under that id is another call.

use axum::Json;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use portico_graph::time::{Duration, Instant};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::http::App;
use crate::http::error::ApiError;
use crate::operations::Refusal;
use crate::store::{Sql, StoreError, Tx, Work, hex};

/// How long a result is remembered; real clock.
const REMEMBERED: Duration = Duration::from_days(1);

/// What makes two calls the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallKey(String);

/// The first result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The `Location` header.
    pub location: String,
    /// The body.
    pub body: Value,
}

impl CallKey {
    /// The key of a call by one subject; the members of `body` are in one order, however they were sent.
    pub fn of(
        subject: &str,
        method: &Method,
        path: &str,
        client_request_id: &str,
        body: &Map<String, Value>,
    ) -> Self {
        let mut hash = Sha256::new();
        let body = Value::Object(body.clone()).to_string();
        for part in [subject, method.as_str(), path, client_request_id, &body] {
            // The length keeps neighbours apart.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        Self(hex(&hash.finalize()))
    }

    /// What was answered before, if it still counts.
    pub async fn find(
        &self,
        tx: &mut Tx,
        real_now: Instant,
    ) -> Result<Option<Remembered>, StoreError> {
        Sql::new("SELECT location, body FROM idempotency WHERE key = $1 AND expires_at > $2")
            .text(&self.0)
            .instant(real_now)
            .fetch_optional(tx)
            .await?
            .map(|row| {
                Ok(Remembered {
                    location: row.opt_text("location")?.unwrap_or_default(),
                    body: row.json("body")?,
                })
            })
            .transpose()
    }

    /// Remembers what is about to be answered. What was answered to the same call a day ago may still stand there.
    pub async fn keep(
        &self,
        tx: &mut Tx,
        answer: &Remembered,
        real_now: Instant,
    ) -> Result<(), StoreError> {
        Sql::new(
            "INSERT INTO idempotency (key, status, location, body, expires_at) VALUES ($1, 201, $2, $3, $4) \
             ON CONFLICT (key) DO UPDATE SET location = excluded.location, body = excluded.body, expires_at = excluded.expires_at",
        )
        .text(&self.0)
        .text(&answer.location)
        .json(&answer.body)?
        .instant(real_now + REMEMBERED)
        .execute(tx)
        .await
        .map(drop)
    }
}

/// Does a write that makes something, once however often the call arrives: 201 with its address and body.
pub async fn once<F>(app: &App, key: Option<CallKey>, work: F) -> Result<Response, ApiError>
where
    F: for<'a> Fn(&'a mut Tx) -> Work<'a, Remembered, Refusal> + Clone + Send + Sync + 'static,
{
    let real_now = app.real_clock.now();
    let answer = app
        .store
        .write(move |tx| {
            let (key, work) = (key.clone(), work.clone());
            Box::pin(async move {
                if let Some(key) = &key
                    && let Some(first) = key.find(tx, real_now).await?
                {
                    return Ok::<_, Refusal>(first);
                }
                let answer = work(tx).await?;
                if let Some(key) = &key {
                    key.keep(tx, &answer, real_now).await?;
                }
                Ok(answer)
            })
        })
        .await?;
    app.jobs_wake.notify_one();
    let location = [(header::LOCATION, answer.location)];
    Ok((StatusCode::CREATED, location, Json(answer.body)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(subject: &str, id: &str, body: &str) -> CallKey {
        let Value::Object(body) = serde_json::from_str(body).unwrap() else {
            panic!("an object");
        };
        CallKey::of(subject, &Method::POST, "/x", id, &body)
    }

    #[test]
    fn what_makes_a_call_another_one() {
        let first = key("a", "1", r#"{"x": 1, "y": 2}"#);
        assert_eq!(first, key("a", "1", r#"{"y":2,"x":1}"#));
        assert_ne!(first, key("b", "1", r#"{"x": 1, "y": 2}"#));
        assert_ne!(first, key("a", "2", r#"{"x": 1, "y": 2}"#));
        assert_ne!(first, key("a", "1", r#"{"x": 1, "y": 3}"#));
    }
}
