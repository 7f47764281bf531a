//! `/users` (Graph contract: directory). For members of the organisation; guests do not look around.

use axum::extract::{Path, State};
use portico_graph::model::USER;
use portico_odata::{Address, Options, TextTest, like_pattern};

use super::read::sources::USERS;
use super::read::{self, Answer, Asked, List, Scope, Sight, Start};
use crate::http::App;
use crate::http::caller::PeopleReader;
use crate::http::error::ApiError;
use crate::store::fold::fold;
use crate::store::{Tx, Value};

const SET: &str = "users";

/// What an answer holds when `$select` asks for nothing in particular.
pub const USUAL: [&str; 10] = [
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
];

/// `GET /users`.
pub async fn list(
    State(app): State<App>,
    person: PeopleReader,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let list = List {
        source: &USERS,
        // Who was deleted can still be read by id: the past points to them.
        scope: Scope::new("u.deleted_at IS NULL", Vec::new()),
        caller: &person.subject_id,
        search: Some(named),
        sight: Sight::Full,
    };
    let (raw, mut options) = asked.options(&USER, list.address())?;
    may_search(&asked, &options)?;
    choose_usual(&mut options);
    let page = list.page(&mut tx, &app, &asked, (&raw, &options)).await?;
    Ok(Answer::page(&app, &asked, &options, (SET, &USER), page))
}

/// `GET /users/{id or sign-in name}`.
pub async fn get(
    State(app): State<App>,
    _: PeopleReader,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let (_, mut options) = asked.options(&USER, Address::Entity)?;
    choose_usual(&mut options);
    let mut tx = app.store.begin_read().await?;
    let id = if id.contains('@') {
        by_principal_name(&mut tx, &id).await?
    } else {
        id
    };
    let node = read::one(&mut tx, &USERS, &id, Scope::new("1 = 1", Vec::new()))
        .await?
        .ok_or_else(ApiError::unknown_here)?;
    let mut nodes = [node];
    read::expand(&mut tx, &USERS, &mut nodes, &options, Sight::Full).await?;
    let [node] = nodes;
    Ok(Answer::entity(
        &app,
        &asked,
        &options,
        (SET, &USER),
        node.members,
    ))
}

/// The id of somebody who is named by it, or by their sign-in name.
pub async fn by_name_or_id(app: &App, id: String) -> Result<String, ApiError> {
    if !id.contains('@') {
        return Ok(id.to_ascii_lowercase());
    }
    let mut tx = app.store.begin_read().await?;
    by_principal_name(&mut tx, &id).await
}

/// `GET /users/{id}/…`: manager, reports, groups, sponsors.
pub async fn follow(
    State(app): State<App>,
    person: PeopleReader,
    Path((id, path)): Path<(String, String)>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let id = if id.contains('@') {
        by_principal_name(&mut tx, &id).await?
    } else {
        id
    };
    behind(&app, &mut tx, &asked, (&id, &path, &person.subject_id)).await
}

/// What is behind a person, for whoever may look.
pub async fn behind(
    app: &App,
    tx: &mut Tx,
    asked: &Asked,
    (id, path, caller): (&str, &str, &str),
) -> Result<Answer, ApiError> {
    let everybody = Scope::new("1 = 1", Vec::new());
    let node = read::one(tx, &USERS, id, everybody).await?;
    let start = Start {
        set: SET,
        source: &USERS,
        node: node.ok_or_else(ApiError::unknown_here)?,
        caller,
        sight: Sight::Full,
    };
    read::follow(app, tx, asked, start, path).await
}

/// Selects the usual properties when nothing is selected.
pub fn choose_usual(options: &mut Options) {
    if options.select.is_none() {
        let usual = USUAL.iter().filter_map(|name| USER.property(name));
        options.select = Some(usual.collect());
    }
}

/// `$search` of directory objects names a property in front of the words; names are what is searched here. Graph wants to be
/// told that a moment's delay is accepted, so what leaves that out would work here only.
pub fn may_search(asked: &Asked, options: &Options) -> Result<(), ApiError> {
    let Some(search) = &options.search else {
        return Ok(());
    };
    let refused = |problem: String| {
        let message = format!("Invalid query option '$search': {problem}");
        Err(ApiError::bad_query_option("$search", message))
    };
    if !asked.eventual {
        return refused("it needs the header 'ConsistencyLevel: eventual'.".to_owned());
    }
    match search.property.as_deref() {
        Some(name) if !name.eq_ignore_ascii_case("displayName") => {
            refused(format!("'{name}' cannot be searched, displayName can."))
        }
        _ => Ok(()),
    }
}

fn named(_: &mut Tx, folded: &str, placeholder: usize) -> (String, String) {
    let condition = format!("u.display_name_folded LIKE ${placeholder} ESCAPE '\\'");
    (condition, like_pattern(TextTest::Contains, folded))
}

async fn by_principal_name(tx: &mut Tx, name: &str) -> Result<String, ApiError> {
    let row = crate::store::Sql::new(
        "SELECT u.id AS id FROM users u WHERE u.user_principal_name_folded = $1",
    )
    .value(Value::from(fold(name)))
    .fetch_optional(tx)
    .await?
    .ok_or_else(ApiError::unknown_here)?;
    Ok(row.text("id")?)
}
