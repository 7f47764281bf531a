//! The moments of a policy, as its JSON says them and as rows.

use portico_graph::AssignmentPolicy;
use serde_json::{Value, json};

use crate::store::{Sql, StoreError, Tx};

/// The name of the type that is called about requests.
pub const OF_REQUESTS: &str = "accessPackageAssignmentRequestWorkflowExtension";
/// The name of the type that is called about assignments.
pub const OF_ASSIGNMENTS: &str = "accessPackageAssignmentWorkflowExtension";

/// `accessPackageCustomExtensionStage`, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// A request was sent.
    Created,
    /// Everybody who had to said yes.
    Approved,
    /// Access was given.
    Granted,
    /// Access was taken.
    Removed,
    /// Access ends in fourteen days.
    FourteenDaysBefore,
    /// Access ends in one day.
    OneDayBefore,
}

/// All of them.
pub const ALL: [Stage; 6] = [
    Stage::Created,
    Stage::Approved,
    Stage::Granted,
    Stage::Removed,
    Stage::FourteenDaysBefore,
    Stage::OneDayBefore,
];

impl Stage {
    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "assignmentRequestCreated",
            Self::Approved => "assignmentRequestApproved",
            Self::Granted => "assignmentRequestGranted",
            Self::Removed => "assignmentRequestRemoved",
            Self::FourteenDaysBefore => "assignmentFourteenDaysBeforeExpiration",
            Self::OneDayBefore => "assignmentOneDayBeforeExpiration",
        }
    }

    /// The stage of a word, whatever its case.
    pub fn parse(word: &str) -> Option<Self> {
        let mut all = ALL.into_iter();
        all.find(|stage| stage.as_str().eq_ignore_ascii_case(word))
    }

    /// The type of the extensions that are called then.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Created | Self::Approved | Self::Granted | Self::Removed => OF_REQUESTS,
            Self::FourteenDaysBefore | Self::OneDayBefore => OF_ASSIGNMENTS,
        }
    }
}

/// When to call whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its own id.
    pub id: String,
    /// When.
    pub stage: Stage,
    /// Whom.
    pub extension: String,
}

impl Setting {
    /// As it stands in a policy.
    pub fn to_json(&self) -> Value {
        json!({ "id": self.id, "stage": self.stage.as_str(), "customExtension": { "id": self.extension } })
    }

    fn of_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: value["id"].as_str()?.to_owned(),
            stage: Stage::parse(value["stage"].as_str()?)?,
            extension: value["customExtension"]["id"].as_str()?.to_owned(),
        })
    }
}

/// What a policy says, in its order; a frozen one as it was then.
pub fn of(policy: &AssignmentPolicy) -> Vec<Setting> {
    let settings = policy.custom_extension_stage_settings.as_ref();
    let settings = settings.and_then(Value::as_array);
    let settings = settings.into_iter().flatten();
    settings.filter_map(Setting::of_json).collect()
}

/// Writes the rows of a policy over those that were there.
pub async fn write(tx: &mut Tx, policy: &AssignmentPolicy) -> Result<(), StoreError> {
    forget(tx, &policy.id).await?;
    for (position, setting) in (0..).zip(of(policy)) {
        Sql::new(
            "INSERT INTO extension_stages (id, policy_id, position, stage, extension_id) VALUES ($1, $2, $3, $4, $5)",
        )
        .text(&setting.id)
        .text(&policy.id)
        .int(position)
        .text(setting.stage.as_str())
        .text(&setting.extension)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// Takes the rows of a policy away.
pub async fn forget(tx: &mut Tx, policy: &str) -> Result<(), StoreError> {
    Sql::new("DELETE FROM extension_stages WHERE policy_id = $1")
        .text(policy)
        .execute(tx)
        .await
        .map(drop)
}

/// What is wrong with the extensions of a policy: each must be of the policy's own catalog, and of the kind that its stage calls.
pub async fn misplaced(tx: &mut Tx, policy: &str) -> Result<Option<String>, StoreError> {
    let rows = Sql::new(
        "SELECT s.stage AS stage, e.kind AS kind, CASE WHEN e.catalog_id = p.catalog_id THEN 1 ELSE 0 END AS is_own \
         FROM extension_stages s JOIN extensions e ON e.id = s.extension_id \
         JOIN policies o ON o.id = s.policy_id JOIN packages p ON p.id = o.package_id \
         WHERE s.policy_id = $1 ORDER BY s.position",
    )
    .text(policy)
    .fetch_all(tx)
    .await?;
    for row in rows {
        let (stage, kind) = (row.text("stage")?, row.text("kind")?);
        if row.int("is_own")? == 0 {
            return Ok(Some(format!(
                "The extension at {stage} is of another catalog than the access package."
            )));
        }
        let wanted = Stage::parse(&stage).map(Stage::kind).unwrap_or_default();
        if kind != wanted {
            return Ok(Some(format!("At {stage} a {wanted} is called, no {kind}.")));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_go_there_and_back() {
        let settings: Vec<Setting> = ALL
            .into_iter()
            .map(|stage| Setting {
                id: format!("setting at {}", stage.as_str()),
                stage,
                extension: "extension".to_owned(),
            })
            .collect();
        let policy = AssignmentPolicy {
            custom_extension_stage_settings: Some(settings.iter().map(Setting::to_json).collect()),
            ..AssignmentPolicy::default()
        };
        assert_eq!(of(&policy), settings);
        assert_eq!(of(&AssignmentPolicy::default()), []);
    }
}
