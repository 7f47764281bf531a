//! What a person holds that excludes a package.

use portico_graph::Subject;

use crate::store::{StoreError, Tx, packages};

/// Packages held and groups joined that exclude `package`: ids and names.
pub async fn of(
    tx: &mut Tx,
    package: &str,
    subject: &Subject,
) -> Result<Vec<(String, String)>, StoreError> {
    let mut found = packages::conflicting_packages(tx, package, &subject.id).await?;
    if let Some(object) = &subject.object_id {
        found.extend(packages::conflicting_groups(tx, package, object).await?);
    }
    Ok(found)
}
