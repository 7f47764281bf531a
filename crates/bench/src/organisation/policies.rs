//! The five policies of each package: its own people, those of another department, one partner, nobody who could ask, one person.

use serde_json::{Value, json};

use super::{is_common, policy_id};
use crate::random;
use crate::scale::{LEADS, Scale};

/// All five.
pub fn of(scale: &Scale, package: usize) -> Vec<Value> {
    let department = package.saturating_sub(crate::scale::COMMON) % scale.departments();
    let group = |department: usize| json!([{ "@odata.type": "#microsoft.graph.groupMembers", "groupId": format!("d{department}") }]);
    let lead = json!({ "@odata.type": "#microsoft.graph.singleUser", "userId": format!("p{}", lead_of(scale, package)) });
    let manager = json!({ "@odata.type": "#microsoft.graph.requestorManager", "managerLevel": 1 });
    let mut own = policy(package, 0, &[&lead]);
    own["id"] = json!(policy_id(package));
    if is_common(package) {
        own["allowedTargetScope"] = json!("allMemberUsers");
    } else {
        own["allowedTargetScope"] = json!("specificDirectoryUsers");
        own["specificAllowedTargets"] = group(department);
    }
    let mut others = policy(package, 1, &[&manager]);
    others["allowedTargetScope"] = json!("specificDirectoryUsers");
    others["specificAllowedTargets"] = group((department + 1) % scale.departments());
    let mut partner = policy(package, 2, &[&lead]);
    partner["allowedTargetScope"] = json!("specificConnectedOrganizationUsers");
    partner["specificAllowedTargets"] = json!([{ "@odata.type": "#microsoft.graph.connectedOrganizationMembers",
        "connectedOrganizationId": format!("o{}", package % scale.organisations) }]);
    let mut direct = policy(package, 3, &[]);
    direct["allowedTargetScope"] = json!("notSpecified");
    direct["requestorSettings"] = json!({ "enableTargetsToSelfAddAccess": false });
    let mut one = policy(package, 4, &[&manager, &lead]);
    one["allowedTargetScope"] = json!("specificDirectoryUsers");
    one["specificAllowedTargets"] = json!([{ "@odata.type": "#microsoft.graph.singleUser",
        "userId": format!("p{}", random::of(package, scale.people)) }]);
    one["questions"] = json!([{ "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "sequence": 1,
        "text": "Which ticket?", "isRequired": true, "isSingleLineQuestion": true, "regexPattern": "[A-Z]{3}-\\d{4}" }]);
    vec![own, others, partner, direct, one]
}

/// The person who decides about a package. What is not common is shared among more people in a larger organisation, so that
/// everybody has decided as much before.
pub const fn lead_of(scale: &Scale, package: usize) -> usize {
    if is_common(package) {
        package % LEADS
    } else {
        package % (scale.people / 20)
    }
}

fn policy(package: usize, place: usize, stages: &[&Value]) -> Value {
    let stages: Vec<_> = stages
        .iter()
        .map(|approver| {
            json!({ "durationBeforeAutomaticDenial": "P14D", "isApproverJustificationRequired": false,
                "primaryApprovers": [approver],
                "fallbackPrimaryApprovers": [ { "@odata.type": "#microsoft.graph.singleUser", "userId": "p0" } ] })
        })
        .collect();
    json!({
        "key": format!("k{package}-{place}"),
        "displayName": format!("Policy {place}"),
        "expiration": { "type": "afterDuration", "duration": "P180D" },
        "requestorSettings": { "enableTargetsToSelfAddAccess": true, "enableTargetsToSelfRemoveAccess": true },
        "requestApprovalSettings": { "isApprovalRequiredForAdd": !stages.is_empty(),
            "isRequestorJustificationRequired": true, "stages": stages },
    })
}
