//! `/groups` and their members (Graph contract: directory). For members of the organisation; guests do not look around.

use axum::extract::{Path, State};
use portico_graph::model::{GROUP, USER};
use portico_odata::{TextTest, like_pattern};

use super::read::sources::{GROUPS, MEMBERS};
use super::read::{self, Answer, Asked, List, Scope, Sight, Start};
use super::users::may_search;
use crate::http::App;
use crate::http::caller::GroupReader;
use crate::http::error::ApiError;
use crate::store::{Tx, Value};

const SET: &str = "groups";

/// `GET /groups`.
pub async fn list(
    State(app): State<App>,
    person: GroupReader,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let list = List {
        source: &GROUPS,
        scope: Scope::new("1 = 1", Vec::new()),
        caller: &person.subject_id,
        search: Some(named),
        sight: Sight::Full,
    };
    let (raw, options) = asked.options(&GROUP, list.address())?;
    may_search(&asked, &options)?;
    let page = list.page(&mut tx, &app, &asked, (&raw, &options)).await?;
    Ok(Answer::page(&app, &asked, &options, (SET, &GROUP), page))
}

/// `GET /groups/{id}`.
pub async fn get(
    State(app): State<App>,
    _: GroupReader,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let everything = Scope::new("1 = 1", Vec::new());
    read::entity(
        &app,
        &mut tx,
        &asked,
        (SET, &GROUPS),
        (&id, everything, Sight::Full),
    )
    .await?
    .ok_or_else(ApiError::unknown_here)
}

/// `GET /groups/{id}/members`: direct members of every kind, each with the properties its own type has.
pub async fn members(
    State(app): State<App>,
    person: GroupReader,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    read::one(&mut tx, &GROUPS, &id, Scope::new("1 = 1", Vec::new()))
        .await?
        .ok_or_else(ApiError::unknown_here)?;
    let list = List {
        source: &MEMBERS,
        scope: Scope::new("m.group_id = $1", vec![Value::from(id)]),
        caller: &person.subject_id,
        search: None,
        sight: Sight::Full,
    };
    let (raw, options) = asked.options(&USER, list.address())?;
    let page = list.page(&mut tx, &app, &asked, (&raw, &options)).await?;
    Ok(Answer::page(
        &app,
        &asked,
        &options,
        ("directoryObjects", &USER),
        page,
    ))
}

/// `GET /groups/{id}/…`: owners, members by way of other groups, groups it is in.
pub async fn follow(
    State(app): State<App>,
    person: GroupReader,
    Path((id, path)): Path<(String, String)>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let everything = Scope::new("1 = 1", Vec::new());
    let node = read::one(&mut tx, &GROUPS, &id, everything).await?;
    let start = Start {
        set: SET,
        source: &GROUPS,
        node: node.ok_or_else(ApiError::unknown_here)?,
        caller: &person.subject_id,
        sight: Sight::Full,
    };
    read::follow(&app, &mut tx, &asked, start, &path).await
}

fn named(_: &mut Tx, folded: &str, placeholder: usize) -> (String, String) {
    let condition = format!("g.display_name_folded LIKE ${placeholder} ESCAPE '\\'");
    (condition, like_pattern(TextTest::Contains, folded))
}

#[cfg(test)]
mod tests;
