//! Groups with their members and owners, and the transitive membership kept beside them.

use portico_graph::time::Instant;

use super::fold::fold;
use super::principal::{Principal, PrincipalKind};
use super::{Row, Sql, StoreError, Tx};

/// A group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Object id, a GUID.
    pub id: String,
    /// Key in the organisation file it came from.
    pub import_key: Option<String>,
    /// Name to show.
    pub display_name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// Mail nickname.
    pub mail_nickname: Option<String>,
}

/// Where a membership comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Set in the directory; ending access does not touch it.
    Directory,
    /// Given by an assignment.
    Access,
}

impl Source {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::Access => "access",
        }
    }
}

pub(super) fn read(row: &Row) -> Result<Group, StoreError> {
    Ok(Group {
        id: row.text("id")?,
        import_key: row.opt_text("import_key")?,
        display_name: row.text("display_name")?,
        description: row.opt_text("description")?,
        mail: row.opt_text("mail")?,
        mail_nickname: row.opt_text("mail_nickname")?,
    })
}

/// By object id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Group>, StoreError> {
    Sql::new("SELECT * FROM groups WHERE id = $1")
        .text(id)
        .fetch_optional(tx)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Writes a group over the one with the same id, or adds it. Leaves members and owners alone.
pub async fn upsert(tx: &mut Tx, group: &Group, at: Instant) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO groups (id, import_key, display_name, display_name_folded, description, mail, mail_nickname, \
           created_at, modified_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) \
         ON CONFLICT (id) DO UPDATE SET import_key = excluded.import_key, display_name = excluded.display_name, \
           display_name_folded = excluded.display_name_folded, description = excluded.description, \
           mail = excluded.mail, mail_nickname = excluded.mail_nickname, modified_at = excluded.modified_at \
         WHERE (groups.import_key, groups.display_name, groups.display_name_folded, groups.description, \
           groups.mail, groups.mail_nickname) \
           IS DISTINCT FROM (excluded.import_key, excluded.display_name, excluded.display_name_folded, \
           excluded.description, excluded.mail, excluded.mail_nickname)",
    )
    .text(&group.id)
    .opt_text(group.import_key.as_deref())
    .text(&group.display_name)
    .text(fold(&group.display_name))
    .opt_text(group.description.as_deref())
    .opt_text(group.mail.as_deref())
    .opt_text(group.mail_nickname.as_deref())
    .instant(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// The direct members.
pub async fn members(tx: &mut Tx, group: &str) -> Result<Vec<Principal>, StoreError> {
    Sql::new(
        "SELECT member_kind, member_id FROM group_members WHERE group_id = $1 ORDER BY member_id",
    )
    .text(group)
    .fetch_all(tx)
    .await?
    .iter()
    .map(|row| Principal::read(row, "member_kind", "member_id"))
    .collect()
}

/// The ids of everybody in the group or in a group inside it.
pub async fn all_members(tx: &mut Tx, group: &str) -> Result<Vec<String>, StoreError> {
    Sql::new("SELECT member_id FROM memberships WHERE group_id = $1 ORDER BY member_id")
        .text(group)
        .fetch_all(tx)
        .await?
        .iter()
        .map(|row| row.text("member_id"))
        .collect()
}

/// Whether a person is in the group, directly or through other groups.
pub async fn is_member(tx: &mut Tx, group: &str, member: &str) -> Result<bool, StoreError> {
    let found = Sql::new("SELECT 1 AS one FROM memberships WHERE member_id = $1 AND group_id = $2")
        .text(member)
        .text(group)
        .fetch_optional(tx)
        .await?;
    Ok(found.is_some())
}

/// Adds a direct member; `false` when it is one already. Membership from the directory wins over membership from access.
pub async fn add_member(
    tx: &mut Tx,
    group: &str,
    member: &Principal,
    source: Source,
    at: Instant,
) -> Result<bool, StoreError> {
    let added = link_member(tx, group, member, source, at).await?;
    if added {
        refresh(tx, member).await?;
    }
    Ok(added)
}

/// As [`add_member`], without bringing transitive membership up to date: for many at once, followed by [`refresh_all`].
pub async fn link_member(
    tx: &mut Tx,
    group: &str,
    member: &Principal,
    source: Source,
    at: Instant,
) -> Result<bool, StoreError> {
    let added = Sql::new(
        "INSERT INTO group_members (group_id, member_kind, member_id, source, added_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (group_id, member_id) DO NOTHING",
    )
    .text(group)
    .text(member.kind.as_str())
    .text(&member.id)
    .text(source.as_str())
    .instant(at)
    .execute(tx)
    .await?;
    if added == 0 && source == Source::Directory {
        Sql::new(
            "UPDATE group_members SET source = 'directory' WHERE group_id = $1 AND member_id = $2",
        )
        .text(group)
        .text(&member.id)
        .execute(tx)
        .await?;
    }
    Ok(added > 0)
}

/// Removes a direct member; `false` when it was none. With [`Source::Access`] a membership from the directory stays.
pub async fn remove_member(
    tx: &mut Tx,
    group: &str,
    member: &Principal,
    source: Source,
) -> Result<bool, StoreError> {
    let removed = Sql::new(
        "DELETE FROM group_members WHERE group_id = $1 AND member_id = $2 \
         AND (source = 'access' OR $3 = 'directory')",
    )
    .text(group)
    .text(&member.id)
    .text(source.as_str())
    .execute(tx)
    .await?;
    if removed > 0 {
        refresh(tx, member).await?;
    }
    Ok(removed > 0)
}

/// Takes back what the directory says of a direct member; `false` when it says nothing. Whoever is given the membership by access too
/// keeps it as that.
pub async fn leave_directory(
    tx: &mut Tx,
    group: &str,
    member: &Principal,
) -> Result<bool, StoreError> {
    let kept = Sql::new(
        "UPDATE group_members SET source = 'access' WHERE group_id = $1 AND member_id = $2 AND source = 'directory' \
           AND EXISTS (SELECT 1 FROM role_grants g WHERE g.origin_system = 'AadGroup' AND g.origin_id = $1 \
             AND g.role_origin_id = $3 AND g.principal_id = $2)",
    )
    .text(group)
    .text(&member.id)
    .text(format!("Member_{group}"))
    .execute(tx)
    .await?;
    if kept > 0 {
        return Ok(true);
    }
    let removed = Sql::new(
        "DELETE FROM group_members WHERE group_id = $1 AND member_id = $2 AND source = 'directory'",
    )
    .text(group)
    .text(&member.id)
    .execute(tx)
    .await?;
    if removed > 0 {
        refresh(tx, member).await?;
    }
    Ok(removed > 0)
}

/// The ids of the owners.
pub async fn owners(tx: &mut Tx, group: &str) -> Result<Vec<String>, StoreError> {
    Sql::new("SELECT owner_id FROM group_owners WHERE group_id = $1 ORDER BY owner_id")
        .text(group)
        .fetch_all(tx)
        .await?
        .iter()
        .map(|row| row.text("owner_id"))
        .collect()
}

/// Adds an owner; `false` when it is one already.
pub async fn add_owner(
    tx: &mut Tx,
    group: &str,
    owner: &str,
    source: Source,
) -> Result<bool, StoreError> {
    let added = Sql::new(
        "INSERT INTO group_owners (group_id, owner_id, source) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id, owner_id) DO NOTHING",
    )
    .text(group)
    .text(owner)
    .text(source.as_str())
    .execute(tx)
    .await?;
    Ok(added > 0)
}

/// Removes an owner; `false` when it was none. With [`Source::Access`] an owner from the directory stays.
pub async fn remove_owner(
    tx: &mut Tx,
    group: &str,
    owner: &str,
    source: Source,
) -> Result<bool, StoreError> {
    let removed = Sql::new(
        "DELETE FROM group_owners WHERE group_id = $1 AND owner_id = $2 \
         AND (source = 'access' OR $3 = 'directory')",
    )
    .text(group)
    .text(owner)
    .text(source.as_str())
    .execute(tx)
    .await?;
    Ok(removed > 0)
}

/// Brings transitive membership up to date after `member`'s direct links changed.
async fn refresh(tx: &mut Tx, member: &Principal) -> Result<(), StoreError> {
    if member.kind != PrincipalKind::Group {
        return refresh_one(tx, &member.id).await;
    }
    for person in all_members(tx, &member.id).await? {
        refresh_one(tx, &person).await?;
    }
    Ok(())
}

async fn refresh_one(tx: &mut Tx, person: &str) -> Result<(), StoreError> {
    Sql::new("DELETE FROM memberships WHERE member_id = $1")
        .text(person)
        .execute(tx)
        .await?;
    // UNION, not UNION ALL: groups may contain each other.
    Sql::new(
        "INSERT INTO memberships (member_id, group_id) \
         WITH RECURSIVE above (group_id) AS ( \
           SELECT group_id FROM group_members WHERE member_id = $1 \
           UNION SELECT m.group_id FROM group_members m JOIN above a ON m.member_id = a.group_id) \
         SELECT $1, group_id FROM above",
    )
    .text(person)
    .execute(tx)
    .await?;
    Ok(())
}

/// Computes transitive membership of everybody anew.
pub async fn refresh_all(tx: &mut Tx) -> Result<(), StoreError> {
    Sql::new("DELETE FROM memberships").execute(tx).await?;
    Sql::new(
        "INSERT INTO memberships (member_id, group_id) \
         WITH RECURSIVE above (member_id, group_id) AS ( \
           SELECT member_id, group_id FROM group_members WHERE member_kind <> 'group' \
           UNION SELECT a.member_id, m.group_id FROM group_members m JOIN above a ON m.member_id = a.group_id) \
         SELECT member_id, group_id FROM above",
    )
    .execute(tx)
    .await?;
    Ok(())
}
