//! `availableAccessPackages`: the little of a package that whoever may request it sees (Graph contract: packages).

use axum::extract::{Path, State};

use super::concerned;
use super::eligible::{one_requestable, requestable};
use super::packages::contains;
use super::read::sources::AVAILABLE_PACKAGES;
use super::read::{self, Answer, Asked, List, Scope, Sight, Start};
use crate::http::App;
use crate::http::caller::Requestor;
use crate::http::error::ApiError;

const SET: &str = "identityGovernance/entitlementManagement/availableAccessPackages";

/// `GET …/availableAccessPackages`.
pub async fn list(
    State(app): State<App>,
    person: Requestor,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let scope = requestable(&mut tx, &person).await?;
    let list = List {
        source: &AVAILABLE_PACKAGES,
        scope,
        caller: &person.subject_id,
        search: Some(contains),
        sight: Sight::Rules,
    };
    read::list(&app, &mut tx, &asked, SET, list).await
}

/// `GET …/availableAccessPackages/{id}`; a hidden one too, for who has its address.
pub async fn get(
    State(app): State<App>,
    person: Requestor,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let scope = one_requestable(&mut tx, &person).await?;
    let which = (id.as_str(), scope, Sight::Rules);
    read::entity(&app, &mut tx, &asked, (SET, &AVAILABLE_PACKAGES), which)
        .await?
        .ok_or_else(ApiError::unknown_here)
}

/// `GET …/availableAccessPackages/{id}/resourceRoleScopes/…`: what the package would give, or gives. Also for who asked for it, holds it
/// or decides about it, whoever may ask today: nobody should decide about what he cannot see.
pub async fn follow(
    State(app): State<App>,
    person: Requestor,
    Path((id, path)): Path<(String, String)>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let scope = one_requestable(&mut tx, &person).await?;
    let mut found = read::one(&mut tx, &AVAILABLE_PACKAGES, &id, scope).await?;
    if found.is_none() && concerned::by_package(&mut tx, &person, &id).await? {
        let everything = Scope::new("1 = 1", Vec::new());
        found = read::one(&mut tx, &AVAILABLE_PACKAGES, &id, everything).await?;
    }
    let start = Start {
        set: SET,
        source: &AVAILABLE_PACKAGES,
        node: found.ok_or_else(ApiError::unknown_here)?,
        caller: &person.subject_id,
        sight: Sight::Rules,
    };
    read::follow(&app, &mut tx, &asked, start, &path).await
}
