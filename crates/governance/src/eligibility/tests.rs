use super::*;
use portico_graph::{AllowedTargetScope, SubjectSet};

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
        ..Candidate::default()
    }
}

fn guest(organization: &str, is_configured: bool, in_directory: bool) -> Candidate {
    Candidate {
        user: in_directory.then(|| "gus".to_owned()),
        organization: Some(Organization {
            id: organization.to_owned(),
            is_configured,
        }),
        ..Candidate::default()
    }
}

#[test]
fn the_catalog_must_be_open_for_people_from_outside_only() {
    let offer = Offer {
        is_published: true,
        ..Offer::default()
    };
    let agent = Candidate {
        service_principal: Some(ServicePrincipal {
            id: "scout".to_owned(),
            is_agent: true,
        }),
        ..Candidate::default()
    };
    let gus = guest("tern", true, true);
    for (scope, who, expected) in [
        (
            AllowedTargetScope::AllMemberUsers,
            member("ana", &[]),
            vec![],
        ),
        (
            AllowedTargetScope::AllDirectoryAgentIdentities,
            agent,
            vec![],
        ),
        (
            AllowedTargetScope::AllExternalUsers,
            gus.clone(),
            vec![Rule::ExternallyVisible],
        ),
        (
            AllowedTargetScope::AllMemberUsers,
            gus,
            vec![Rule::Scope, Rule::ExternallyVisible],
        ),
    ] {
        let findings = admission(Asker::Target, &policy(scope, vec![]), &offer, &who);
        let stopped: Vec<_> = failed(&findings)
            .into_iter()
            .map(|(rule, _)| rule)
            .collect();
        assert_eq!(stopped, expected, "{scope} {who:?}");
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
    let offer = Offer::default();
    let standing = Standing {
        open_request: Some("r".to_owned()),
        live_assignment: None,
        held_packages: ["payroll".to_owned()].into(),
        incompatible_packages: ["payroll".to_owned(), "audit".to_owned()].into(),
        incompatible_groups: ["board".to_owned()].into(),
    };
    let mut gus = guest("tern", true, true);
    gus.groups = ["board".to_owned()].into();
    assert_eq!(
        failed(&examine(Asker::Target, &policy, &offer, &gus, &standing)),
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
    };
    assert!(admits(Asker::Target, &policy, &open, &gus));
    assert_eq!(
        failed(&examine(
            Asker::Target,
            &policy,
            &open,
            &gus,
            &Standing::default()
        )),
        []
    );
}

#[test]
fn others_and_administrators_ask_by_rules_of_their_own() {
    let closed = Offer::default();
    let open = Offer {
        is_published: true,
        ..Offer::default()
    };
    let ana = Candidate {
        user: Some("ana".to_owned()),
        is_member: true,
        ..Candidate::default()
    };
    let mut direct = policy(AllowedTargetScope::NotSpecified, vec![]);
    assert!(admits(Asker::Administrator, &direct, &closed, &ana));
    assert!(!admits(Asker::Target, &direct, &open, &ana));
    direct.automatic_request_settings = Some(serde_json::json!({}));
    assert!(!admits(Asker::Administrator, &direct, &open, &ana));

    let mut for_others = policy(AllowedTargetScope::AllMemberUsers, vec![]);
    assert!(!admits(Asker::OnBehalf, &for_others, &open, &ana));
    for_others.requestor_settings = Some(RequestorSettings {
        enable_on_behalf_requestors_to_add_access: Some(true),
        ..RequestorSettings::default()
    });
    assert!(admits(Asker::OnBehalf, &for_others, &open, &ana));
    assert!(!admits(Asker::Target, &for_others, &open, &ana));
}
