//! Reading assignments (Graph contract: assignments). An assignment that is only promised to a pending request is in none
//! of these answers.

use axum::extract::{Path, State};
use portico_graph::model::ASSIGNMENT_FILTER;
use portico_odata::{Comparison, Filter};

use super::reach::{Reach, caller_key};
use super::read::sources::ASSIGNMENTS;
use super::read::{self, Answer, Asked, List, Scope, Sight, Start};
use crate::http::App;
use crate::http::address::FunctionParameters;
use crate::http::caller::{Caller, Requestor};
use crate::http::error::ApiError;
use crate::signin::person::Person;
use crate::store::{Tx, Value};

const SET: &str = "identityGovernance/entitlementManagement/assignments";

/// `GET …/assignments`: what the caller's role may read. With a role in catalogs only, one package at a time.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let reach = Reach::of(&mut tx, &caller).await?;
    let list = List {
        source: &ASSIGNMENTS,
        scope: within(&reach),
        caller: caller_key(&caller),
        search: None,
        sight: reach.sight(),
    };
    let (raw, options) = asked.options(ASSIGNMENTS.entity, list.address())?;
    if reach.is_part() && !options.filter.as_ref().is_some_and(names_a_package) {
        return Err(ApiError::forbidden(
            "Filter by accessPackage/id: roles in catalogs read the assignments of one package at a time.",
        ));
    }
    let page = list.page(&mut tx, &app, &asked, (&raw, &options)).await?;
    let what = (SET, ASSIGNMENTS.entity);
    Ok(Answer::page(&app, &asked, &options, what, page))
}

/// `GET …/assignments/filterByCurrentUser(on='…')`: the caller's own.
pub async fn filter_by_current_user(
    State(app): State<App>,
    person: Requestor,
    parameters: FunctionParameters,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let scope = mine(&person, parameters.require("on")?)?;
    let mut tx = app.store.begin_read().await?;
    let list = List {
        source: &ASSIGNMENTS,
        scope: live(scope),
        caller: &person.subject_id,
        search: None,
        sight: Sight::Rules,
    };
    read::list(&app, &mut tx, &asked, SET, list).await
}

/// `GET …/assignments/additionalAccess(accessPackageId='a',incompatibleAccessPackageId='b')`: assignments of the first package whose holders
/// hold the second too; without the second, one that the first excludes; without both, any that excludes what else they hold.
pub async fn additional_access(
    State(app): State<App>,
    caller: Caller,
    parameters: FunctionParameters,
    asked: Asked,
) -> Result<Answer, ApiError> {
    if matches!(caller, Caller::Application(..)) {
        return Err(ApiError::delegated_only());
    }
    let named = |name: &str| parameters.get(name).map(str::to_ascii_lowercase);
    let (package, other) = (
        named("accessPackageId"),
        named("incompatibleAccessPackageId"),
    );
    if package.is_some() && package == other {
        return Err(
            ApiError::bad_request("The two access packages must differ.")
                .with_target("incompatibleAccessPackageId"),
        );
    }
    let mut tx = app.store.begin_read().await?;
    let reach = Reach::of(&mut tx, &caller).await?;
    let list = List {
        source: &ASSIGNMENTS,
        scope: overlapping(&reach, package, other),
        caller: caller_key(&caller),
        search: None,
        sight: reach.sight(),
    };
    read::list(&app, &mut tx, &asked, SET, list).await
}

/// Of the assignments within reach, live ones whose holders hold something else within reach that excludes it, or that is named.
fn overlapping(reach: &Reach, package: Option<String>, other: Option<String>) -> Scope {
    const LIVE: &str = "IN ('delivering', 'partiallyDelivered', 'delivered')";
    let mine = within(reach);
    let mut values = mine.values;
    let theirs = reach.scope("y.catalog_id", values.len() + 1);
    values.extend(theirs.values);
    let mut conditions = vec![mine.condition, format!("a.state {LIVE}")];
    let excluded = if other.is_some() {
        String::new()
    } else {
        " AND EXISTS (SELECT 1 FROM incompatible_packages b WHERE b.package_id = a.package_id AND b.incompatible_id = k.package_id)"
            .to_owned()
    };
    let mut held = format!(
        "k.target_id = a.target_id AND k.package_id <> a.package_id AND k.state {LIVE} AND ({}){excluded}",
        theirs.condition
    );
    if let Some(other) = other {
        values.push(Value::from(other));
        held = format!("{held} AND k.package_id = ${}", values.len());
    }
    conditions.push(format!(
        "EXISTS (SELECT 1 FROM assignments k JOIN packages y ON y.id = k.package_id WHERE {held})"
    ));
    if let Some(package) = package {
        values.push(Value::from(package));
        conditions.push(format!("a.package_id = ${}", values.len()));
    }
    Scope {
        joins: mine.joins,
        condition: conditions.join(" AND "),
        values,
    }
}

/// `GET …/assignments/{id}`: for roles and the target.
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    for (scope, sight) in ways(&mut tx, &caller).await? {
        let which = (id.as_str(), scope, sight);
        let found = read::entity(&app, &mut tx, &asked, (SET, &ASSIGNMENTS), which).await?;
        if let Some(answer) = found {
            return Ok(answer);
        }
    }
    Err(ApiError::unknown_here())
}

/// `GET …/assignments/{id}/…`: its target, package and policy, and what is behind them.
pub async fn follow(
    State(app): State<App>,
    caller: Caller,
    Path((id, path)): Path<(String, String)>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    for (scope, sight) in ways(&mut tx, &caller).await? {
        if let Some(node) = read::one(&mut tx, &ASSIGNMENTS, &id, scope).await? {
            let start = Start {
                set: SET,
                source: &ASSIGNMENTS,
                node,
                caller: caller_key(&caller),
                sight,
            };
            return read::follow(&app, &mut tx, &asked, start, &path).await;
        }
    }
    Err(ApiError::unknown_here())
}

/// The ways a caller may come to read an assignment, with what each lets see behind it.
async fn ways(tx: &mut Tx, caller: &Caller) -> Result<Vec<(Scope, Sight)>, ApiError> {
    let reach = Reach::of(tx, caller).await?;
    let mut ways = vec![(within(&reach), reach.sight())];
    if let Caller::Person(person, _) = caller {
        ways.push((live(mine(person, "target")?), Sight::Rules));
    }
    Ok(ways)
}

fn within(reach: &Reach) -> Scope {
    live(Scope {
        joins: "JOIN packages x ON x.id = a.package_id".to_owned(),
        ..reach.scope("x.catalog_id", 1)
    })
}

fn live(scope: Scope) -> Scope {
    Scope {
        condition: format!("a.state <> 'reserved' AND ({})", scope.condition),
        ..scope
    }
}

/// The caller's assignments in one of the senses of the contract.
fn mine(person: &Person, on: &str) -> Result<Scope, ApiError> {
    let me = Value::from(person.subject_id.clone());
    let user = Value::from(person.user_id.clone());
    Ok(match ASSIGNMENT_FILTER.member(on) {
        Some("target") => Scope::new("a.target_id = $1", vec![me]),
        Some("createdBy") => Scope::new(
            "a.id IN (SELECT r.assignment_id FROM requests r WHERE r.created_by_id = $1)",
            vec![me],
        ),
        Some("targetManager") => Scope::new(
            "a.target_id IN (SELECT s.id FROM subjects s JOIN users u ON u.id = s.object_id WHERE u.manager_id = $1)",
            vec![user],
        ),
        Some("targetAgentIdentitySponsorOrOwner") => Scope::new(
            "a.target_id IN (SELECT s.id FROM subjects s JOIN service_principal_people r \
             ON r.service_principal_id = s.object_id WHERE r.person_id = $1)",
            vec![user],
        ),
        _ => return Err(read::unknown_member(on)),
    })
}

/// Whether every assignment that passes the filter belongs to one package.
fn names_a_package(filter: &Filter) -> bool {
    match filter {
        Filter::All(parts) => parts.iter().any(names_a_package),
        Filter::Compare { path, operator, .. } => {
            *operator == Comparison::Equal && path.text() == "accessPackage/id"
        }
        Filter::In { path, values } => values.len() == 1 && path.text() == "accessPackage/id",
        _ => false,
    }
}

#[cfg(test)]
mod tests;
