//! Whom a package concerns although they could not ask for it today.

use crate::signin::person::Person;
use crate::store::{Sql, StoreError, Tx};

use super::waiting;

/// Whether the person asked for the package, holds or held it, or was asked to decide about somebody's request for it.
pub async fn by_package(
    tx: &mut Tx,
    person: &Person,
    package_id: &str,
) -> Result<bool, StoreError> {
    let own = "SELECT q.id AS id FROM requests q \
               WHERE q.package_id = $1 AND (q.target_id = $2 OR q.requestor_id = $2) \
               UNION SELECT a.id AS id FROM assignments a WHERE a.package_id = $1 AND a.target_id = $2 LIMIT 1";
    let own = Sql::new(own)
        .text(package_id)
        .text(&person.subject_id)
        .fetch_optional(tx)
        .await?;
    if own.is_some() {
        return Ok(true);
    }
    waiting::is_approver_of_package(tx, person, package_id).await
}
