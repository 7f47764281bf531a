//! The sets that are read by role alone (Graph contract: visibility of list calls): each is a line here, with the same four addresses.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;

use super::reach::{Reach, caller_key};
use super::read::sources::{CATALOGS, ORGANIZATIONS, POLICIES, RESOURCES};
use super::read::{self, Answer, Asked, List, Scope, Source, Start};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::error::ApiError;

/// One set.
struct Set {
    /// Its address below the version root.
    path: &'static str,
    source: &'static Source,
    /// How to find the catalog that a row is in: joins and column. Without one, only who reads everything reads it.
    catalog: Option<(&'static str, &'static str)>,
}

static SETS: [Set; 4] = [
    Set {
        path: "identityGovernance/entitlementManagement/catalogs",
        source: &CATALOGS,
        catalog: Some(("", "c.id")),
    },
    Set {
        path: "identityGovernance/entitlementManagement/assignmentPolicies",
        source: &POLICIES,
        catalog: Some(("JOIN packages x ON x.id = o.package_id", "x.catalog_id")),
    },
    Set {
        path: "identityGovernance/entitlementManagement/resources",
        source: &RESOURCES,
        catalog: Some(("", "e.catalog_id")),
    },
    Set {
        path: "identityGovernance/entitlementManagement/connectedOrganizations",
        source: &ORGANIZATIONS,
        catalog: None,
    },
];

/// `GET` of each set, of how many there are, of one, and of what is behind it.
pub fn routes() -> Router<App> {
    SETS.iter().fold(Router::new(), |routes, set| {
        let path = format!("/v1.0/{}", set.path);
        routes
            .route(
                &path,
                get(
                    move |State(app): State<App>, caller: Caller, asked: Asked| {
                        list(set, app, caller, asked)
                    },
                ),
            )
            .route(
                &format!("{path}/$count"),
                get(
                    move |State(app): State<App>, caller: Caller, asked: Asked| {
                        list(set, app, caller, asked)
                    },
                ),
            )
            .route(
                &format!("{path}/{{id}}"),
                get(
                    move |State(app): State<App>,
                          caller: Caller,
                          Path(id): Path<String>,
                          asked: Asked| one(set, app, caller, id, asked),
                ),
            )
            .route(
                &format!("{path}/{{id}}/{{*path}}"),
                get(
                    move |State(app): State<App>,
                          caller: Caller,
                          Path(place): Path<(String, String)>,
                          asked: Asked| {
                        follow(set, app, caller, place, asked)
                    },
                ),
            )
    })
}

async fn list(
    set: &'static Set,
    app: App,
    caller: Caller,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let reach = Reach::of(&mut tx, &caller).await?;
    let list = List {
        source: set.source,
        scope: set.within(&reach),
        caller: caller_key(&caller),
        search: None,
        sight: reach.sight(),
    };
    read::list(&app, &mut tx, &asked, set.path, list).await
}

async fn one(
    set: &'static Set,
    app: App,
    caller: Caller,
    id: String,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let reach = Reach::of(&mut tx, &caller).await?;
    let which = (id.as_str(), set.within(&reach), reach.sight());
    read::entity(&app, &mut tx, &asked, (set.path, set.source), which)
        .await?
        .ok_or_else(ApiError::unknown_here)
}

async fn follow(
    set: &'static Set,
    app: App,
    caller: Caller,
    (id, path): (String, String),
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let reach = Reach::of(&mut tx, &caller).await?;
    let found = read::one(&mut tx, set.source, &id, set.within(&reach)).await?;
    let start = Start {
        set: set.path,
        source: set.source,
        node: found.ok_or_else(ApiError::unknown_here)?,
        caller: caller_key(&caller),
        sight: reach.sight(),
    };
    read::follow(&app, &mut tx, &asked, start, &path).await
}

impl Set {
    fn within(&self, reach: &Reach) -> Scope {
        match (self.catalog, reach) {
            (None, Reach::Catalogs(_)) => Scope::nothing(),
            (Some((joins, column)), Reach::Catalogs(_)) => Scope {
                joins: joins.to_owned(),
                ..reach.scope(column, 1)
            },
            (_, Reach::Everything) => Scope::new("1 = 1", Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests;
