//! What a caller may administer, by role (Graph contract: roles). A table says which role does what; whatever an operation changes, it asks
//! here first.

use std::collections::{BTreeMap, BTreeSet};

use super::refusal::Refusal;
use crate::directory::role::{
    ADMINISTRATOR, ASSIGNMENT_MANAGER, CATALOG_CREATOR, CATALOG_OWNER, CATALOG_READER,
    GLOBAL_ADMINISTRATOR, GLOBAL_READER, PACKAGE_MANAGER,
};
use crate::http::caller::{Caller, Manager};
use crate::store::{StoreError, Tx, roles};

/// Something that is administered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// Making catalogs.
    NewCatalogs,
    /// A catalog itself, its resources, and who has roles in it.
    Catalog,
    /// Packages, what they give, and their policies.
    Packages,
    /// Assignments and requests of others.
    Assignments,
    /// Connected organisations and settings.
    Organization,
}

/// Global and Identity Governance Administrator: each may do everything.
const ADMINISTRATORS: [&str; 2] = [GLOBAL_ADMINISTRATOR, ADMINISTRATOR];

/// What each role may do.
const DUTIES: [(&str, &[Duty]); 7] = [
    (GLOBAL_READER, &[]),
    (CATALOG_CREATOR, &[Duty::NewCatalogs]),
    (
        CATALOG_OWNER,
        &[Duty::Catalog, Duty::Packages, Duty::Assignments],
    ),
    (PACKAGE_MANAGER, &[Duty::Packages, Duty::Assignments]),
    (ASSIGNMENT_MANAGER, &[Duty::Assignments]),
    (CATALOG_READER, &[]),
    (ADMINISTRATOR, &[]),
];

/// The caller's roles as they are in this transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mandate {
    everything: bool,
    /// Reads everything, so that what it may not change is forbidden rather than unknown.
    reads_everything: bool,
    anywhere: BTreeSet<Duty>,
    /// What may be done in each catalog that the caller has a role in.
    catalogs: BTreeMap<String, BTreeSet<Duty>>,
}

impl Mandate {
    /// What the caller's roles say, those of their groups included. An application does whatever its permission names.
    pub async fn of(tx: &mut Tx, manager: &Manager) -> Result<Self, StoreError> {
        let Caller::Person(person, _) = manager.caller() else {
            return Ok(Self {
                everything: true,
                ..Self::default()
            });
        };
        let mut mandate = Self::default();
        for held in roles::of_user(tx, &person.user_id).await? {
            mandate.add(&held.role, held.catalog);
        }
        Ok(mandate)
    }

    fn add(&mut self, role: &str, catalog: Option<String>) {
        let named = DUTIES.iter().find(|(id, _)| *id == role);
        let duties = named.map_or(&[][..], |(_, duties)| duties);
        match catalog {
            Some(catalog) => self.catalogs.entry(catalog).or_default().extend(duties),
            None if ADMINISTRATORS.contains(&role) => self.everything = true,
            None => {
                self.reads_everything |= role == GLOBAL_READER;
                self.anywhere.extend(duties);
            }
        }
    }

    /// Whether everything may be done everywhere.
    pub fn is_everything(&self) -> bool {
        self.everything
    }

    /// Whether the caller may know of what is in a catalog.
    pub fn knows(&self, catalog: &str) -> bool {
        self.everything || self.reads_everything || self.catalogs.contains_key(catalog)
    }

    /// Refuses what no role allows.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn allow(&self, duty: Duty) -> Result<(), Refusal> {
        if self.everything || self.anywhere.contains(&duty) {
            Ok(())
        } else {
            Err(NO_ROLE)
        }
    }

    /// Refuses what no role allows in a catalog. Who has no role there does not learn that it exists.
    ///
    /// # Errors
    /// [`Refusal::UnknownHere`], or [`Refusal::Forbidden`] to somebody who may read it.
    pub fn allow_in(&self, catalog: &str, duty: Duty) -> Result<(), Refusal> {
        if self.everything {
            return Ok(());
        }
        match self.catalogs.get(catalog) {
            Some(duties) if duties.contains(&duty) => Ok(()),
            None if !self.reads_everything => Err(Refusal::UnknownHere),
            _ => Err(NO_ROLE),
        }
    }
}

const NO_ROLE: Refusal = Refusal::Forbidden("None of the caller's roles allows this.");

#[cfg(test)]
mod tests {
    use super::*;

    fn with(roles: &[(&str, Option<&str>)]) -> Mandate {
        let mut mandate = Mandate::default();
        for (role, catalog) in roles {
            mandate.add(role, catalog.map(str::to_owned));
        }
        mandate
    }

    #[test]
    fn a_role_reaches_its_catalog_and_no_other() {
        let owner = with(&[(CATALOG_OWNER, Some("a"))]);
        assert!(owner.allow_in("a", Duty::Catalog).is_ok());
        assert!(matches!(
            owner.allow_in("b", Duty::Catalog),
            Err(Refusal::UnknownHere)
        ));
        assert!(owner.allow(Duty::NewCatalogs).is_err());
        let manager = with(&[(PACKAGE_MANAGER, Some("a"))]);
        assert!(manager.allow_in("a", Duty::Packages).is_ok());
        assert!(matches!(
            manager.allow_in("a", Duty::Catalog),
            Err(Refusal::Forbidden(_))
        ));
    }

    #[test]
    fn readers_change_nothing() {
        for (reader, catalog) in [(GLOBAL_READER, None), (CATALOG_READER, Some("a"))] {
            let mandate = with(&[(reader, catalog)]);
            for duty in [Duty::Catalog, Duty::Packages, Duty::Assignments] {
                assert!(matches!(
                    mandate.allow_in("a", duty),
                    Err(Refusal::Forbidden(_))
                ));
            }
        }
    }

    #[test]
    fn administrators_do_everything() {
        for administrator in ADMINISTRATORS {
            let mandate = with(&[(administrator, None)]);
            assert!(mandate.is_everything());
            assert!(mandate.allow(Duty::Organization).is_ok());
            assert!(mandate.allow_in("anything", Duty::Catalog).is_ok());
        }
    }
}
