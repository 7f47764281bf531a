//! The one place that speaks HTTP.
//!
//! Same-origin calls with the session's cookie. Writes carry `X-Portico` (which no foreign page can send) and a
//! `client-request-id` that stays the same over all attempts, so that a repeated write is done once. A busy service is asked
//! again up to three times after the time it names; a 401 makes the session a signed-out one. An answer that `boot.js` has asked for
//! already is as good as the first attempt.

use super::{ApiError, endpoint::Endpoint};
use crate::browser::{clock, early, ids, timer};
use crate::session::Session;
use crate::words::locale;
use gloo_net::http::{Method, RequestBuilder, Response};
use leptos::prelude::*;
use portico_graph::json::FromJson;
use send_wrapper::SendWrapper;
use serde::Serialize;
use serde_json::Value;
use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use web_sys::{AbortController, AbortSignal, RequestCredentials};

/// How often a busy service is asked again.
const RETRIES: u32 = 3;
/// The wait when the service names none, and the longest that is waited at all, in seconds.
const USUAL_WAIT: i32 = 2;
const LONGEST_WAIT: i32 = 60;

/// The way to the API, as context of the whole portal.
#[derive(Clone, Copy)]
pub struct Api {
    session: Session,
    waiting: RwSignal<u32>,
}

impl Api {
    pub fn new(session: Session) -> Self {
        Self {
            session,
            waiting: RwSignal::new(0),
        }
    }

    /// The one of the portal. There is always one below [`crate::app::App`].
    pub fn here() -> Self {
        expect_context()
    }

    /// The seconds after which a busy service is asked again; 0 when nothing waits.
    pub fn waiting(self) -> ReadSignal<u32> {
        self.waiting.read_only()
    }

    /// For reads: given up when the current reactive owner goes or runs again.
    pub fn reading(self) -> Call {
        let (call, giving_up) = self.reading_until();
        let giving_up = SendWrapper::new(giving_up);
        on_cleanup(move || drop(giving_up.take()));
        call
    }

    /// For reads: given up when what comes beside the call is dropped.
    pub fn reading_until(self) -> (Call, GivingUp) {
        let controller = AbortController::new().ok();
        let call = Call {
            api: self,
            signal: controller.as_ref().map(AbortController::signal),
            id: None,
            seen: Rc::default(),
        };
        (call, GivingUp(controller))
    }

    /// For one write: carried through even if the page goes. Its id makes repeated attempts one; keep the call to send the
    /// same thing again.
    pub fn writing(self) -> Call {
        self.writing_as(ids::new_id())
    }

    /// The same with an id that was kept with a draft, so that sending again after a reload is the same write.
    pub fn writing_as(self, id: String) -> Call {
        Call {
            api: self,
            signal: None,
            id: Some(id),
            seen: Rc::default(),
        }
    }
}

/// Gives a read up when it is dropped.
pub struct GivingUp(Option<AbortController>);

impl Drop for GivingUp {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// The right to ask the API from one place.
#[derive(Clone)]
pub struct Call {
    api: Api,
    signal: Option<AbortSignal>,
    id: Option<String>,
    seen: Rc<Cell<u64>>,
}

/// An answer under way. Boxed, so that the states of a call are written once and not into every future that waits for one.
type Sending = Pin<Box<dyn Future<Output = Result<Answer, ApiError>>>>;

impl Call {
    /// Reads.
    pub async fn get<T: FromJson>(&self, endpoint: &Endpoint) -> Result<T, ApiError> {
        self.send(Method::GET, endpoint, None).await?.read()
    }

    /// Sends and reads the answer.
    pub async fn post<T: FromJson>(
        &self,
        endpoint: &Endpoint,
        body: &impl Serialize,
    ) -> Result<T, ApiError> {
        let sending = self.send(Method::POST, endpoint, Some(written(body)?));
        sending.await?.read()
    }

    /// Sends where no answer is expected.
    pub async fn tell(&self, endpoint: &Endpoint, body: &impl Serialize) -> Result<(), ApiError> {
        let sending = self.send(Method::POST, endpoint, Some(written(body)?));
        sending.await.map(drop)
    }

    /// An action without body and without answer.
    pub async fn act(&self, endpoint: &Endpoint) -> Result<(), ApiError> {
        self.send(Method::POST, endpoint, None).await.map(drop)
    }

    /// An action without body whose answer is read.
    pub async fn ask<T: FromJson>(&self, endpoint: &Endpoint) -> Result<T, ApiError> {
        self.send(Method::POST, endpoint, None).await?.read()
    }

    /// Changes where no answer is expected.
    pub async fn patch(&self, endpoint: &Endpoint, body: &impl Serialize) -> Result<(), ApiError> {
        let sending = self.send(Method::PATCH, endpoint, Some(written(body)?));
        sending.await.map(drop)
    }

    /// A number for all that was answered so far: the same for the same answers, in whatever order they came.
    pub fn seen(&self) -> u64 {
        self.seen.get()
    }

    /// The session that the call runs in.
    pub fn session(&self) -> Session {
        self.api.session
    }

    fn send(&self, method: Method, endpoint: &Endpoint, body: Option<String>) -> Sending {
        let address = endpoint.address(&self.api.session.api_base());
        Box::pin(self.clone().attempts(method, address, body))
    }

    async fn attempts(
        self,
        method: Method,
        address: String,
        body: Option<String>,
    ) -> Result<Answer, ApiError> {
        let id = self.id.clone().unwrap_or_else(ids::new_id);
        let mut attempt = 0;
        loop {
            let answer = match early::take(&address).await {
                Some(answer) => Response::from(answer),
                None => {
                    self.sent(method.clone(), &address, body.clone(), &id)
                        .await?
                }
            };
            let answer = Answer::of(answer).await?;
            match answer.result() {
                Err(ApiError::Throttled(_)) if attempt < RETRIES => {
                    attempt += 1;
                    self.wait(answer.wait_seconds(attempt)).await;
                }
                Err(ApiError::Unauthorized) => {
                    self.api.session.expired();
                    return Err(ApiError::Unauthorized);
                }
                Err(error) => return Err(error),
                Ok(()) => {
                    let known = fingerprint(&address).wrapping_mul(fingerprint(&answer.body));
                    self.seen.set(self.seen.get().wrapping_add(known));
                    return Ok(answer);
                }
            }
        }
    }

    async fn sent(
        &self,
        method: Method,
        address: &str,
        body: Option<String>,
        id: &str,
    ) -> Result<Response, ApiError> {
        let request = self.request(method, address, id);
        let request = match body {
            Some(body) => request
                .header("Content-Type", "application/json")
                .body(body),
            None => request.build(),
        };
        let sending = request.map_err(|_| ApiError::Network)?.send();
        sending.await.map_err(|_| ApiError::Network)
    }

    fn request(&self, method: Method, address: &str, id: &str) -> RequestBuilder {
        let reads = method == Method::GET;
        let request = RequestBuilder::new(address)
            .method(method)
            .credentials(RequestCredentials::SameOrigin)
            .abort_signal(self.signal.as_ref())
            .header("Accept", "application/json")
            .header("Accept-Language", locale::current().tag())
            .header("client-request-id", id);
        if reads {
            request
        } else {
            request.header("X-Portico", "1")
        }
    }

    async fn wait(&self, seconds: i32) {
        // The portal itself may be gone when the wait begins or ends.
        let _ = self.api.waiting.try_set(seconds.unsigned_abs());
        timer::sleep(seconds * 1000).await;
        let _ = self.api.waiting.try_set(0);
    }
}

/// What came back, read once.
struct Answer {
    status: u16,
    body: String,
    request_id: Option<String>,
    retry_after: Option<String>,
}

impl Answer {
    async fn of(response: Response) -> Result<Self, ApiError> {
        let headers = response.headers();
        if let Some(date) = headers.get("Date") {
            clock::follow(&date);
        }
        Ok(Self {
            status: response.status(),
            request_id: headers.get("request-id"),
            retry_after: headers.get("Retry-After"),
            body: response.text().await.map_err(|_| ApiError::Network)?,
        })
    }

    fn result(&self) -> Result<(), ApiError> {
        match self.status {
            200..300 => Ok(()),
            status => Err(ApiError::from_answer(
                status,
                self.value(),
                self.request_id.clone(),
            )),
        }
    }

    fn read<T: FromJson>(self) -> Result<T, ApiError> {
        let mut place = T::blank();
        self.read_into(&mut place)?;
        Ok(place)
    }

    /// The same for all types.
    fn read_into(self, place: &mut dyn FromJson) -> Result<(), ApiError> {
        let read = self.value().map(|value| place.read(value));
        match read {
            Some(Ok(())) => Ok(()),
            _ => Err(ApiError::unreadable(self.status, self.request_id)),
        }
    }

    fn value(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }

    fn wait_seconds(&self, attempt: u32) -> i32 {
        wait_seconds(self.retry_after.as_deref(), attempt)
    }
}

/// The time that the service names, else a little longer each time.
fn wait_seconds(retry_after: Option<&str>, attempt: u32) -> i32 {
    retry_after
        .and_then(|seconds| seconds.trim().parse().ok())
        .unwrap_or(USUAL_WAIT << attempt.min(4))
        .clamp(1, LONGEST_WAIT)
}

/// FNV-1a, never 0.
fn fingerprint(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash | 1
}

fn written(body: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(body).map_err(|_| ApiError::unreadable(0, None))
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, wait_seconds};

    #[test]
    fn another_answer_has_another_number() {
        assert_ne!(fingerprint("{}"), fingerprint("{ }"));
        assert_eq!(fingerprint("a"), 0xaf63_dc4c_8601_ec8d);
    }

    #[test]
    fn the_service_names_the_wait_within_reason() {
        assert_eq!(wait_seconds(Some("20"), 1), 20);
        assert_eq!(wait_seconds(Some("0"), 1), 1);
        assert_eq!(wait_seconds(Some("86400"), 1), 60);
        assert_eq!(wait_seconds(None, 1), 4);
        assert_eq!(wait_seconds(Some("Wed, 21 Oct 2026 07:28:00 GMT"), 3), 16);
    }
}
