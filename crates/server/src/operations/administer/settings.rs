//! What holds for the whole organisation (Graph contract: settings, endUserSettings). Administrators only.

use portico_graph::time::Duration;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::act::Act;
use super::super::guests;
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use crate::http::caller::Manager;
use crate::store::{StoreError, Tx, meta};

const EXTERNAL: &str = "entitlementManagementSettings";
const END_USER: &str = "endUserSettings";

/// `entitlementManagementSettings`: what becomes of people from outside who have lost their last access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct External {
    /// How long a blocked person stays in the directory.
    pub duration_until_external_user_deleted_after_blocked: Option<Duration>,
    /// `none`, `blockSignIn` or `blockSignInAndDelete`.
    pub external_user_lifecycle_action: String,
}

/// Nothing becomes of them.
pub const NONE: &str = "none";
/// They may not sign in any more, and are deleted after a while.
pub const DELETE: &str = "blockSignInAndDelete";
/// What the setting can be.
pub const ACTIONS: [&str; 3] = [NONE, "blockSignIn", DELETE];
/// How long a blocked person stays where nothing is said.
pub const KEPT_BLOCKED: Duration = Duration::from_days(30);

impl Default for External {
    fn default() -> Self {
        Self {
            duration_until_external_user_deleted_after_blocked: Some(KEPT_BLOCKED),
            external_user_lifecycle_action: DELETE.to_owned(),
        }
    }
}

/// `endUserSettings`: what people are told about each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EndUser {
    /// Whether the settings below count at all.
    pub is_enabled: bool,
    /// `disabled`, `count` or `countAndNames`: what suggestions tell of colleagues.
    pub related_people_insight_level: String,
    /// Whether members learn who decides, where a stage does not say itself.
    pub show_approver_details_to_members: bool,
}

/// What the setting can be.
pub const INSIGHTS: [&str; 3] = ["disabled", "count", "countAndNames"];

impl Default for EndUser {
    fn default() -> Self {
        Self {
            is_enabled: true,
            related_people_insight_level: "count".to_owned(),
            show_approver_details_to_members: true,
        }
    }
}

/// The settings, for whoever reads them.
pub async fn external(tx: &mut Tx) -> Result<External, StoreError> {
    Ok(meta::settings(tx, EXTERNAL).await?.unwrap_or_default())
}

/// The settings, for whoever reads them.
pub async fn end_user(tx: &mut Tx) -> Result<EndUser, StoreError> {
    Ok(meta::settings(tx, END_USER).await?.unwrap_or_default())
}

/// Writes them.
///
/// # Errors
/// [`Refusal::Forbidden`] to whoever is no administrator.
pub async fn set_external(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    settings: &External,
) -> Result<(), Refusal> {
    set(tx, act, manager, (EXTERNAL, settings)).await?;
    guests::look_again(tx, act).await?;
    Ok(())
}

/// Writes them.
///
/// # Errors
/// As [`set_external`].
pub async fn set_end_user(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    settings: &EndUser,
) -> Result<(), Refusal> {
    set(tx, act, manager, (END_USER, settings)).await
}

async fn set<T: Serialize + Sync>(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    (name, settings): (&'static str, &T),
) -> Result<(), Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    mandate.allow(Duty::Organization)?;
    meta::set_settings(tx, name, settings, act.now).await?;
    act.log(tx, "settingsChanged", (name, name), json!({}), None)
        .await?;
    Ok(())
}
