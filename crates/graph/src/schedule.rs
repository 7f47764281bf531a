//! Schedules: from when and until when (Graph contract: schedules).

use serde::{Deserialize, Serialize};

use crate::{
    ExpirationPatternType,
    time::{Duration, Instant},
};

/// `entitlementManagementSchedule`. Recurrence belongs to access reviews and is not carried here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Schedule {
    /// Null: at once.
    pub start_date_time: Option<Instant>,
    /// When it ends.
    pub expiration: Option<ExpirationPattern>,
}

/// `expirationPattern`: exactly the members that its type allows are set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExpirationPattern {
    /// With `afterDuration`: counted from the effective start.
    #[serde(default)]
    pub duration: Option<Duration>,
    /// With `afterDateTime`.
    #[serde(default)]
    pub end_date_time: Option<Instant>,
    /// Which of the two holds, or neither.
    #[serde(rename = "type", default = "unspecified")]
    pub pattern_type: ExpirationPatternType,
}

fn unspecified() -> ExpirationPatternType {
    ExpirationPatternType::NotSpecified
}

impl ExpirationPattern {
    /// No end.
    pub const fn never() -> Self {
        Self {
            duration: None,
            end_date_time: None,
            pattern_type: ExpirationPatternType::NoExpiration,
        }
    }

    /// Ends at an instant.
    pub const fn at(end: Instant) -> Self {
        Self {
            duration: None,
            end_date_time: Some(end),
            pattern_type: ExpirationPatternType::AfterDateTime,
        }
    }

    /// Ends some time after the effective start.
    pub const fn after(duration: Duration) -> Self {
        Self {
            duration: Some(duration),
            end_date_time: None,
            pattern_type: ExpirationPatternType::AfterDuration,
        }
    }
}
