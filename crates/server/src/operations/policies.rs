//! Policies of a package as wire objects, questions included.

use portico_graph::AssignmentPolicy;
use serde_json::Value;

use crate::store::{Row, Sql, StoreError, Tx};

const COLUMNS: &str = "id, allowed_target_scope, automatic_request_settings, created_at, custom_extension_stage_settings, description, \
    display_name, expiration, modified_at, notification_settings, questions, request_approval_settings, requestor_settings, review_settings, \
    specific_allowed_targets";

/// Every policy of a package, the oldest first.
pub async fn of_package(tx: &mut Tx, package: &str) -> Result<Vec<AssignmentPolicy>, StoreError> {
    fitting(tx, package, |_| true).await
}

/// Those policies of a package that fit by what they say on who may ask and who may get it (that much is there to go by), the oldest first.
/// The settings of the others are not read: most policies are not for whoever looks.
pub async fn fitting(
    tx: &mut Tx,
    package: &str,
    fits: impl Fn(&AssignmentPolicy) -> bool,
) -> Result<Vec<AssignmentPolicy>, StoreError> {
    let of_package = format!(
        "SELECT {COLUMNS} FROM policies WHERE package_id = $1 AND deleted_at IS NULL ORDER BY created_at, id"
    );
    let mut policies = Vec::new();
    for row in Sql::new(of_package).text(package).fetch_all(tx).await? {
        let outline = outline(&row)?;
        if fits(&outline) {
            policies.push(complete(&row, outline)?);
        }
    }
    Ok(policies)
}

/// One policy, be it deleted: what was given under it goes by it still.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<AssignmentPolicy>, StoreError> {
    Sql::new(format!("SELECT {COLUMNS} FROM policies WHERE id = $1"))
        .text(id)
        .fetch_optional(tx)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

fn read(row: &Row) -> Result<AssignmentPolicy, StoreError> {
    complete(row, outline(row)?)
}

/// Who may ask and who may get it.
fn outline(row: &Row) -> Result<AssignmentPolicy, StoreError> {
    Ok(AssignmentPolicy {
        id: row.text("id")?,
        allowed_target_scope: Some(row.word("allowed_target_scope")?),
        automatic_request_settings: row.opt_json("automatic_request_settings")?,
        requestor_settings: row.opt_json("requestor_settings")?,
        specific_allowed_targets: row.json("specific_allowed_targets")?,
        ..AssignmentPolicy::default()
    })
}

fn complete(row: &Row, outline: AssignmentPolicy) -> Result<AssignmentPolicy, StoreError> {
    Ok(AssignmentPolicy {
        created_date_time: row.opt_instant("created_at")?,
        custom_extension_stage_settings: settings_of_extensions(row)?,
        description: row.opt_text("description")?,
        display_name: row.opt_text("display_name")?,
        expiration: row.opt_json("expiration")?,
        modified_date_time: row.opt_instant("modified_at")?,
        notification_settings: row.opt_json("notification_settings")?,
        request_approval_settings: row.opt_json("request_approval_settings")?,
        review_settings: row.opt_json("review_settings")?,
        questions: Some(row.json("questions")?),
        ..outline
    })
}

/// `None` for none, which is almost always.
fn settings_of_extensions(row: &Row) -> Result<Option<Value>, StoreError> {
    let text = row.text("custom_extension_stage_settings")?;
    if text == "[]" {
        return Ok(None);
    }
    row.json("custom_extension_stage_settings").map(Some)
}
