//! Access packages (Graph contract: packages).

use axum::extract::{Path, State};
use portico_graph::model::PACKAGE_FILTER;

use super::eligible::{one_requestable, requestable};
use super::reach::{Reach, caller_key};
use super::read::sources::PACKAGES;
use super::read::{self, Answer, Asked, List, Scope, Sight, Start};
use crate::http::App;
use crate::http::address::FunctionParameters;
use crate::http::caller::{Caller, Requestor};
use crate::http::error::ApiError;
use crate::signin::person::Person;
use crate::store::{Tx, Value};

pub mod administer;
pub mod below;

const SET: &str = "identityGovernance/entitlementManagement/accessPackages";

/// `GET …/accessPackages`: what the caller's role may read.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let reach = Reach::of(&mut tx, &caller).await?;
    let list = List {
        source: &PACKAGES,
        scope: by_role(&reach),
        caller: caller_key(&caller),
        search: Some(contains),
        sight: reach.sight(),
    };
    read::list(&app, &mut tx, &asked, SET, list).await
}

/// `GET …/accessPackages/filterByCurrentUser(on='allowedRequestor')`: what the caller may request.
pub async fn filter_by_current_user(
    State(app): State<App>,
    person: Requestor,
    parameters: FunctionParameters,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let on = parameters.require("on")?;
    if PACKAGE_FILTER.member(on) != Some("allowedRequestor") {
        return Err(read::unknown_member(on));
    }
    let mut tx = app.store.begin_read().await?;
    let scope = requestable(&mut tx, &person).await?;
    let list = List {
        source: &PACKAGES,
        scope,
        caller: &person.subject_id,
        search: Some(contains),
        sight: Sight::Rules,
    };
    read::list(&app, &mut tx, &asked, SET, list).await
}

/// `GET …/accessPackages/{id}`: for roles, for who may request it (hidden or not), and for who has or had to do with it.
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    for (scope, sight) in scopes(&mut tx, &caller).await? {
        let which = (id.as_str(), scope, sight);
        let found = read::entity(&app, &mut tx, &asked, (SET, &PACKAGES), which).await?;
        if let Some(answer) = found {
            return Ok(answer);
        }
    }
    Err(ApiError::unknown_here())
}

/// `GET …/accessPackages/{id}/…`: its catalog, what it gives, and for roles its policies and what it excludes.
pub async fn follow(
    State(app): State<App>,
    caller: Caller,
    Path((id, path)): Path<(String, String)>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    for (scope, sight) in scopes(&mut tx, &caller).await? {
        if let Some(node) = read::one(&mut tx, &PACKAGES, &id, scope).await? {
            let start = Start {
                set: SET,
                source: &PACKAGES,
                node,
                caller: caller_key(&caller),
                sight,
            };
            return read::follow(&app, &mut tx, &asked, start, &path).await;
        }
    }
    Err(ApiError::unknown_here())
}

/// The ways a caller may come to read a package, with what each lets see behind it.
async fn scopes(tx: &mut Tx, caller: &Caller) -> Result<Vec<(Scope, Sight)>, ApiError> {
    let reach = Reach::of(tx, caller).await?;
    let mut scopes = Vec::new();
    if reach != Reach::nothing() {
        scopes.push((by_role(&reach), reach.sight()));
    }
    if let Caller::Person(person, _) = caller {
        scopes.push((one_requestable(tx, person).await?, Sight::Rules));
        scopes.push((own(person), Sight::Rules));
    }
    Ok(scopes)
}

/// What roles let read.
fn by_role(reach: &Reach) -> Scope {
    let scope = reach.scope("p.catalog_id", 1);
    Scope {
        condition: read::alive(&PACKAGES, scope.condition),
        ..scope
    }
}

/// Packages that somebody asked for or was given: what one holds can be read even when nobody may ask for it any more.
fn own(person: &Person) -> Scope {
    let me = Value::from(person.subject_id.clone());
    Scope::new(
        "p.id IN (SELECT a.package_id FROM assignments a WHERE a.target_id = $1) \
         OR p.id IN (SELECT q.package_id FROM requests q WHERE q.requestor_id = $1)",
        vec![me],
    )
}

/// `$search`: name, description and resources, by the index over all of them.
pub fn contains(tx: &mut Tx, folded: &str, placeholder: usize) -> (String, String) {
    tx.engine().package_contains("p", folded, placeholder)
}

#[cfg(test)]
mod tests;
