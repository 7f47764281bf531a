//! The subject sets of a policy: keys become ids, and each set must be able to mean somebody where it stands.

use portico_governance::membership_rule::Rule;
use portico_governance::{approvers, targets};
use portico_graph::{AssignmentPolicy, Further, SubjectSet};
use serde_json::Value;

use super::keys::{Keys, Kind};
use super::node::Node;
use crate::store::rules;

/// The members of subject sets that name something, and what they name.
const REFERENCES: [(&str, Kind); 4] = [
    ("userId", Kind::User),
    ("groupId", Kind::Group),
    ("connectedOrganizationId", Kind::Organization),
    ("servicePrincipalId", Kind::ServicePrincipal),
];

/// Replaces keys by ids wherever a subject set names somebody.
pub fn with_ids(value: &mut Value, path: &str, keys: &Keys<'_>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                with_ids(item, &format!("{path}[{index}]"), keys);
            }
        }
        Value::Object(members) => {
            let groups = members
                .get("@odata.type")
                .and_then(Value::as_str)
                .is_some_and(|kind| kind.ends_with(".groupBasedSubjectSet"));
            for (name, member) in members.iter_mut() {
                let path = format!("{path}.{name}");
                let reference = REFERENCES.iter().find(|(known, _)| known == name);
                match (reference, &mut *member) {
                    (Some((_, kind)), Value::String(key)) => *key = keys.resolve(*kind, key, &path),
                    (None, Value::Array(items)) if groups && name == "groups" => {
                        group_ids(items, &path, keys);
                    }
                    (_, member) => with_ids(member, &path, keys),
                }
            }
        }
        _ => {}
    }
}

fn group_ids(groups: &mut [Value], path: &str, keys: &Keys<'_>) {
    for (index, group) in groups.iter_mut().enumerate() {
        if let Some(Value::String(key)) = group.get_mut("id") {
            *key = keys.resolve(Kind::Group, key, &format!("{path}[{index}].id"));
        }
    }
}

/// Notes every set that stands where it can mean nobody, and every rule that is none.
pub fn check(node: &Node<'_>, policy: &AssignmentPolicy) {
    for (index, set) in policy.specific_allowed_targets.iter().enumerate() {
        let path = format!("specificAllowedTargets[{index}]");
        let rule_is_sound = well_formed(node, &path, set);
        let scope = policy.allowed_target_scope;
        if rule_is_sound
            && let Some(scope) = scope
            && let Some(takes) = targets::misplaced(scope, set)
        {
            let kind = set.type_name();
            node.problem(&path, format!("{scope} takes {takes}, and not '{kind}'"));
        }
    }
    let requestors = policy.requestor_settings.iter();
    let requestors = requestors.flat_map(|settings| &settings.on_behalf_requestors);
    for (index, set) in requestors.enumerate() {
        let path = format!("requestorSettings.onBehalfRequestors[{index}]");
        well_formed(node, &path, set);
    }
    let approval = policy.request_approval_settings.iter();
    for (index, stage) in approval.flat_map(|settings| &settings.stages).enumerate() {
        for (list, sets) in [
            ("primaryApprovers", &stage.primary_approvers),
            (
                "fallbackPrimaryApprovers",
                &stage.fallback_primary_approvers,
            ),
            ("escalationApprovers", &stage.escalation_approvers),
            (
                "fallbackEscalationApprovers",
                &stage.fallback_escalation_approvers,
            ),
        ] {
            for (place, set) in sets.iter().enumerate() {
                let path = format!("requestApprovalSettings.stages[{index}].{list}[{place}]");
                if well_formed(node, &path, set)
                    && let Some(problem) = approvers::misplaced(set)
                {
                    node.problem(&path, problem);
                }
            }
        }
    }
}

/// Whether a set of a further type has the members of its type and no others, and its rule, if it is one, can be read.
fn well_formed(node: &Node<'_>, path: &str, set: &SubjectSet) -> bool {
    let SubjectSet::Other(members) = set else {
        return true;
    };
    let names: &[&str] = match set.type_name() {
        "singleServicePrincipal" => &["servicePrincipalId", "description"],
        "attributeRuleMembers" => &["membershipRule", "description"],
        "identityGovernance.ruleBasedSubjectSet" => &["rule"],
        "identityGovernance.groupBasedSubjectSet" => &["groups"],
        "targetApplicationOwners" | "targetAgentIdentitySponsorsOrOwners" => &[],
        kind => {
            node.problem(path, format!("'{kind}' is no kind of subject set"));
            return false;
        }
    };
    let strange = members
        .keys()
        .find(|name| !name.contains("@odata.") && !names.contains(&name.as_str()));
    if let Some(name) = strange {
        node.problem(&format!("{path}.{name}"), "no such property");
        return false;
    }
    match set.further() {
        None => {
            node.problem(
                path,
                format!("needs {}", names.first().unwrap_or(&"nothing")),
            );
            false
        }
        Some(Further::AttributeRule { rule, .. }) => {
            let read = Rule::read(rule, &rules::check_pattern);
            if let Err(problem) = &read {
                let name = names.first().unwrap_or(&"rule");
                node.problem(&format!("{path}.{name}"), problem.to_string());
            }
            read.is_ok()
        }
        Some(_) => true,
    }
}

#[cfg(test)]
mod tests;
