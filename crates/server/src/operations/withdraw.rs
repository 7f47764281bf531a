//! Takes away what an assignment gave. A role stays as long as another assignment gives it too, or the directory itself does.

use super::act::Act;
use crate::deliver::{self, Grant};
use crate::store::{Sql, StoreError, Tx};

/// Everything that the assignment gives now.
pub async fn everything(tx: &mut Tx, act: &Act, assignment: &str) -> Result<(), StoreError> {
    let rows = Sql::new(
        "SELECT principal_id, origin_system, origin_id, role_origin_id FROM role_grants WHERE assignment_id = $1 \
         ORDER BY origin_system, origin_id, role_origin_id",
    )
    .text(assignment)
    .fetch_all(tx)
    .await?;
    Sql::new("DELETE FROM role_grants WHERE assignment_id = $1")
        .text(assignment)
        .execute(tx)
        .await?;
    for row in rows {
        let grant = Grant {
            principal_id: row.text("principal_id")?,
            origin_system: row.text("origin_system")?,
            origin_id: row.text("origin_id")?,
            role_origin_id: row.text("role_origin_id")?,
        };
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
