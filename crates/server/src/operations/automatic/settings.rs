//! Policies that hand out access on their own (Graph contract: automaticRequestSettings).

use portico_graph::AssignmentPolicy;
use portico_graph::time::Duration;
use serde_json::Value;

/// What an automatic policy does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Automatic {
    /// Whoever is in its scope gets access.
    pub gives: bool,
    /// Whoever leaves its scope loses it.
    pub takes: bool,
    /// How long after they left.
    pub grace: Duration,
}

/// The settings cannot be read: the member that is wrong, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its name.
    pub member: &'static str,
    /// Behind the member's name.
    pub problem: &'static str,
}

const GIVES: &str = "requestAccessForAllowedTargets";
const TAKES: &str = "removeAccessWhenTargetLeavesAllowedTargets";
const GRACE: &str = "gracePeriodBeforeAccessRemoval";

/// Reads the settings of a policy; `None`: it takes requests instead.
///
/// # Errors
/// A member of the wrong type.
pub fn of(policy: &AssignmentPolicy) -> Result<Option<Automatic>, Wrong> {
    let Some(settings) = policy.automatic_request_settings.as_ref() else {
        return Ok(None);
    };
    let settings = match settings {
        Value::Null => return Ok(None),
        Value::Object(members) => members,
        _ => {
            return Err(Wrong {
                member: "",
                problem: "is an object",
            });
        }
    };
    let flag = |member| match settings.get(member) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(true),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(false),
        Some(_) => Err(Wrong {
            member,
            problem: "is true or false",
        }),
    };
    let grace = match settings.get(GRACE) {
        None | Some(Value::Null) => Some(Duration::ZERO),
        Some(Value::String(text)) => text.parse().ok(),
        Some(_) => None,
    };
    let grace = grace.filter(|grace| *grace >= Duration::ZERO);
    Ok(Some(Automatic {
        gives: flag(GIVES)?,
        takes: flag(TAKES)?,
        grace: grace.ok_or(Wrong {
            member: GRACE,
            problem: "is a duration such as P7D",
        })?,
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(settings: Value) -> Result<Option<Automatic>, Wrong> {
        of(&AssignmentPolicy {
            automatic_request_settings: Some(settings),
            ..AssignmentPolicy::default()
        })
    }

    #[test]
    fn settings_as_they_are_sent() {
        let read = with(json!({ GIVES: "true", TAKES: true, GRACE: "P7D" }));
        let expected = Automatic {
            gives: true,
            takes: true,
            grace: Duration::from_days(7),
        };
        assert_eq!(read, Ok(Some(expected)));
        assert_eq!(with(Value::Null), Ok(None));
        assert_eq!(of(&AssignmentPolicy::default()), Ok(None));
        let nothing = with(json!({})).unwrap().unwrap();
        assert!(!nothing.gives && !nothing.takes);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (settings, member) in [
            (json!({ GIVES: 1 }), GIVES),
            (json!({ GRACE: "a week" }), GRACE),
            (json!({ GRACE: "-P1D" }), GRACE),
            (json!([]), ""),
        ] {
            assert_eq!(with(settings).unwrap_err().member, member);
        }
    }
}
