//! The sets that are read by role alone (Graph contract: visibility of list calls): each is a line here, with the same four addresses.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;

use super::reach::{Reach, caller_key};
use super::read::sources::{
    CATALOGS, ORGANIZATIONS, POLICIES, RESOURCE_REQUESTS, RESOURCES, ROLE_ASSIGNMENTS,
    ROLE_DEFINITIONS, SUBJECTS,
};
use super::read::{self, Answer, Asked, List, Scope, Source, Start};
use crate::http::App;
use crate::http::address::FunctionParameters;
use crate::http::caller::Caller;
use crate::http::error::ApiError;
use crate::store::subjects;

/// One set.
struct Set {
    /// Its address below the version root.
    path: &'static str,
    source: &'static Source,
    reader: Reader,
}

/// Who reads a set: whoever has a role over this.
enum Reader {
    /// The catalog that a row is in, found by joins and column.
    Catalog(&'static str, &'static str),
    /// Everything.
    Everything,
    /// Anything at all.
    Anything,
}

static SETS: [Set; 8] = [
    Set {
        path: "identityGovernance/entitlementManagement/catalogs",
        source: &CATALOGS,
        reader: Reader::Catalog("", "c.id"),
    },
    Set {
        path: "identityGovernance/entitlementManagement/assignmentPolicies",
        source: &POLICIES,
        reader: Reader::Catalog("JOIN packages x ON x.id = o.package_id", "x.catalog_id"),
    },
    Set {
        path: "identityGovernance/entitlementManagement/resources",
        source: &RESOURCES,
        reader: Reader::Catalog("", "e.catalog_id"),
    },
    Set {
        path: "identityGovernance/entitlementManagement/resourceRequests",
        source: &RESOURCE_REQUESTS,
        reader: Reader::Catalog("", "j.catalog_id"),
    },
    Set {
        path: "identityGovernance/entitlementManagement/connectedOrganizations",
        source: &ORGANIZATIONS,
        reader: Reader::Everything,
    },
    Set {
        path: "identityGovernance/entitlementManagement/subjects",
        source: &SUBJECTS,
        reader: Reader::Anything,
    },
    Set {
        path: "roleManagement/entitlementManagement/roleAssignments",
        source: &ROLE_ASSIGNMENTS,
        reader: Reader::Catalog("", "w.catalog_id"),
    },
    Set {
        path: "roleManagement/entitlementManagement/roleDefinitions",
        source: &ROLE_DEFINITIONS,
        reader: Reader::Anything,
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
                    move |State(app): State<App>,
                          caller: Caller,
                          parameters: FunctionParameters,
                          asked: Asked| {
                        by_key(set, app, caller, (parameters, asked))
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

/// The list, or the one with an alternate key: `subjects(objectId='…')`.
async fn by_key(
    set: &'static Set,
    app: App,
    caller: Caller,
    (parameters, asked): (FunctionParameters, Asked),
) -> Result<Answer, ApiError> {
    let Some(object) = parameters.get("objectId") else {
        return list(set, app, caller, asked).await;
    };
    let mut tx = app.store.begin_read().await?;
    let subject = subjects::by_object(&mut tx, &object.to_ascii_lowercase()).await?;
    let id = subject.ok_or_else(ApiError::unknown_here)?.id;
    drop(tx);
    one(set, app, caller, id, asked).await
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
        let scope = match (&self.reader, reach) {
            (_, Reach::Everything) => Scope::new("1 = 1", Vec::new()),
            (Reader::Anything, _) if reach.is_part() => Scope::new("1 = 1", Vec::new()),
            (Reader::Anything | Reader::Everything, _) => Scope::nothing(),
            (Reader::Catalog(joins, column), _) => Scope {
                joins: (*joins).to_owned(),
                ..reach.scope(column, 1)
            },
        };
        Scope {
            condition: read::alive(self.source, scope.condition),
            ..scope
        }
    }
}

#[cfg(test)]
mod tests;
