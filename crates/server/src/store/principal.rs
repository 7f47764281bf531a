//! A reference to a directory object: what kind it is and which one.

use super::{Row, StoreError};

/// The kinds of directory objects that relations point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrincipalKind {
    /// A person.
    User,
    /// A group of people.
    Group,
    /// An application or agent.
    ServicePrincipal,
}

impl PrincipalKind {
    /// The word in the tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::ServicePrincipal => "servicePrincipal",
        }
    }
}

/// One directory object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Principal {
    /// What it is.
    pub kind: PrincipalKind,
    /// Its id.
    pub id: String,
}

impl Principal {
    /// A person.
    pub fn user(id: impl Into<String>) -> Self {
        Self {
            kind: PrincipalKind::User,
            id: id.into(),
        }
    }

    /// A group.
    pub fn group(id: impl Into<String>) -> Self {
        Self {
            kind: PrincipalKind::Group,
            id: id.into(),
        }
    }

    /// An application or agent.
    pub fn service_principal(id: impl Into<String>) -> Self {
        Self {
            kind: PrincipalKind::ServicePrincipal,
            id: id.into(),
        }
    }

    pub(super) fn read(row: &Row, kind: &str, id: &str) -> Result<Self, StoreError> {
        let kind = match row.text(kind)?.as_str() {
            "user" => PrincipalKind::User,
            "group" => PrincipalKind::Group,
            "servicePrincipal" => PrincipalKind::ServicePrincipal,
            other => {
                return Err(StoreError::Broken(format!(
                    "'{other}' is no kind of principal"
                )));
            }
        };
        Ok(Self {
            kind,
            id: row.text(id)?,
        })
    }
}
