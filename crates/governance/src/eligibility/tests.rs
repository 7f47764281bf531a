use super::*;

fn policy(scope: AllowedTargetScope, targets: Vec<SubjectSet>) -> AssignmentPolicy {
    AssignmentPolicy {
        allowed_target_scope: Some(scope),
        specific_allowed_targets: targets,
        ..AssignmentPolicy::default()
    }
}

fn member(id: &str, groups: &[&str]) -> Candidate {
    Candidate {
        user: Some(id.to_owned()),
        is_member: true,
        groups: groups.iter().map(|g| (*g).to_owned()).collect(),
        organization: None,
    }
}

fn guest(organization: &str, is_configured: bool, in_directory: bool) -> Candidate {
    Candidate {
        user: in_directory.then(|| "gus".to_owned()),
        is_member: false,
        groups: BTreeSet::new(),
        organization: Some(Organization {
            id: organization.to_owned(),
            is_configured,
        }),
    }
}

#[test]
fn scopes() {
    use AllowedTargetScope as S;
    let ana = member("ana", &["finance"]);
    let gus = guest("tern", true, true);
    let stranger = guest("tern", true, false);
    let proposed = guest("heron", false, true);
    let user = SubjectSet::SingleUser {
        user_id: "ana".to_owned(),
        description: None,
    };
    let group = SubjectSet::GroupMembers {
        group_id: "finance".to_owned(),
        description: None,
    };
    let tern = SubjectSet::ConnectedOrganizationMembers {
        connected_organization_id: "tern".to_owned(),
        description: None,
    };
    // ana, gus, a person of Tern without an account, a person of an organisation that is only proposed
    for (policy, expected) in [
        (policy(S::NotSpecified, vec![]), [false; 4]),
        (
            policy(S::AllMemberUsers, vec![]),
            [true, false, false, false],
        ),
        (
            policy(S::AllDirectoryUsers, vec![]),
            [true, true, false, true],
        ),
        (
            policy(S::SpecificDirectoryUsers, vec![user]),
            [true, false, false, false],
        ),
        (
            policy(S::SpecificDirectoryUsers, vec![group]),
            [true, false, false, false],
        ),
        (
            policy(S::SpecificConnectedOrganizationUsers, vec![tern]),
            [false, true, true, false],
        ),
        (
            policy(S::AllConfiguredConnectedOrganizationUsers, vec![]),
            [false, true, true, false],
        ),
        (
            policy(S::AllExternalUsers, vec![]),
            [false, true, true, true],
        ),
        (policy(S::AllDirectoryServicePrincipals, vec![]), [false; 4]),
    ] {
        let found = [&ana, &gus, &stranger, &proposed].map(|who| covers(&policy, who));
        assert_eq!(found, expected, "{:?}", policy.allowed_target_scope);
    }
}

#[test]
fn flags() {
    let mut policy = policy(AllowedTargetScope::AllMemberUsers, vec![]);
    assert!(lets_targets_ask(&policy));
    policy.requestor_settings = Some(RequestorSettings {
        allow_custom_assignment_schedule: Some(true),
        ..RequestorSettings::default()
    });
    assert!(lets_targets_ask(&policy));
    policy.requestor_settings = Some(RequestorSettings {
        enable_targets_to_self_remove_access: Some(true),
        ..RequestorSettings::default()
    });
    assert!(!lets_targets_ask(&policy));
    policy.requestor_settings = None;
    policy.automatic_request_settings = Some(serde_json::json!({}));
    assert!(!lets_targets_ask(&policy));
}

fn failed(findings: &[Finding]) -> Vec<(Rule, Vec<String>)> {
    findings
        .iter()
        .filter(|f| !f.passed)
        .map(|f| (f.rule, f.conflicts.clone()))
        .collect()
}

#[test]
fn every_rule_is_told() {
    let policy = policy(AllowedTargetScope::AllExternalUsers, vec![]);
    let offer = Offer {
        incompatible_packages: ["payroll".to_owned(), "audit".to_owned()].into(),
        incompatible_groups: ["board".to_owned()].into(),
        ..Offer::default()
    };
    let standing = Standing {
        open_request: Some("r".to_owned()),
        live_assignment: None,
        held_packages: ["payroll".to_owned()].into(),
    };
    let mut gus = guest("tern", true, true);
    gus.groups = ["board".to_owned()].into();
    assert_eq!(
        failed(&examine(&policy, &offer, &gus, &standing)),
        [
            (Rule::Published, vec![]),
            (Rule::ExternallyVisible, vec![]),
            (Rule::NoOpenRequest, vec!["r".to_owned()]),
            (Rule::CompatiblePackages, vec!["payroll".to_owned()]),
            (Rule::CompatibleGroups, vec!["board".to_owned()]),
        ]
    );
    let open = Offer {
        is_published: true,
        is_externally_visible: true,
        ..Offer::default()
    };
    assert!(admits(&policy, &open, &gus));
    assert_eq!(
        failed(&examine(&policy, &open, &gus, &Standing::default())),
        []
    );
}

#[test]
fn named_people_come_before_everybody() {
    use AllowedTargetScope as Scope;
    let policy = |scope| AssignmentPolicy {
        allowed_target_scope: scope,
        ..AssignmentPolicy::default()
    };
    let from_narrow_to_wide = [
        Some(Scope::SpecificDirectoryUsers),
        Some(Scope::SpecificConnectedOrganizationUsers),
        Some(Scope::AllMemberUsers),
        Some(Scope::AllConfiguredConnectedOrganizationUsers),
        Some(Scope::AllExternalUsers),
        Some(Scope::AllDirectoryUsers),
        None,
    ];
    let breadths = from_narrow_to_wide.map(|scope| breadth(&policy(scope)));
    assert!(
        breadths.is_sorted_by(|one, other| one < other),
        "{breadths:?}"
    );
}
