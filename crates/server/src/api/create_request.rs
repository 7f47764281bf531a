//! `POST …/assignmentRequests`: access for oneself or somebody else, another period of it, or its end. Answers with the request as it was
//! created; whoever reads it next finds it taken up.

pub(crate) mod body;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use portico_graph::AssignmentRequest;
use serde_json::Value;

use super::administer::Repeat;
use super::repeated::{Remembered, once};
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::{Caller, Decider, Manager, Submitter};
use crate::http::error::ApiError;
use crate::operations::act::Act;
use crate::operations::holding::Asking;
use crate::operations::{Refusal, alter, assign, create_request, remove};
use crate::signin::person::Person;
use crate::store::{StoreError, Tx};

use body::{Deed, Sender};

const SET: &str = "identityGovernance/entitlementManagement/assignmentRequests";

/// The handler.
pub async fn post(
    State(app): State<App>,
    caller: Caller,
    repeat: Repeat,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let (sender, deed) = body::read(&body)?;
    let key = repeat.key(&caller, &body);
    let sender = Admitted::of(sender, caller)?;
    let act = sender.act(&app);
    let here = app.clone();
    once(&app, key, move |tx| {
        let (here, act, sender, deed) = (here.clone(), act.clone(), sender.clone(), deed.clone());
        Box::pin(async move {
            let created = sender.send(tx, &act, deed).await?;
            Ok(answer(&here, &created)?)
        })
    })
    .await
}

/// Somebody whose permissions let them send a request of its kind. What they may do with it, the operation asks.
#[derive(Clone)]
enum Admitted {
    Person(Arc<Person>),
    Approver(Arc<Person>),
    Manager(Manager),
}

impl Admitted {
    fn of(sender: Sender, caller: Caller) -> Result<Self, ApiError> {
        Ok(match sender {
            Sender::User => Self::Person(Arc::new((*Submitter::try_from(caller)?).clone())),
            Sender::Approver => Self::Approver(Arc::new((*Decider::try_from(caller)?).clone())),
            Sender::Administrator => Self::Manager(caller.try_into()?),
        })
    }

    fn act(&self, app: &App) -> Act {
        let (now, ids) = (app.clock.now(), Arc::clone(&app.ids));
        match self {
            Self::Person(person) | Self::Approver(person) => Act::by(person, now, ids),
            Self::Manager(manager) => Act::by_manager(manager, now, ids),
        }
    }

    async fn send(&self, tx: &mut Tx, act: &Act, deed: Deed) -> Result<AssignmentRequest, Refusal> {
        match (self, deed) {
            (Self::Person(person), Deed::Add(wish)) => {
                create_request::run(tx, act, person, wish).await
            }
            (Self::Manager(manager), Deed::Add(wish)) => assign::run(tx, act, manager, wish).await,
            (Self::Approver(person), Deed::Remove(removal)) => {
                remove::by_approver(tx, act, person, removal).await
            }
            (_, Deed::Change(change)) => alter::run(tx, act, &self.asking(), change).await,
            (_, Deed::Remove(removal)) => remove::run(tx, act, &self.asking(), removal).await,
            (Self::Approver(_), Deed::Add(_)) => Err(Refusal::Forbidden(
                "The caller may not send requests of this type.",
            )),
        }
    }

    fn asking(&self) -> Asking<'_> {
        match self {
            Self::Person(person) | Self::Approver(person) => Asking::Person(person),
            Self::Manager(manager) => Asking::Manager(manager),
        }
    }
}

fn answer(app: &App, created: &AssignmentRequest) -> Result<Remembered, StoreError> {
    let mut body = serde_json::to_value(created)
        .map_err(|problem| StoreError::Broken(format!("a request cannot be written: {problem}")))?;
    if let Value::Object(members) = &mut body {
        let context = app.link(&format!("/v1.0/$metadata#{SET}/$entity"));
        members.insert("@odata.context".to_owned(), Value::from(context));
    }
    Ok(Remembered {
        location: app.link(&format!("/v1.0/{SET}/{}", created.id)),
        body,
    })
}

#[cfg(test)]
mod tests;
