//! What excludes a package: other packages and groups (Graph contract: separation of duties).

use serde_json::json;

use super::super::act::Act;
use super::super::mandate::Mandate;
use super::super::refusal::Refusal;
use super::packages::admitted;
use crate::http::caller::Manager;
use crate::store::{Sql, Tx, groups, packages};

const KIND: &str = "accessPackage";

/// What a package is excluded by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Other {
    /// Whoever holds this package.
    Package(String),
    /// Whoever is in this group.
    Group(String),
}

impl Other {
    fn id(&self) -> &str {
        match self {
            Self::Package(id) | Self::Group(id) => id,
        }
    }
}

/// Excludes them. Who holds both already keeps both.
///
/// # Errors
/// [`Refusal::UnknownHere`] and [`Refusal::Forbidden`] by role; [`Refusal::Bad`] for the package itself, for what does not exist, and for what
/// is excluded already.
pub async fn add(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    package: &str,
    other: &Other,
) -> Result<(), Refusal> {
    admitted(tx, manager, package).await?;
    if other.id() == package {
        return Err(Refusal::Bad("A package cannot exclude itself.".to_owned()));
    }
    let unknown = || Refusal::Bad("What the reference names does not exist.".to_owned());
    let added = match other {
        Other::Package(id) => {
            let other = packages::by_id(tx, id).await?.ok_or_else(unknown)?;
            // What somebody may not know of reads as if it were not there.
            if !Mandate::of(tx, manager).await?.knows(&other.catalog_id) {
                return Err(unknown());
            }
            packages::add_incompatible_package(tx, package, id).await?
        }
        Other::Group(id) => {
            groups::by_id(tx, id).await?.ok_or_else(unknown)?;
            packages::add_incompatible_group(tx, package, id).await?
        }
    };
    if !added {
        return Err(Refusal::Bad("It is excluded already.".to_owned()));
    }
    let details = json!({ "id": other.id() });
    act.log(tx, "incompatibleAdded", (KIND, package), details, None)
        .await?;
    Ok(())
}

/// Excludes them no longer.
///
/// # Errors
/// As [`add`]; [`Refusal::UnknownHere`] for what was not excluded.
pub async fn remove(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    package: &str,
    other: &Other,
) -> Result<(), Refusal> {
    admitted(tx, manager, package).await?;
    let statement = match other {
        Other::Package(_) => {
            "DELETE FROM incompatible_packages WHERE package_id = $1 AND incompatible_id = $2"
        }
        Other::Group(_) => {
            "DELETE FROM incompatible_groups WHERE package_id = $1 AND group_id = $2"
        }
    };
    let removed = Sql::new(statement)
        .text(package)
        .text(other.id())
        .execute(tx)
        .await?;
    if removed == 0 {
        return Err(Refusal::UnknownHere);
    }
    let details = json!({ "id": other.id() });
    act.log(tx, "incompatibleRemoved", (KIND, package), details, None)
        .await?;
    Ok(())
}
