//! Who may see who decides (Graph contract: approverInformationVisibility, endUserSettings).

use portico_graph::Subject;

use super::administer::settings;
use crate::store::users::UserType;
use crate::store::{StoreError, Tx, users};

/// What the organisation's setting says for this person, where a stage does not say itself. The setting speaks of members; guests learn
/// only what a stage shows to everybody.
pub async fn shown_to(tx: &mut Tx, subject: &Subject) -> Result<bool, StoreError> {
    let Some(object) = &subject.object_id else {
        return Ok(false);
    };
    let member = users::by_id(tx, object)
        .await?
        .is_some_and(|user| user.user_type == UserType::Member);
    if !member {
        return Ok(false);
    }
    let settings = settings::end_user(tx).await?;
    Ok(!settings.is_enabled || settings.show_approver_details_to_members)
}
