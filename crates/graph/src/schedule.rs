//! Schedules: from when and until when (Graph contract: schedules).

use serde::Serialize;
use serde_json::Value;

use crate::{
    ExpirationPatternType,
    json::{Fault, FromJson, Reader, deserialize_from_json, read_object},
    time::{Duration, Instant},
};

/// `entitlementManagementSchedule`. Recurrence belongs to access reviews and is not carried here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// Null: at once.
    pub start_date_time: Option<Instant>,
    /// When it ends.
    pub expiration: Option<ExpirationPattern>,
}

read_object!(Schedule {
    start_date_time = "startDateTime",
    expiration = "expiration"
});

/// `expirationPattern`: exactly the members that its type allows are set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExpirationPattern {
    /// With `afterDuration`: counted from the effective start.
    pub duration: Option<Duration>,
    /// With `afterDateTime`.
    pub end_date_time: Option<Instant>,
    /// Which of the two holds, or neither.
    #[serde(rename = "type")]
    pub pattern_type: ExpirationPatternType,
}

impl FromJson for ExpirationPattern {
    fn blank() -> Self {
        Self {
            duration: None,
            end_date_time: None,
            pattern_type: ExpirationPatternType::NotSpecified,
        }
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let mut reader = Reader::new(value);
        reader.fill(&mut self.duration, "duration");
        reader.fill(&mut self.end_date_time, "endDateTime");
        reader.fill(&mut self.pattern_type, "type");
        reader.done()
    }
}
deserialize_from_json!(ExpirationPattern);

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
