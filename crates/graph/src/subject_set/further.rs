//! The sets that forms and lists of the portal never look into: on the wire they stay [`SubjectSet::Other`], so that reading them costs
//! nothing there; rules and import ask here what they mean.

use serde_json::{Map, Value};

use super::SubjectSet;
use crate::odata_type::of;

/// What a set says that is kept as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Further<'a> {
    /// `singleServicePrincipal`: one application or agent.
    SingleServicePrincipal {
        /// Its object id.
        service_principal_id: &'a str,
    },
    /// `attributeRuleMembers`, and `identityGovernance.ruleBasedSubjectSet` of dynamic stages: everybody a rule over attributes holds.
    AttributeRule {
        /// The rule as it was written.
        rule: &'a str,
        /// What the rule means, for people.
        description: Option<&'a str>,
    },
    /// `identityGovernance.groupBasedSubjectSet` of dynamic stages: members of any of the groups, transitive ones too.
    Groups {
        /// Their object ids.
        group_ids: Vec<&'a str>,
    },
    /// `targetApplicationOwners`: who owns the application that gets the access.
    TargetApplicationOwners,
    /// `targetAgentIdentitySponsorsOrOwners`: who sponsors or owns the agent that gets the access.
    TargetAgentIdentitySponsorsOrOwners,
}

impl SubjectSet {
    /// What a set of a further type says; `None` for the types that have a variant, and for one that nobody knows or that lacks
    /// what it needs.
    pub fn further(&self) -> Option<Further<'_>> {
        let Self::Other(map) = self else {
            return None;
        };
        let text = |name| map.get(name).and_then(Value::as_str);
        Some(match of(map) {
            "singleServicePrincipal" => Further::SingleServicePrincipal {
                service_principal_id: text("servicePrincipalId")?,
            },
            "attributeRuleMembers" => Further::AttributeRule {
                rule: text("membershipRule")?,
                description: text("description"),
            },
            "identityGovernance.ruleBasedSubjectSet" => Further::AttributeRule {
                rule: text("rule")?,
                description: None,
            },
            "identityGovernance.groupBasedSubjectSet" => Further::Groups {
                group_ids: groups(map)?,
            },
            "targetApplicationOwners" => Further::TargetApplicationOwners,
            "targetAgentIdentitySponsorsOrOwners" => Further::TargetAgentIdentitySponsorsOrOwners,
            _ => return None,
        })
    }
}

fn groups(map: &Map<String, Value>) -> Option<Vec<&str>> {
    let groups = map.get("groups")?.as_array()?;
    groups
        .iter()
        .map(|group| group.get("id")?.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn set(value: Value) -> SubjectSet {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn each_type_says_what_it_holds() {
        let service = set(
            json!({ "@odata.type": "#microsoft.graph.singleServicePrincipal", "servicePrincipalId": "s" }),
        );
        let service_principal_id = "s";
        let expected = Further::SingleServicePrincipal {
            service_principal_id,
        };
        assert_eq!(service.further(), Some(expected));
        for (kind, member, description) in [
            (
                "attributeRuleMembers",
                "membershipRule",
                Some("Sales people"),
            ),
            ("identityGovernance.ruleBasedSubjectSet", "rule", None),
        ] {
            let rule = "user.department -eq \"Sales\"";
            let value = json!({ "@odata.type": format!("#microsoft.graph.{kind}"), member: rule, "description": description });
            let read = set(value.clone());
            assert_eq!(
                read.further(),
                Some(Further::AttributeRule { rule, description })
            );
            assert_eq!(
                serde_json::to_value(&read).unwrap(),
                value,
                "kept as it came"
            );
        }
        let groups = set(
            json!({ "@odata.type": "#microsoft.graph.identityGovernance.groupBasedSubjectSet",
            "groups": [ { "id": "a" }, { "id": "b" } ] }),
        );
        let group_ids = vec!["a", "b"];
        assert_eq!(groups.further(), Some(Further::Groups { group_ids }));
        for (kind, expected) in [
            ("targetApplicationOwners", Further::TargetApplicationOwners),
            (
                "targetAgentIdentitySponsorsOrOwners",
                Further::TargetAgentIdentitySponsorsOrOwners,
            ),
        ] {
            let read = set(json!({ "@odata.type": format!("microsoft.graph.{kind}") }));
            assert_eq!(read.further(), Some(expected));
        }
    }

    #[test]
    fn what_lacks_something_or_is_unknown_says_nothing() {
        for value in [
            json!({ "@odata.type": "#microsoft.graph.singleServicePrincipal" }),
            json!({ "@odata.type": "#microsoft.graph.attributeRuleMembers", "membershipRule": null }),
            json!({ "@odata.type": "#microsoft.graph.identityGovernance.groupBasedSubjectSet", "groups": ["a"] }),
            json!({ "@odata.type": "#microsoft.graph.later" }),
            json!({ "@odata.type": "#microsoft.graph.internalSponsors" }),
        ] {
            assert_eq!(set(value.clone()).further(), None, "{value}");
        }
    }
}
