//! Assignment policies: made, replaced, deleted (Graph contract: policies).

use serde_json::json;

use super::super::act::Act;
use super::super::automatic;
use super::super::extensions::stages;
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use super::past::{self, Of};
use crate::directory::Draft;
use crate::http::caller::Manager;
use crate::store::{Sql, Tx, packages};

const KIND: &str = "accessPackageAssignmentPolicy";

/// Makes a policy of a package. From then on people in its scope may ask.
///
/// # Errors
/// [`Refusal::UnknownHere`] when the caller may not know of the package, [`Refusal::Forbidden`] to whoever only reads it,
/// [`Refusal::Problems`] when the policy names what does not exist.
pub async fn create(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    package: &str,
    draft: &Draft,
) -> Result<String, Refusal> {
    admitted(tx, manager, package).await?;
    write(tx, act, package, None, draft).await?;
    let id = draft.policy.id.clone();
    let details = json!({ "accessPackageId": package });
    act.log(tx, "assignmentPolicyCreated", (KIND, &id), details, None)
        .await?;
    Ok(id)
}

/// Replaces a policy as a whole: what the draft does not say is as in a new one. Requests that are under way keep the policy they were sent
/// with.
///
/// # Errors
/// As [`create`], and [`Refusal::Bad`] when it would move to another package.
pub async fn replace(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    package: &str,
    draft: &Draft,
) -> Result<(), Refusal> {
    let id = &draft.policy.id;
    let before = of(tx, id).await?;
    admitted(tx, manager, &before.package).await?;
    if before.package != package {
        return Err(Refusal::Bad(
            "A policy stays with its access package.".to_owned(),
        ));
    }
    write(tx, act, package, before.key.as_deref(), draft).await?;
    let details = json!({ "accessPackageId": package });
    act.log(tx, "assignmentPolicyReplaced", (KIND, id), details, None)
        .await?;
    Ok(())
}

/// Deletes a policy that nobody holds anything under. As with packages, its row is kept when something of the past points to it.
///
/// # Errors
/// As [`create`], and [`Refusal::InUse`].
pub async fn delete(tx: &mut Tx, act: &Act, manager: &Manager, id: &str) -> Result<(), Refusal> {
    let before = of(tx, id).await?;
    admitted(tx, manager, &before.package).await?;
    let under = Of::Policy {
        package: &before.package,
        policy: id,
    };
    if past::is_held(tx, under).await? {
        return Err(Refusal::InUse(
            "Somebody has an assignment under the policy, or an open request: end those first.",
        ));
    }
    Sql::new("DELETE FROM policy_scopes WHERE policy_id = $1")
        .text(id)
        .execute(tx)
        .await?;
    stages::forget(tx, id).await?;
    let kept = past::is_remembered(tx, under).await?;
    let sql = if kept {
        Sql::new("UPDATE policies SET import_key = NULL, deleted_at = $2 WHERE id = $1")
            .text(id)
            .instant(act.now)
    } else {
        Sql::new("DELETE FROM policies WHERE id = $1").text(id)
    };
    sql.execute(tx).await?;
    let details = json!({ "rowKept": kept });
    act.log(tx, "assignmentPolicyDeleted", (KIND, id), details, None)
        .await?;
    Ok(())
}

/// A policy that is there.
struct Before {
    package: String,
    key: Option<String>,
}

/// The package of a policy, for whoever may change it.
///
/// # Errors
/// As [`create`].
pub async fn package_of(tx: &mut Tx, manager: &Manager, id: &str) -> Result<String, Refusal> {
    let package = of(tx, id).await?.package;
    admitted(tx, manager, &package).await?;
    Ok(package)
}

async fn of(tx: &mut Tx, id: &str) -> Result<Before, Refusal> {
    let row = Sql::new(
        "SELECT package_id, import_key FROM policies WHERE id = $1 AND deleted_at IS NULL",
    )
    .text(id)
    .fetch_optional(tx)
    .await?
    .ok_or(Refusal::UnknownHere)?;
    Ok(Before {
        package: row.text("package_id")?,
        key: row.opt_text("import_key")?,
    })
}

async fn admitted(tx: &mut Tx, manager: &Manager, package: &str) -> Result<(), Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    let package = packages::by_id(tx, package)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    mandate.allow_in(&package.catalog_id, Duty::Packages)
}

async fn write(
    tx: &mut Tx,
    act: &Act,
    package: &str,
    key: Option<&str>,
    draft: &Draft,
) -> Result<(), Refusal> {
    let written = draft.write(tx, package, key, act.now).await?;
    written.map_err(Refusal::Problems)?;
    if let Some(problem) = stages::misplaced(tx, &draft.policy.id).await? {
        return Err(Refusal::Bad(problem));
    }
    automatic::look_at(tx, act, &draft.policy).await?;
    Ok(())
}
