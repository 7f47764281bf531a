//! Gives what a package contains, and writes down role by role how it went.

use portico_governance::request::DeliveryOutcome;

use super::act::Act;
use super::case::Case;
use super::timeline;
use crate::deliver::{self, Grant, Obstacle};
use crate::store::packages::{self, RoleScope};
use crate::store::{Sql, StoreError, Tx};

/// Everything that the package contains now and this request has not given yet.
pub async fn everything(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
) -> Result<DeliveryOutcome, StoreError> {
    let roles = packages::role_scopes(tx, &case.package_id).await?;
    let (mut given, mut failed) = (0_usize, 0_usize);
    for role in roles {
        let id = open_row(tx, act, case, &role).await?;
        let Some(id) = id else {
            given += 1;
            continue;
        };
        let obstacle = give(tx, act, case, &role).await?;
        close_row(tx, act, &id, obstacle.as_ref()).await?;
        timeline::resource(tx, act, case, &role, obstacle.as_ref()).await?;
        if obstacle.is_none() {
            given += 1;
        } else {
            failed += 1;
        }
    }
    Ok(match (given, failed) {
        (_, 0) => DeliveryOutcome::All,
        (0, _) => DeliveryOutcome::Nothing,
        _ => DeliveryOutcome::Some,
    })
}

/// The row of this role, made when there is none; `None` when the role was given before.
async fn open_row(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
    role: &RoleScope,
) -> Result<Option<String>, StoreError> {
    Sql::new(
        "INSERT INTO deliveries (id, request_id, assignment_id, role_scope_id, action, target_id, origin_system, \
           origin_id, role_origin_id, scope_origin_id, state, attempts, error, created_at, finished_at) \
         VALUES ($1, $2, $3, $4, 'give', $5, $6, $7, $8, $9, 'waiting', 0, NULL, $10, NULL) \
         ON CONFLICT (request_id, role_scope_id, action) DO NOTHING",
    )
    .text(act.ids.guid())
    .text(&case.id)
    .text(&case.assignment_id)
    .text(&role.id)
    .text(&case.target.id)
    .text(&role.origin_system)
    .text(&role.origin_id)
    .text(&role.role_origin_id)
    .text(&role.scope_origin_id)
    .instant(act.now)
    .execute(tx)
    .await?;
    let row = Sql::new(
        "SELECT id, state FROM deliveries WHERE request_id = $1 AND role_scope_id = $2 AND action = 'give'",
    )
    .text(&case.id)
    .text(&role.id)
    .fetch_one(tx)
    .await?;
    if row.text("state")? == "done" {
        return Ok(None);
    }
    row.text("id").map(Some)
}

async fn give(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
    role: &RoleScope,
) -> Result<Option<Obstacle>, StoreError> {
    let Some(principal_id) = case.target.object_id.clone() else {
        return Ok(Some(Obstacle::NoAccount));
    };
    let grant = Grant {
        principal_id,
        origin_system: role.origin_system.clone(),
        origin_id: role.origin_id.clone(),
        role_origin_id: role.role_origin_id.clone(),
    };
    if let Err(obstacle) = deliver::give(tx, &grant, act.now).await? {
        return Ok(Some(obstacle));
    }
    Sql::new(
        "INSERT INTO role_grants (assignment_id, principal_id, origin_system, origin_id, role_origin_id, granted_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (assignment_id, origin_system, origin_id, role_origin_id) DO NOTHING",
    )
    .text(&case.assignment_id)
    .text(&grant.principal_id)
    .text(&grant.origin_system)
    .text(&grant.origin_id)
    .text(&grant.role_origin_id)
    .instant(act.now)
    .execute(tx)
    .await?;
    Ok(None)
}

async fn close_row(
    tx: &mut Tx,
    act: &Act,
    id: &str,
    obstacle: Option<&Obstacle>,
) -> Result<(), StoreError> {
    Sql::new(
        "UPDATE deliveries SET state = $2, attempts = attempts + 1, error = $3, finished_at = $4 WHERE id = $1",
    )
    .text(id)
    .text(if obstacle.is_none() { "done" } else { "failed" })
    .opt_text(obstacle.map(ToString::to_string))
    .instant(act.now)
    .execute(tx)
    .await
    .map(drop)
}
