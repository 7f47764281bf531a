//! The session of our own server: one cookie that scripts cannot read.

use super::Standing;
use crate::api::{Api, ApiError, Call, endpoint::Endpoint};
use futures_util::future::join;
use leptos::prelude::*;
use portico_graph::portico::{Config, Session as Answer};

/// Finds out where the portal is and who is there; also after a sign-in, and to learn of new decisions.
pub async fn begin(api: Api) {
    let call = api.writing();
    let session = call.session();
    let (config, answer) = join(config(&call), call.get::<Answer>(&Endpoint::session())).await;
    match (config, answer) {
        (Err(_), _) | (_, Err(_)) => {
            // A known person stays known while the service cannot be asked.
            if session.user_now().is_none() {
                session.set(Standing::Unreachable);
            }
        }
        (Ok(()), Ok(Answer { user: Some(user) })) => session.set(Standing::SignedIn(user)),
        (Ok(()), Ok(Answer { user: None })) => session.set(match session.user_now() {
            Some(user) => Standing::SignedOut(user),
            None => Standing::Anonymous,
        }),
    }
}

/// Reads the configuration, once.
async fn config(call: &Call) -> Result<(), ApiError> {
    let session = call.session();
    if session.config.try_with_untracked(Option::is_some) != Some(true) {
        session.set_config(call.get::<Config>(&Endpoint::config()).await?);
    }
    Ok(())
}

/// Signs out.
pub async fn end(api: Api) -> Result<(), ApiError> {
    let call = api.writing();
    match call.act(&Endpoint::end_session()).await {
        // Somebody who is signed out already wanted just that.
        Ok(()) | Err(ApiError::Unauthorized) => {
            call.session().set(Standing::Anonymous);
            Ok(())
        }
        Err(error) => Err(error),
    }
}
