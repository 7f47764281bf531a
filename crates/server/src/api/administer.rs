//! What all calls have in common that change the organisation's own things: a write of its own, done once however often the call arrives,
//! answered as the contract says.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde_json::Value;

use super::reach::caller_key;
use super::read::{self, IfMatch, Scope, Source};
use super::repeated::{CallKey, Remembered, once};
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::{Caller, Manager};
use crate::http::envelope::CLIENT_REQUEST_ID;
use crate::http::error::ApiError;
use crate::operations::Refusal;
use crate::operations::act::Act;
use crate::store::{StoreError, Tx, Work};

/// By what a call is known again when it is repeated.
#[derive(Clone, Debug)]
pub struct Repeat {
    method: Method,
    path: String,
    id: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Repeat {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let original = parts.extensions.get::<OriginalUri>();
        let address = original.map_or(&parts.uri, |original| &original.0);
        let id = parts.headers.get(CLIENT_REQUEST_ID);
        Ok(Self {
            method: parts.method.clone(),
            path: address.path().to_owned(),
            id: id.and_then(|id| id.to_str().ok()).map(str::to_owned),
        })
    }
}

impl Repeat {
    /// The key of the call by this caller, with this body.
    pub fn key(&self, caller: &Caller, body: &JsonBody) -> Option<CallKey> {
        let who = caller_key(caller);
        let id = self.id.as_deref()?;
        Some(CallKey::of(who, &self.method, &self.path, id, &body.0))
    }
}

/// Makes something of a set: `work` answers its id. 201 with the thing as it is read and its address.
pub async fn create<F>(
    app: App,
    who: (Manager, Repeat),
    body: &JsonBody,
    (set, source): (&'static str, &'static Source),
    work: F,
) -> Result<Response, ApiError>
where
    F: for<'a> Fn(&'a mut Tx, &'a Act, &'a Manager) -> Work<'a, String, Refusal>
        + Clone
        + Send
        + Sync
        + 'static,
{
    let anywhere = Scope::new("1 = 1", Vec::new());
    create_below(app, who, body, (set.to_owned(), source, anywhere), work).await
}

/// The same in a set that lies behind an entity: what is read then is found within a scope.
pub async fn create_below<F>(
    app: App,
    (manager, repeat): (Manager, Repeat),
    body: &JsonBody,
    (set, source, scope): (String, &'static Source, Scope),
    work: F,
) -> Result<Response, ApiError>
where
    F: for<'a> Fn(&'a mut Tx, &'a Act, &'a Manager) -> Work<'a, String, Refusal>
        + Clone
        + Send
        + Sync
        + 'static,
{
    let key = repeat.key(manager.caller(), body);
    let act = Act::by_manager(&manager, app.clock.now(), Arc::clone(&app.ids));
    let here = app.clone();
    once(&app, key, move |tx| {
        let (here, act, manager, work) = (here.clone(), act.clone(), manager.clone(), work.clone());
        let (set, scope) = (set.clone(), scope.clone());
        Box::pin(async move {
            let id = work(tx, &act, &manager).await?;
            Ok(as_written(&here, tx, (&set, source), (&id, scope)).await?)
        })
    })
    .await
}

/// Changes or deletes something: 204.
pub async fn change<F>(app: App, manager: Manager, work: F) -> Result<StatusCode, ApiError>
where
    F: for<'a> Fn(&'a mut Tx, &'a Act, &'a Manager) -> Work<'a, (), Refusal>
        + Clone
        + Send
        + Sync
        + 'static,
{
    let act = Act::by_manager(&manager, app.clock.now(), Arc::clone(&app.ids));
    app.store
        .write(move |tx| {
            let (act, manager, work) = (act.clone(), manager.clone(), work.clone());
            Box::pin(async move { work(tx, &act, &manager).await })
        })
        .await?;
    app.jobs_wake.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

/// The same with one entity, if it still is the one that the caller read: 412 otherwise.
pub async fn change_one<F>(
    app: App,
    manager: Manager,
    (tag, source, id): (IfMatch, &'static Source, &str),
    work: F,
) -> Result<StatusCode, ApiError>
where
    F: for<'a> Fn(&'a mut Tx, &'a Act, &'a Manager) -> Work<'a, (), Refusal>
        + Clone
        + Send
        + Sync
        + 'static,
{
    let id = id.to_owned();
    change(app, manager, move |tx, act, manager| {
        let (tag, id, work) = (tag.clone(), id.clone(), work.clone());
        Box::pin(async move {
            let holds = tag.holds(tx, source, &id).await?;
            // Whoever may not change it hears of that first.
            work(tx, act, manager).await?;
            if holds { Ok(()) } else { Err(Refusal::Changed) }
        })
    })
    .await
}

/// The thing as it is read, with its address.
pub async fn as_written(
    app: &App,
    tx: &mut Tx,
    (set, source): (&str, &'static Source),
    (id, scope): (&str, Scope),
) -> Result<Remembered, StoreError> {
    let node = read::one(tx, source, id, scope).await?;
    let node = node.ok_or_else(|| StoreError::Broken(format!("{set} {id} was not written")))?;
    let mut body = node.members;
    let context = app.link(&format!("/v1.0/$metadata#{set}/$entity"));
    body.insert("@odata.context".to_owned(), Value::from(context));
    Ok(Remembered {
        location: app.link(&format!("/v1.0/{set}/{id}")),
        body: Value::Object(body),
    })
}
