//! Reading assignments (Graph contract: assignments). An assignment that is only promised to a pending request is in none
//! of these answers.

use axum::extract::{Path, State};
use portico_graph::model::ASSIGNMENT_FILTER;
use portico_odata::{Address, Comparison, Filter};

use super::policy_view::{self, Sight};
use super::reach::{Reach, caller_key};
use super::read::sources::ASSIGNMENTS;
use super::read::{self, Answer, Asked, List, Scope};
use crate::http::App;
use crate::http::address::FunctionParameters;
use crate::http::caller::{Caller, Requestor};
use crate::http::error::ApiError;
use crate::signin::person::Person;
use crate::store::Value;

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
    };
    let (raw, options) = asked.options(ASSIGNMENTS.entity, list.address())?;
    let mut page = list.page(&mut tx, &app, &asked, (&raw, &options)).await?;
    policy_view::limit(&mut page.nodes, Sight::Rules);
    let what = (SET, ASSIGNMENTS.entity);
    Ok(Answer::page(&app, &asked, &options, what, page))
}

/// `GET …/assignments/{id}`: for roles and the target.
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let (_, options) = asked.options(ASSIGNMENTS.entity, Address::Entity)?;
    let mut tx = app.store.begin_read().await?;
    let mut ways = vec![(within(&Reach::of(&mut tx, &caller).await?), Sight::Full)];
    if let Caller::Person(person, _) = &caller {
        ways.push((live(mine(person, "target")?), Sight::Rules));
    }
    for (scope, sight) in ways {
        if let Some(node) = read::one(&mut tx, &ASSIGNMENTS, &id, scope).await? {
            let mut nodes = [node];
            read::expand(&mut tx, &ASSIGNMENTS, &mut nodes, &options).await?;
            policy_view::limit(&mut nodes, sight);
            let [node] = nodes;
            let what = (SET, ASSIGNMENTS.entity);
            return Ok(Answer::entity(&app, &asked, &options, what, node.members));
        }
    }
    Err(ApiError::unknown_here())
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
        _ => false,
    }
}

#[cfg(test)]
mod tests;
