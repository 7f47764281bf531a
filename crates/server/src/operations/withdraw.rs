//! Takes away what an assignment gave. A role stays as long as another assignment gives it too, or the directory itself does.

use serde_json::json;

use super::act::Act;
use crate::deliver::{self, Grant};
use crate::store::{Row, Sql, StoreError, Tx};

/// Everything that the assignment gives now.
pub async fn everything(tx: &mut Tx, act: &Act, assignment: &str) -> Result<(), StoreError> {
    let rows = Sql::new(
        "SELECT principal_id, origin_system, origin_id, role_origin_id FROM role_grants WHERE assignment_id = $1 \
         ORDER BY origin_system, origin_id, role_origin_id",
    )
    .text(assignment)
    .fetch_all(tx)
    .await?;
    take(tx, act, assignment, &rows).await
}

/// What the assignment gives and its package does not contain any more.
pub async fn what_left(
    tx: &mut Tx,
    act: &Act,
    assignment: &str,
    package: &str,
) -> Result<(), StoreError> {
    let rows = Sql::new(
        "SELECT g.principal_id AS principal_id, g.origin_system AS origin_system, g.origin_id AS origin_id, \
           g.role_origin_id AS role_origin_id FROM role_grants g \
         WHERE g.assignment_id = $1 AND NOT EXISTS (SELECT x.id FROM resource_role_scopes x \
           JOIN resource_roles o ON o.id = x.role_id JOIN resources r ON r.id = o.resource_id \
           WHERE x.package_id = $2 AND r.origin_system = g.origin_system AND r.origin_id = g.origin_id \
             AND o.origin_id = g.role_origin_id) \
         ORDER BY g.origin_system, g.origin_id, g.role_origin_id",
    )
    .text(assignment)
    .text(package)
    .fetch_all(tx)
    .await?;
    for row in &rows {
        let details = json!({
            "originSystem": row.text("origin_system")?,
            "originId": row.text("origin_id")?,
            "roleOriginId": row.text("role_origin_id")?,
        });
        let object = ("accessPackageAssignment", assignment);
        act.log(tx, "resourceWithdrawn", object, details, None)
            .await?;
    }
    take(tx, act, assignment, &rows).await
}

async fn take(tx: &mut Tx, act: &Act, assignment: &str, rows: &[Row]) -> Result<(), StoreError> {
    for row in rows {
        let grant = Grant {
            principal_id: row.text("principal_id")?,
            origin_system: row.text("origin_system")?,
            origin_id: row.text("origin_id")?,
            role_origin_id: row.text("role_origin_id")?,
        };
        Sql::new(
            "DELETE FROM role_grants WHERE assignment_id = $1 AND origin_system = $2 AND origin_id = $3 \
               AND role_origin_id = $4",
        )
        .text(assignment)
        .text(&grant.origin_system)
        .text(&grant.origin_id)
        .text(&grant.role_origin_id)
        .execute(tx)
        .await?;
        if is_given_otherwise(tx, &grant).await? {
            continue;
        }
        if let Err(obstacle) = deliver::take(tx, &grant, act.now).await? {
            tracing::warn!(assignment, %obstacle, "a role could not be taken away");
        }
    }
    Ok(())
}

async fn is_given_otherwise(tx: &mut Tx, grant: &Grant) -> Result<bool, StoreError> {
    let other = Sql::new(
        "SELECT 1 AS one FROM role_grants WHERE origin_system = $1 AND origin_id = $2 AND role_origin_id = $3 \
         AND principal_id = $4 LIMIT 1",
    )
    .text(&grant.origin_system)
    .text(&grant.origin_id)
    .text(&grant.role_origin_id)
    .text(&grant.principal_id)
    .fetch_optional(tx)
    .await?;
    Ok(other.is_some())
}
