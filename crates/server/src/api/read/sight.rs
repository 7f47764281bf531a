//! How much of what an entity leads to somebody sees.

use super::source::Link;
use crate::http::error::ApiError;

/// How much a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// All of it: the reader has a role over everything.
    Full,
    /// All of it, as far as the catalog goes: the reader has a role there.
    Catalog,
    /// Policies without the people and groups they name, and nothing that is for roles.
    Rules,
}

/// Navigation properties that lead from a catalog into others.
const OUT_OF_THE_CATALOG: [&str; 2] = [
    "incompatibleAccessPackages",
    "accessPackagesIncompatibleWith",
];

impl Sight {
    /// Whether the reader may follow a navigation property.
    pub fn allows(self, link: &Link) -> bool {
        self != Self::Rules || !link.by_role
    }

    /// What the reader sees of what it leads to.
    #[must_use]
    pub fn behind(self, link: &Link) -> Self {
        if self == Self::Catalog && OUT_OF_THE_CATALOG.contains(&link.navigation) {
            Self::Rules
        } else {
            self
        }
    }
}

/// 403: the navigation property is for roles.
pub fn for_roles(navigation: &str) -> ApiError {
    ApiError::forbidden(format!(
        "Only who has a role in the catalog may read '{navigation}'."
    ))
}
