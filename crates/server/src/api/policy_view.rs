//! What somebody without a role sees of a policy that comes along with their own request or assignment: its rules, but not
//! whom it names. Who decides is told by the preview and by the stages, as far as the policy lets it be known.

use serde_json::Value as Json;

use super::read::Node;

const NAMES_IN_STAGES: [&str; 4] = [
    "primaryApprovers",
    "fallbackPrimaryApprovers",
    "escalationApprovers",
    "fallbackEscalationApprovers",
];

/// How much a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// All of it: the reader has a role.
    Full,
    /// The rules without the people and groups they name.
    Rules,
}

/// Empties the lists of people and groups in expanded policies, unless the reader sees all.
pub fn limit(nodes: &mut [Node], sight: Sight) {
    if sight == Sight::Full {
        return;
    }
    for node in nodes {
        for (name, value) in &mut node.members {
            match name.as_str() {
                "assignmentPolicy" => empty(value),
                "assignment" if value["assignmentPolicy"].is_object() => {
                    empty(&mut value["assignmentPolicy"]);
                }
                _ => {}
            }
        }
    }
}

fn empty(policy: &mut Json) {
    if !policy.is_object() {
        return;
    }
    policy["specificAllowedTargets"] = Json::Array(Vec::new());
    if policy["requestorSettings"].is_object() {
        policy["requestorSettings"]["onBehalfRequestors"] = Json::Array(Vec::new());
    }
    let stages = policy["requestApprovalSettings"]["stages"].as_array_mut();
    for stage in stages
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

    fn seen(policy: &Json) -> Json {
        let members = json!({ "id": "1", "assignment": { "assignmentPolicy": policy } });
        let mut nodes = [Node {
            id: "1".to_owned(),
            members: members.as_object().unwrap().clone(),
            keys: Vec::new(),
            parent: String::new(),
        }];
        limit(&mut nodes, Sight::Rules);
        nodes[0].members["assignment"]["assignmentPolicy"].clone()
    }

    #[test]
    fn rules_stay_and_names_go() {
        let policy = seen(&json!({
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
    fn a_policy_that_is_not_there_stays_away() {
        assert_eq!(seen(&json!(null)), json!(null));
        assert_eq!(
            seen(&json!({ "requestApprovalSettings": null }))["requestApprovalSettings"]["stages"],
            json!(null)
        );
    }
}
