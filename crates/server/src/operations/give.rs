//! Gives what a package contains, and writes down role by role how it went.

use portico_governance::request::DeliveryOutcome;

use super::act::Act;
use super::case::Case;
use super::timeline;
use crate::deliver::{self, Grant, Obstacle};
use crate::store::packages::{self, RoleScope};
use crate::store::{Sql, StoreError, Tx, provisioned};

/// Everything that the package contains now and this request has not given yet.
pub async fn everything(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
) -> Result<DeliveryOutcome, StoreError> {
    let roles = packages::role_scopes(tx, &case.package_id).await?;
    let (mut given, mut failed) = (0_usize, 0_usize);
    for role in roles {
        let row = row_of(tx, act, case, &role).await?;
        if row.is_done || give_and_tell(tx, act, case, (&role, &row)).await? {
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

/// Everything that the package contains now, to the holder of what a request led to: what was given before is made sure of in silence.
pub async fn again(tx: &mut Tx, act: &Act, request: &str) -> Result<(), StoreError> {
    let Some(case) = Case::load(tx, request).await? else {
        return Ok(());
    };
    if let Some(object) = &case.target.object_id
        && provisioned::users::is_deleted(tx, object).await?
    {
        return Ok(());
    }
    for role in packages::role_scopes(tx, &case.package_id).await? {
        if is_granted(tx, &case, &role).await? && give(tx, act, &case, &role).await?.is_none() {
            continue;
        }
        let row = row_of(tx, act, &case, &role).await?;
        give_and_tell(tx, act, &case, (&role, &row)).await?;
    }
    Ok(())
}

/// Whether it was given.
async fn give_and_tell(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
    (role, row): (&RoleScope, &DeliveryRow),
) -> Result<bool, StoreError> {
    let obstacle = give(tx, act, case, role).await?;
    close_row(tx, act, &row.id, obstacle.as_ref()).await?;
    timeline::resource(tx, act, case, role, obstacle.as_ref()).await?;
    Ok(obstacle.is_none())
}

async fn is_granted(tx: &mut Tx, case: &Case, role: &RoleScope) -> Result<bool, StoreError> {
    let row = Sql::new(
        "SELECT granted_at FROM role_grants WHERE assignment_id = $1 AND origin_system = $2 AND origin_id = $3 \
           AND role_origin_id = $4",
    )
    .text(&case.assignment_id)
    .text(&role.origin_system)
    .text(&role.origin_id)
    .text(&role.role_origin_id)
    .fetch_optional(tx)
    .await?;
    Ok(row.is_some())
}

struct DeliveryRow {
    id: String,
    is_done: bool,
}

/// The row of this role, made when there is none.
async fn row_of(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
    role: &RoleScope,
) -> Result<DeliveryRow, StoreError> {
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
    Ok(DeliveryRow {
        id: row.text("id")?,
        is_done: row.text("state")? == "done",
    })
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
