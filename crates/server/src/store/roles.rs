//! Roles over entitlement management that somebody has.

use super::{Sql, StoreError, Tx};

/// A role of somebody's, their own or one of their groups'.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The role's id.
    pub role: String,
    /// The catalog it is held over; `None`: everything.
    pub catalog: Option<String>,
}

/// All that a person has.
pub async fn of_user(tx: &mut Tx, user: &str) -> Result<Vec<Held>, StoreError> {
    Sql::new(
        "SELECT r.catalog_id AS catalog_id, r.role_id AS role_id FROM role_assignments r \
         WHERE r.principal_id = $1 \
            OR r.principal_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)",
    )
    .text(user)
    .fetch_all(tx)
    .await?
    .iter()
    .map(|row| {
        Ok(Held {
            role: row.text("role_id")?,
            catalog: row.opt_text("catalog_id")?,
        })
    })
    .collect()
}
