//! People as SCIM sees them: those who were deleted are not there.

use portico_graph::time::Instant;

use super::Condition;
use crate::store::principal::Principal;
use crate::store::users::{self, User};
use crate::store::{Row, Sql, StoreError, Tx, groups};

/// A user and what belongs to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provisioned {
    /// The row. The manager is left out when they were deleted.
    pub user: User,
    /// The other side's id.
    pub external_id: Option<String>,
    /// The manager's name.
    pub manager_name: Option<String>,
    /// Since when they are known.
    pub created_at: Instant,
    /// When they last changed.
    pub modified_at: Instant,
}

const ROWS: &str = "FROM users u LEFT JOIN users m ON m.id = u.manager_id AND m.deleted_at IS NULL \
    WHERE u.deleted_at IS NULL AND ";

fn read(row: &Row) -> Result<Provisioned, StoreError> {
    let manager_name = row.opt_text("manager_name")?;
    let mut user = User::read(row)?;
    user.manager_id = user.manager_id.filter(|_| manager_name.is_some());
    Ok(Provisioned {
        user,
        external_id: row.opt_text("external_id")?,
        manager_name,
        created_at: row.instant("created_at")?,
        modified_at: row.instant("modified_at")?,
    })
}

/// By object id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Provisioned>, StoreError> {
    let text = format!("SELECT u.*, m.display_name AS manager_name {ROWS} u.id = $1");
    let row = Sql::new(text).text(id).fetch_optional(tx).await?;
    row.as_ref().map(read).transpose()
}

/// Whether somebody was there and was deleted.
pub async fn is_deleted(tx: &mut Tx, id: &str) -> Result<bool, StoreError> {
    let row = Sql::new("SELECT deleted_at FROM users WHERE id = $1 AND deleted_at IS NOT NULL")
        .text(id)
        .fetch_optional(tx)
        .await?;
    Ok(row.is_some())
}

/// How many meet a condition.
pub async fn count(tx: &mut Tx, condition: &Condition) -> Result<i64, StoreError> {
    let row = Sql::new(format!(
        "SELECT COUNT(*) AS n FROM users u WHERE u.deleted_at IS NULL AND {}",
        condition.text
    ))
    .values(condition.values.clone())
    .fetch_one(tx)
    .await?;
    row.int("n")
}

/// Those who meet a condition, by id: `size` of them behind the first `skip`.
pub async fn page(
    tx: &mut Tx,
    condition: &Condition,
    skip: i64,
    size: i64,
) -> Result<Vec<Provisioned>, StoreError> {
    let place = condition.values.len() + 1;
    let text = format!(
        "SELECT u.*, m.display_name AS manager_name {ROWS} {} ORDER BY u.id LIMIT ${place} OFFSET ${}",
        condition.text,
        place + 1
    );
    let rows = Sql::new(text)
        .values(condition.values.clone())
        .int(size)
        .int(skip)
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// Writes down the other side's id.
pub async fn set_external_id(
    tx: &mut Tx,
    user: &str,
    external_id: Option<&str>,
    at: Instant,
) -> Result<(), StoreError> {
    Sql::new(
        "UPDATE users SET external_id = $2, modified_at = $3 WHERE id = $1 AND external_id IS DISTINCT FROM $2",
    )
    .text(user)
    .opt_text(external_id)
    .instant(at)
    .execute(tx)
    .await
    .map(drop)
}

/// Ends whatever the person has open, so that it does not open again with the account.
pub async fn end_sessions(tx: &mut Tx, user: &str) -> Result<(), StoreError> {
    Sql::new(
        "DELETE FROM sessions WHERE subject_id IN (SELECT id FROM subjects WHERE object_id = $1)",
    )
    .text(user)
    .execute(tx)
    .await
    .map(drop)
}

/// Deletes a user: the account is disabled and its sign-in name given free, what the directory says of its memberships is taken back, no
/// rule over attributes holds it, and SCIM sees it no more. The row stays for what points to it, and so does access until it ends.
pub async fn delete(tx: &mut Tx, user: &User, at: Instant) -> Result<(), StoreError> {
    let gone = User {
        // As directories do that keep deleted objects for a while: nobody else's name begins like this.
        user_principal_name: format!("{}{}", user.id.replace('-', ""), user.user_principal_name),
        account_enabled: false,
        ..user.clone()
    };
    users::write(tx, &gone, at).await?;
    Sql::new("UPDATE users SET deleted_at = $2 WHERE id = $1")
        .text(&user.id)
        .instant(at)
        .execute(tx)
        .await?;
    Sql::new("DELETE FROM rule_members WHERE user_id = $1")
        .text(&user.id)
        .execute(tx)
        .await?;
    let member = Principal::user(&user.id);
    let memberships = Sql::new(
        "SELECT group_id FROM group_members WHERE member_id = $1 AND source = 'directory' ORDER BY group_id",
    );
    for row in memberships.text(&user.id).fetch_all(tx).await? {
        groups::leave_directory(tx, &row.text("group_id")?, &member).await?;
    }
    end_sessions(tx, &user.id).await
}
