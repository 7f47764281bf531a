use serde_json::json;

use super::*;
use crate::eligibility::{Organization, ServicePrincipal};

const SALES: &str = "user.department -eq \"sales\"";

fn policy(scope: AllowedTargetScope, targets: Vec<SubjectSet>) -> AssignmentPolicy {
    AssignmentPolicy {
        allowed_target_scope: Some(scope),
        specific_allowed_targets: targets,
        ..AssignmentPolicy::default()
    }
}

fn set(value: serde_json::Value) -> SubjectSet {
    serde_json::from_value(value).unwrap()
}

fn user(id: &str) -> SubjectSet {
    set(json!({ "@odata.type": "#microsoft.graph.singleUser", "userId": id }))
}

fn group(id: &str) -> SubjectSet {
    set(json!({ "@odata.type": "#microsoft.graph.groupMembers", "groupId": id }))
}

fn rule(text: &str) -> SubjectSet {
    set(json!({ "@odata.type": "#microsoft.graph.attributeRuleMembers", "membershipRule": text }))
}

fn tern() -> SubjectSet {
    set(
        json!({ "@odata.type": "#microsoft.graph.connectedOrganizationMembers", "connectedOrganizationId": "tern" }),
    )
}

fn service(id: &str) -> SubjectSet {
    set(
        json!({ "@odata.type": "#microsoft.graph.singleServicePrincipal", "servicePrincipalId": id }),
    )
}

fn guest(organization: Option<(&str, bool)>, in_directory: bool) -> Candidate {
    Candidate {
        user: in_directory.then(|| "gus".to_owned()),
        organization: organization.map(|(id, is_configured)| Organization {
            id: id.to_owned(),
            is_configured,
        }),
        ..Candidate::default()
    }
}

fn principal(id: &str, is_agent: bool) -> Candidate {
    Candidate {
        service_principal: Some(ServicePrincipal {
            id: id.to_owned(),
            is_agent,
        }),
        groups: ["sales".to_owned()].into(),
        ..Candidate::default()
    }
}

/// Whom to try, in the order of the table.
fn everybody() -> [Candidate; 8] {
    let ana = Candidate {
        user: Some("ana".to_owned()),
        is_member: true,
        groups: ["sales".to_owned()].into(),
        rules: [SALES.to_owned()].into(),
        ..Candidate::default()
    };
    let bo = Candidate {
        user: Some("bo".to_owned()),
        is_member: true,
        ..Candidate::default()
    };
    [
        ana,
        bo,
        // a guest of Tern, somebody of Tern without an account yet
        guest(Some(("tern", true)), true),
        guest(Some(("tern", true)), false),
        // a guest of an organisation that is only proposed, and of none
        guest(Some(("heron", false)), true),
        guest(None, true),
        principal("pump", false),
        principal("scout", true),
    ]
}

#[test]
fn every_scope_holds_whom_it_says_and_nobody_else() {
    use AllowedTargetScope as S;
    for (policy, expected) in [
        // ana, bo, guest of Tern, person of Tern, guest of a proposed one, guest of none, application, agent
        (policy(S::NotSpecified, vec![user("ana")]), "........"),
        (policy(S::UnknownFutureValue, vec![]), "........"),
        (policy(S::AllMemberUsers, vec![]), "xx......"),
        (policy(S::AllDirectoryUsers, vec![]), "xxx.xx.."),
        (policy(S::SpecificDirectoryUsers, vec![]), "........"),
        (
            policy(S::SpecificDirectoryUsers, vec![user("ana")]),
            "x.......",
        ),
        (
            policy(S::SpecificDirectoryUsers, vec![user("gus")]),
            "..x.xx..",
        ),
        (
            policy(S::SpecificDirectoryUsers, vec![group("sales")]),
            "x.......",
        ),
        (
            policy(S::SpecificDirectoryUsers, vec![rule(&format!("({SALES})"))]),
            "x.......",
        ),
        (
            policy(S::SpecificDirectoryUsers, vec![rule("user.department -eq")]),
            "........",
        ),
        (
            policy(S::SpecificDirectoryUsers, vec![user("bo"), rule(SALES)]),
            "xx......",
        ),
        // A set of another scope covers nobody.
        (
            policy(S::SpecificDirectoryUsers, vec![tern(), service("pump")]),
            "........",
        ),
        (
            policy(S::SpecificConnectedOrganizationUsers, vec![tern()]),
            "..xx....",
        ),
        (
            policy(S::SpecificConnectedOrganizationUsers, vec![user("ana")]),
            "........",
        ),
        (
            policy(S::AllConfiguredConnectedOrganizationUsers, vec![]),
            "..xx....",
        ),
        (policy(S::AllExternalUsers, vec![]), "..xxxx.."),
        (
            policy(S::SpecificDirectoryServicePrincipals, vec![service("pump")]),
            "......x.",
        ),
        (
            policy(S::SpecificDirectoryServicePrincipals, vec![user("pump")]),
            "........",
        ),
        (policy(S::AllDirectoryServicePrincipals, vec![]), "......xx"),
        (policy(S::AllDirectoryAgentIdentities, vec![]), ".......x"),
    ] {
        let found: String = everybody()
            .iter()
            .map(|who| if covers(&policy, who) { 'x' } else { '.' })
            .collect();
        assert_eq!(found, expected, "{policy:?}");
    }
}

#[test]
fn a_member_never_counts_as_a_partners_even_with_its_address() {
    let ana = Candidate {
        user: Some("ana".to_owned()),
        is_member: true,
        organization: Some(Organization {
            id: "tern".to_owned(),
            is_configured: true,
        }),
        ..Candidate::default()
    };
    for target in [
        Target::AllExternal,
        Target::AllConfiguredOrganizations,
        Target::Organization("tern".to_owned()),
    ] {
        assert!(!target.holds(&ana), "{target:?}");
    }
}

#[test]
fn a_misplaced_set_is_told() {
    use AllowedTargetScope as S;
    for (scope, right) in [
        (
            S::SpecificDirectoryUsers,
            vec![user("a"), group("g"), rule(SALES)],
        ),
        (S::SpecificConnectedOrganizationUsers, vec![tern()]),
        (S::SpecificDirectoryServicePrincipals, vec![service("s")]),
        (S::AllMemberUsers, vec![]),
    ] {
        let manager = SubjectSet::RequestorManager { manager_level: 1 };
        for set in [
            user("a"),
            group("g"),
            rule(SALES),
            tern(),
            service("s"),
            manager,
        ] {
            let found = misplaced(scope, &set);
            assert_eq!(
                found.is_none(),
                right.contains(&set),
                "{scope} {set:?} {found:?}"
            );
        }
    }
}

#[test]
fn named_people_come_before_everybody() {
    use AllowedTargetScope as Scope;
    let policy = |scope| AssignmentPolicy {
        allowed_target_scope: scope,
        ..AssignmentPolicy::default()
    };
    for from_narrow_to_wide in [
        vec![
            Some(Scope::SpecificDirectoryUsers),
            Some(Scope::SpecificConnectedOrganizationUsers),
            Some(Scope::AllMemberUsers),
            Some(Scope::AllConfiguredConnectedOrganizationUsers),
            Some(Scope::AllExternalUsers),
            Some(Scope::AllDirectoryUsers),
            None,
        ],
        vec![
            Some(Scope::SpecificDirectoryServicePrincipals),
            Some(Scope::AllDirectoryAgentIdentities),
            Some(Scope::AllDirectoryServicePrincipals),
        ],
    ] {
        let breadths: Vec<_> = from_narrow_to_wide
            .into_iter()
            .map(|scope| breadth(&policy(scope)))
            .collect();
        assert!(
            breadths.is_sorted_by(|one, other| one < other),
            "{breadths:?}"
        );
    }
}
