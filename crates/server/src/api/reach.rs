//! What a caller's roles let them read (Graph contract: roles, visibility of list calls). Requestor and approver are no
//! roles: what those see is asked for with `filterByCurrentUser`.

use std::collections::BTreeSet;

use crate::http::caller::Caller;
use crate::http::error::ApiError;
use crate::signin::permission::Permission;
use crate::store::sql::placeholders_from;
use crate::store::{Sql, StoreError, Tx, Value};

use super::read::{Scope, Sight};

/// The part of the organisation that somebody may read by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of it.
    Everything,
    /// What is in these catalogs; perhaps none.
    Catalogs(BTreeSet<String>),
}

/// Directory roles that read everything: Administrator (also as Global and Identity Governance Administrator) and Global
/// Reader.
const READS_EVERYTHING: [&str; 3] = [
    "62e90394-69f5-4237-9190-012177145e10",
    "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e",
    "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
];

/// What a page token is bound to: the person, or the application.
pub fn caller_key(caller: &Caller) -> &str {
    match caller {
        Caller::Person(person, _) => &person.subject_id,
        Caller::Application(id, _) => id,
    }
}

impl Reach {
    /// Something, but not everything.
    pub fn is_part(&self) -> bool {
        matches!(self, Self::Catalogs(catalogs) if !catalogs.is_empty())
    }

    /// How much the caller sees of what is behind the things within reach.
    pub fn sight(&self) -> Sight {
        match self {
            Self::Everything => Sight::Full,
            Self::Catalogs(_) => Sight::Catalog,
        }
    }

    /// The caller's reach. An application reaches everything that its permission names.
    pub async fn of(tx: &mut Tx, caller: &Caller) -> Result<Self, ApiError> {
        const NEEDED: [Permission; 2] = [Permission::ReadAll, Permission::ReadWriteAll];
        match caller {
            Caller::Application(_, permissions) if permissions.has_any(&NEEDED) => {
                Ok(Self::Everything)
            }
            Caller::Application(..) => Err(ApiError::scope_missing(&NEEDED.map(Permission::name))),
            // A token for self service only carries no role.
            Caller::Person(_, permissions) if !permissions.has_any(&NEEDED) => {
                Ok(Self::Catalogs(BTreeSet::new()))
            }
            Caller::Person(person, _) => Ok(Self::of_user(tx, &person.user_id).await?),
        }
    }

    /// The reach of a person's roles, their groups' roles included.
    async fn of_user(tx: &mut Tx, user_id: &str) -> Result<Self, StoreError> {
        let rows = Sql::new(
            "SELECT r.catalog_id AS catalog_id, r.role_id AS role_id FROM role_assignments r \
             WHERE r.principal_id = $1 \
                OR r.principal_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)",
        )
        .text(user_id)
        .fetch_all(tx)
        .await?;
        let mut catalogs = BTreeSet::new();
        for row in rows {
            match row.opt_text("catalog_id")? {
                Some(catalog) => {
                    catalogs.insert(catalog);
                }
                None if READS_EVERYTHING.contains(&row.text("role_id")?.as_str()) => {
                    return Ok(Self::Everything);
                }
                None => {}
            }
        }
        Ok(Self::Catalogs(catalogs))
    }

    /// The rows whose catalog, given as SQL, lies within reach. Placeholders start at `first`.
    pub fn scope(&self, catalog: &str, first: usize) -> Scope {
        match self {
            Self::Everything => Scope::new("1 = 1", Vec::new()),
            Self::Catalogs(catalogs) if catalogs.is_empty() => Scope::nothing(),
            Self::Catalogs(catalogs) => Scope::new(
                format!(
                    "{catalog} IN ({})",
                    placeholders_from(first, catalogs.len())
                ),
                catalogs.iter().cloned().map(Value::from).collect(),
            ),
        }
    }
}
