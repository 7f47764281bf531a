//! What somebody without a role sees of a policy that comes along with their own request or assignment: its rules, but not
//! whom it names. Who decides is told by the preview and by the stages, as far as the policy lets it be known.

use serde_json::{Map, Value as Json};

const NAMES_IN_STAGES: [&str; 4] = [
    "primaryApprovers",
    "fallbackPrimaryApprovers",
    "escalationApprovers",
    "fallbackEscalationApprovers",
];

/// Empties the lists of people and groups in a policy.
pub fn without_names(policy: &mut Map<String, Json>) {
    policy.insert("specificAllowedTargets".to_owned(), Json::Array(Vec::new()));
    if let Some(settings) = policy
        .get_mut("requestorSettings")
        .filter(|one| one.is_object())
    {
        settings["onBehalfRequestors"] = Json::Array(Vec::new());
    }
    let settings = policy.get_mut("requestApprovalSettings");
    let stages = settings.and_then(|one| one.get_mut("stages"));
    for stage in stages
        .and_then(Json::as_array_mut)
        .into_iter()
        .flatten()
        .filter(|stage| stage.is_object())
    {
        for list in NAMES_IN_STAGES {
            stage[list] = Json::Array(Vec::new());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn seen(mut policy: Json) -> Json {
        without_names(policy.as_object_mut().unwrap());
        policy
    }

    #[test]
    fn rules_stay_and_names_go() {
        let policy = seen(json!({
            "displayName": "Staff",
            "specificAllowedTargets": [ { "userId": "secret" } ],
            "requestorSettings": { "allowCustomAssignmentSchedule": true, "onBehalfRequestors": [ { "userId": "secret" } ] },
            "requestApprovalSettings": { "isApprovalRequiredForAdd": true, "stages": [
                { "durationBeforeAutomaticDenial": "P14D", "primaryApprovers": [ { "userId": "secret" } ],
                  "escalationApprovers": [ { "groupId": "secret" } ] } ] }
        }));
        assert!(!policy.to_string().contains("secret"));
        assert_eq!(policy["displayName"], "Staff");
        assert_eq!(
            policy["requestorSettings"]["allowCustomAssignmentSchedule"],
            json!(true)
        );
        let stage = &policy["requestApprovalSettings"]["stages"][0];
        assert_eq!(stage["durationBeforeAutomaticDenial"], "P14D");
        assert_eq!(stage["primaryApprovers"], json!([]));
    }

    #[test]
    fn settings_that_are_not_there_stay_away() {
        let policy = seen(json!({ "requestApprovalSettings": null, "requestorSettings": null }));
        assert_eq!(policy["requestApprovalSettings"], Json::Null);
        assert_eq!(policy["requestorSettings"], Json::Null);
    }
}
