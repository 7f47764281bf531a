//! Groups as SCIM sees them, with those direct members that are people or groups.

use std::collections::{BTreeMap, BTreeSet};

use portico_graph::time::Instant;

use super::Condition;
use crate::store::groups::{self, Group};
use crate::store::principal::{Principal, PrincipalKind};
use crate::store::sql::placeholders_from;
use crate::store::{Row, Sql, StoreError, Tx, Value};

/// How many ids one statement asks about.
const AT_ONCE: usize = 400;

/// A group and what belongs to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provisioned {
    /// The row.
    pub group: Group,
    /// The other side's id.
    pub external_id: Option<String>,
    /// Since when it is known.
    pub created_at: Instant,
    /// When it last changed.
    pub modified_at: Instant,
}

/// A direct member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who or which group.
    pub principal: Principal,
    /// Their name.
    pub display_name: String,
}

fn read(row: &Row) -> Result<Provisioned, StoreError> {
    Ok(Provisioned {
        group: groups::read(row)?,
        external_id: row.opt_text("external_id")?,
        created_at: row.instant("created_at")?,
        modified_at: row.instant("modified_at")?,
    })
}

/// By object id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Provisioned>, StoreError> {
    let row = Sql::new("SELECT * FROM groups WHERE id = $1")
        .text(id)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// How many meet a condition.
pub async fn count(tx: &mut Tx, condition: &Condition) -> Result<i64, StoreError> {
    let text = format!(
        "SELECT COUNT(*) AS n FROM groups g WHERE {}",
        condition.text
    );
    let row = Sql::new(text)
        .values(condition.values.clone())
        .fetch_one(tx)
        .await?;
    row.int("n")
}

/// Those that meet a condition, by id: `size` of them behind the first `skip`.
pub async fn page(
    tx: &mut Tx,
    condition: &Condition,
    skip: i64,
    size: i64,
) -> Result<Vec<Provisioned>, StoreError> {
    let place = condition.values.len() + 1;
    let text = format!(
        "SELECT g.* FROM groups g WHERE {} ORDER BY g.id LIMIT ${place} OFFSET ${}",
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

/// The direct members of groups that the directory has put in, by group. Nobody who was deleted, and nobody who is there by access alone: whoever
/// sends back what they have read would make that last for ever.
pub async fn members(
    tx: &mut Tx,
    groups: &[String],
) -> Result<BTreeMap<String, Vec<Member>>, StoreError> {
    let mut found: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for ids in groups.chunks(AT_ONCE) {
        let text = format!(
            "SELECT m.group_id AS group_id, m.member_kind AS kind, m.member_id AS id, \
               COALESCE(u.display_name, i.display_name) AS name FROM group_members m \
             LEFT JOIN users u ON m.member_kind = 'user' AND u.id = m.member_id AND u.deleted_at IS NULL \
             LEFT JOIN groups i ON m.member_kind = 'group' AND i.id = m.member_id \
             WHERE m.group_id IN ({}) AND m.source = 'directory' AND (u.id IS NOT NULL OR i.id IS NOT NULL) ORDER BY m.group_id, m.member_id",
            placeholders_from(1, ids.len())
        );
        let values = ids.iter().map(|id| Value::Text(Some(id.clone())));
        for row in Sql::new(text).values(values).fetch_all(tx).await? {
            found
                .entry(row.text("group_id")?)
                .or_default()
                .push(Member {
                    principal: Principal::read(&row, "kind", "id")?,
                    display_name: row.text("name")?,
                });
        }
    }
    Ok(found)
}

/// Those of the ids that are people (not deleted) or groups, with what they are.
pub async fn known(
    tx: &mut Tx,
    ids: &[String],
) -> Result<BTreeMap<String, PrincipalKind>, StoreError> {
    let mut found = BTreeMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let places = placeholders_from(1, ids.len());
        for (kind, text) in [
            (
                PrincipalKind::Group,
                format!("SELECT id FROM groups WHERE id IN ({places})"),
            ),
            (
                PrincipalKind::User,
                format!("SELECT id FROM users WHERE deleted_at IS NULL AND id IN ({places})"),
            ),
        ] {
            let values = ids.iter().map(|id| Value::Text(Some(id.clone())));
            for row in Sql::new(text).values(values).fetch_all(tx).await? {
                found.insert(row.text("id")?, kind);
            }
        }
    }
    Ok(found)
}

/// Those of the ids that the directory has put into a group.
pub async fn of_directory_among(
    tx: &mut Tx,
    group: &str,
    ids: &[String],
) -> Result<BTreeSet<String>, StoreError> {
    let mut found = BTreeSet::new();
    for ids in ids.chunks(AT_ONCE) {
        let text = format!(
            "SELECT member_id FROM group_members WHERE group_id = $1 AND source = 'directory' AND member_id IN ({})",
            placeholders_from(2, ids.len())
        );
        let values = ids.iter().map(|id| Value::Text(Some(id.clone())));
        for row in Sql::new(text)
            .text(group)
            .values(values)
            .fetch_all(tx)
            .await?
        {
            found.insert(row.text("member_id")?);
        }
    }
    Ok(found)
}

/// Writes down the other side's id.
pub async fn set_external_id(
    tx: &mut Tx,
    group: &str,
    external_id: Option<&str>,
    at: Instant,
) -> Result<(), StoreError> {
    Sql::new(
        "UPDATE groups SET external_id = $2, modified_at = $3 WHERE id = $1 AND external_id IS DISTINCT FROM $2",
    )
    .text(group)
    .opt_text(external_id)
    .instant(at)
    .execute(tx)
    .await
    .map(drop)
}

/// Says that its members changed.
pub async fn touch(tx: &mut Tx, group: &str, at: Instant) -> Result<(), StoreError> {
    Sql::new("UPDATE groups SET modified_at = $2 WHERE id = $1")
        .text(group)
        .instant(at)
        .execute(tx)
        .await
        .map(drop)
}

/// What may refer to a group, and the statement that finds such a thing. Of policies the settings are looked through: approvers are named in
/// there.
const REFERENCES: &[(&str, &str)] = &[
    (
        "a resource of a catalog",
        "SELECT 1 AS one FROM resources WHERE origin_system = 'AadGroup' AND origin_id = $1 LIMIT 1",
    ),
    (
        "a policy",
        "SELECT 1 AS one FROM policies p WHERE p.deleted_at IS NULL \
           AND (EXISTS (SELECT 1 FROM policy_scopes s WHERE s.policy_id = p.id AND s.kind = 'group' AND s.scope_id = $1) \
             OR p.request_approval_settings LIKE '%' || $1 || '%' OR p.requestor_settings LIKE '%' || $1 || '%' \
             OR p.review_settings LIKE '%' || $1 || '%') LIMIT 1",
    ),
    (
        "an access package that excludes its members",
        "SELECT 1 AS one FROM incompatible_groups WHERE group_id = $1 LIMIT 1",
    ),
    (
        "a role assignment",
        "SELECT 1 AS one FROM role_assignments WHERE principal_id = $1 LIMIT 1",
    ),
    (
        "a request that waits for its members",
        "SELECT 1 AS one FROM stage_approvers WHERE kind = 'group' AND scope_id = $1 AND settled = 0 LIMIT 1",
    ),
    (
        "access that was given to it",
        "SELECT 1 AS one FROM role_grants WHERE origin_system = 'AadGroup' AND origin_id = $1 LIMIT 1",
    ),
    (
        "a connected organization, whose sponsor it is",
        "SELECT 1 AS one FROM organization_sponsors WHERE sponsor_id = $1 LIMIT 1",
    ),
    (
        "somebody, whose sponsor it is",
        "SELECT 1 AS one FROM user_sponsors WHERE sponsor_id = $1 LIMIT 1",
    ),
    (
        "an application or agent that it answers for",
        "SELECT 1 AS one FROM service_principal_people WHERE person_id = $1 LIMIT 1",
    ),
];

/// What keeps a group from being deleted.
pub async fn references(tx: &mut Tx, group: &str) -> Result<Vec<&'static str>, StoreError> {
    let mut found = Vec::new();
    for &(what, text) in REFERENCES {
        if Sql::new(text)
            .text(group)
            .fetch_optional(tx)
            .await?
            .is_some()
        {
            found.push(what);
        }
    }
    Ok(found)
}

/// Deletes a group that nothing refers to, with its members and owners, and takes it out of the groups it is in.
pub async fn delete(tx: &mut Tx, group: &str) -> Result<(), StoreError> {
    // Out of other groups first: whoever is in it is in those through it.
    for row in Sql::new("SELECT group_id FROM group_members WHERE member_id = $1 ORDER BY group_id")
        .text(group)
        .fetch_all(tx)
        .await?
    {
        groups::leave_directory(tx, &row.text("group_id")?, &Principal::group(group)).await?;
    }
    for text in [
        "DELETE FROM memberships WHERE group_id = $1",
        "DELETE FROM group_members WHERE group_id = $1 OR member_id = $1",
        "DELETE FROM group_owners WHERE group_id = $1",
        "DELETE FROM groups WHERE id = $1",
    ] {
        Sql::new(text).text(group).execute(tx).await?;
    }
    Ok(())
}
