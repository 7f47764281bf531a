//! What a caller's roles let them read (Graph contract: roles, visibility of list calls). Requestor and approver are no
//! roles: what those see is asked for with `filterByCurrentUser`.

use std::collections::BTreeSet;

use crate::directory::role::{ADMINISTRATOR, GLOBAL_ADMINISTRATOR, GLOBAL_READER};
use crate::http::caller::Caller;
use crate::http::error::ApiError;
use crate::signin::permission::Permission;
use crate::store::sql::placeholders_from;
use crate::store::{StoreError, Tx, Value, roles};

use super::read::{Scope, Sight};

/// The part of the organisation that somebody may read by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of it.
    Everything,
    /// What is in these catalogs; perhaps none.
    Catalogs(BTreeSet<String>),
}

/// Roles that read everything: whoever administers all of it, and Global Reader.
const READS_EVERYTHING: [&str; 3] = [GLOBAL_ADMINISTRATOR, ADMINISTRATOR, GLOBAL_READER];

/// What a page token is bound to: the person, or the application.
pub fn caller_key(caller: &Caller) -> &str {
    match caller {
        Caller::Person(person, _) => &person.subject_id,
        Caller::Application(id, _) => id,
    }
}

impl Reach {
    /// Nothing at all: that of everybody who has no role.
    pub const fn nothing() -> Self {
        Self::Catalogs(BTreeSet::new())
    }

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
            Caller::Person(_, permissions) if !permissions.has_any(&NEEDED) => Ok(Self::nothing()),
            Caller::Person(person, _) => Ok(Self::of_user(tx, &person.user_id).await?),
        }
    }

    /// The reach of a person's roles, their groups' roles included.
    async fn of_user(tx: &mut Tx, user_id: &str) -> Result<Self, StoreError> {
        let mut catalogs = BTreeSet::new();
        for held in roles::of_user(tx, user_id).await? {
            match held.catalog {
                Some(catalog) => {
                    catalogs.insert(catalog);
                }
                None if READS_EVERYTHING.contains(&held.role.as_str()) => {
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
