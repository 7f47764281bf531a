use super::*;
use proptest::prelude::*;
use serde_json::json;

fn one(user: &str) -> SubjectSet {
    SubjectSet::SingleUser {
        user_id: user.to_owned(),
        description: None,
    }
}

fn manager() -> SubjectSet {
    SubjectSet::RequestorManager { manager_level: 1 }
}

fn group(id: &str) -> SubjectSet {
    SubjectSet::GroupMembers {
        group_id: id.to_owned(),
        description: None,
    }
}

const RULE: &str = "user.jobTitle -eq \"lead\"";

fn further(value: serde_json::Value) -> SubjectSet {
    serde_json::from_value(value).unwrap()
}

fn rule(text: &str) -> SubjectSet {
    further(
        json!({ "@odata.type": "#microsoft.graph.attributeRuleMembers", "membershipRule": text, "description": "Leads" }),
    )
}

fn groups(ids: &[&str]) -> SubjectSet {
    let groups: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    further(
        json!({ "@odata.type": "#microsoft.graph.identityGovernance.groupBasedSubjectSet", "groups": groups }),
    )
}

fn bare(kind: &str) -> SubjectSet {
    further(json!({ "@odata.type": format!("#microsoft.graph.{kind}") }))
}

fn set_of(users: &[&str]) -> BTreeSet<String> {
    users.iter().map(|user| (*user).to_owned()).collect()
}

fn own(user: &str) -> Parties {
    Parties {
        requestor: Some(user.to_owned()),
        target: Some(user.to_owned()),
        organization: None,
    }
}

fn people() -> People {
    People {
        active: set_of(&["ana", "bo", "chen", "dee"]),
        managers: BTreeMap::from([
            ("ana".to_owned(), "bo".to_owned()),
            ("bo".to_owned(), "gone".to_owned()),
        ]),
        members: BTreeMap::from([("g".to_owned(), set_of(&["ana", "chen", "gone"]))]),
        internal_sponsors: BTreeMap::from([("tern".to_owned(), set_of(&["dee"]))]),
        ..People::default()
    }
}

fn users(panel: &Panel) -> Vec<(&str, bool)> {
    panel
        .approvers()
        .iter()
        .map(|a| (a.user.as_str(), a.fallback))
        .collect()
}

#[test]
fn fallbacks_answer_when_nobody_is_left() {
    let stage = ApprovalStagePolicy {
        primary_approvers: vec![manager()],
        fallback_primary_approvers: vec![group("g")],
        ..ApprovalStagePolicy::default()
    };
    let of = |who: &str| resolve(&stage, false, &own(who), &people());
    assert_eq!(users(&of("ana")), [("bo", false)]);
    // Bo's manager cannot sign in; the group's member who cannot either is left out too.
    assert_eq!(users(&of("bo")), [("ana", true), ("chen", true)]);
    // Chen has no manager and is a member of the group himself.
    assert_eq!(users(&of("chen")), [("ana", true)]);
    assert_eq!(of("ana").seat("chen"), None);
    assert!(of("ana").seat("bo").is_some());
}

#[test]
fn the_sole_approver_asks() {
    let stage = ApprovalStagePolicy {
        primary_approvers: vec![one("chen")],
        fallback_primary_approvers: vec![one("chen")],
        ..ApprovalStagePolicy::default()
    };
    assert!(resolve(&stage, false, &own("chen"), &people()).is_empty());
}

#[test]
fn on_behalf_the_manager_is_a_party() {
    let stage = ApprovalStagePolicy {
        primary_approvers: vec![manager()],
        fallback_primary_approvers: vec![one("chen")],
        ..ApprovalStagePolicy::default()
    };
    let parties = Parties {
        requestor: Some("bo".to_owned()),
        target: Some("ana".to_owned()),
        organization: None,
    };
    assert_eq!(
        users(&resolve(&stage, false, &parties, &people())),
        [("chen", true)]
    );
}

#[test]
fn escalation_joins() {
    let stage = ApprovalStagePolicy {
        primary_approvers: vec![manager()],
        escalation_approvers: vec![one("bo"), one("chen")],
        ..ApprovalStagePolicy::default()
    };
    let panel = resolve(&stage, true, &own("ana"), &people());
    assert_eq!(users(&panel), [("bo", false), ("chen", false)]);
    assert_eq!(
        panel
            .approvers()
            .iter()
            .map(|a| a.escalation)
            .collect::<Vec<_>>(),
        [false, true]
    );
}

/// Every set that can name approvers, whom it means for a target, and whom it does not mean for another.
#[test]
fn each_set_means_its_own_people() {
    let of = |key: &str, users: &[&str]| BTreeMap::from([(key.to_owned(), set_of(users))]);
    let people = People {
        active: set_of(&["bo", "chen", "dee", "eve", "fay", "gil", "hal", "ida", "jo"]),
        managers: ["ana>bo", "bo>chen", "chen>dee", "dee>eve", "eve>fay"]
            .iter()
            .filter_map(|pair| pair.split_once('>'))
            .map(|(who, boss)| (who.to_owned(), boss.to_owned()))
            .collect(),
        members: of("g", &["gil", "hal"]),
        rule_members: of(RULE, &["ida"]),
        internal_sponsors: of("tern", &["bo"]),
        external_sponsors: of("tern", &["chen"]),
        user_sponsors: of("ana", &["dee"]),
        application_owners: of("pump", &["eve"]),
        agent_people: of("scout", &["fay", "jo"]),
    };
    let up = |manager_level| SubjectSet::TargetManager { manager_level };
    let requestors = |manager_level| SubjectSet::RequestorManager { manager_level };
    // For Ana, who is a guest of Tern here; for the application Pump; for the agent Scout.
    for (set, expected) in [
        (one("hal"), ["hal", "hal", "hal"]),
        (group("g"), ["gil hal", "gil hal", "gil hal"]),
        (groups(&["none", "g"]), ["gil hal", "gil hal", "gil hal"]),
        (rule(&format!("({RULE})")), ["ida", "ida", "ida"]),
        (rule("user.jobTitle -eq \"Else\""), ["", "", ""]),
        (rule("no rule"), ["", "", ""]),
        (requestors(1), ["bo", "", ""]),
        (requestors(2), ["chen", "", ""]),
        (up(1), ["bo", "", ""]),
        (up(3), ["dee", "", ""]),
        (up(4), ["eve", "", ""]),
        // Higher than a policy may climb.
        (up(5), ["", "", ""]),
        (SubjectSet::InternalSponsors, ["bo", "", ""]),
        (SubjectSet::ExternalSponsors, ["chen", "", ""]),
        (SubjectSet::TargetUserSponsors, ["dee", "", ""]),
        (bare("targetApplicationOwners"), ["", "eve", ""]),
        (
            bare("targetAgentIdentitySponsorsOrOwners"),
            ["", "", "fay jo"],
        ),
        (bare("later"), ["", "", ""]),
    ] {
        let stage = ApprovalStagePolicy {
            primary_approvers: vec![set],
            fallback_primary_approvers: vec![one("jo")],
            ..ApprovalStagePolicy::default()
        };
        let found = [("ana", Some("tern")), ("pump", None), ("scout", None)].map(
            |(target, organization)| {
                let parties = Parties {
                    requestor: Some("somebody".to_owned()),
                    target: Some(target.to_owned()),
                    organization: organization.map(str::to_owned),
                };
                let panel = resolve(&stage, false, &parties, &people);
                let meant: Vec<_> = users(&panel)
                    .into_iter()
                    .filter(|(_, fallback)| !fallback)
                    .map(|(user, _)| user)
                    .collect();
                assert_eq!(
                    meant.is_empty(),
                    panel
                        .seat("jo")
                        .is_some_and(|seat| seat.approver().fallback)
                );
                meant.join(" ")
            },
        );
        assert_eq!(found, expected, "{:?}", stage.primary_approvers);
    }
}

#[test]
fn sets_that_name_no_approvers_are_told() {
    let organization = SubjectSet::ConnectedOrganizationMembers {
        connected_organization_id: "tern".to_owned(),
        description: None,
    };
    for (set, wrong) in [
        (one("a"), false),
        (group("g"), false),
        (groups(&["g"]), false),
        (rule(RULE), false),
        (SubjectSet::RequestorManager { manager_level: 2 }, false),
        (SubjectSet::RequestorManager { manager_level: 3 }, true),
        (SubjectSet::RequestorManager { manager_level: 0 }, true),
        (SubjectSet::TargetManager { manager_level: 4 }, false),
        (SubjectSet::TargetManager { manager_level: 5 }, true),
        (SubjectSet::InternalSponsors, false),
        (SubjectSet::ExternalSponsors, false),
        (SubjectSet::TargetUserSponsors, false),
        (bare("targetApplicationOwners"), false),
        (bare("targetAgentIdentitySponsorsOrOwners"), false),
        (organization, true),
        (
            further(
                json!({ "@odata.type": "#microsoft.graph.singleServicePrincipal", "servicePrincipalId": "s" }),
            ),
            true,
        ),
        (bare("attributeRuleMembers"), true),
        (bare("later"), true),
    ] {
        assert_eq!(misplaced(&set).is_some(), wrong, "{set:?}");
    }
}

#[test]
fn visibility() {
    let mut stage = ApprovalStagePolicy::default();
    assert!(visible(&stage, true) && !visible(&stage, false));
    stage.approver_information_visibility = Some(ApproverVisibility::NotVisible);
    assert!(!visible(&stage, true));
    stage.approver_information_visibility = Some(ApproverVisibility::Visible);
    assert!(visible(&stage, false));
}

fn a_person() -> impl Strategy<Value = String> {
    (0u8..6).prop_map(|n| n.to_string())
}

fn a_few() -> impl Strategy<Value = BTreeSet<String>> {
    proptest::collection::btree_set(a_person(), 0..5)
}

fn some_sets() -> impl Strategy<Value = Vec<SubjectSet>> {
    let set = prop_oneof![
        a_person().prop_map(|user| one(&user)),
        Just(group("g")),
        Just(group("absent")),
        (0..4).prop_map(|manager_level| SubjectSet::RequestorManager { manager_level }),
        (0..4).prop_map(|manager_level| SubjectSet::TargetManager { manager_level }),
        Just(SubjectSet::InternalSponsors),
        Just(SubjectSet::ExternalSponsors),
        Just(SubjectSet::TargetUserSponsors),
        Just(rule(RULE)),
        Just(groups(&["g", "absent"])),
        Just(bare("targetApplicationOwners")),
        Just(bare("targetAgentIdentitySponsorsOrOwners")),
    ];
    proptest::collection::vec(set, 0..4)
}

proptest! {
    /// Through no path does a requestor or a target get a seat, and nobody who cannot sign in.
    #[test]
    fn nobody_decides_for_himself(
        lists in (some_sets(), some_sets(), some_sets(), some_sets()),
        sponsors in (a_few(), a_few(), a_few()),
        further in (a_few(), a_few()),
        members in a_few(),
        active in a_few(),
        managers in proptest::collection::btree_map(a_person(), a_person(), 0..6),
        requestor in a_person(),
        target in a_person(),
        escalated: bool,
    ) {
        let stage = ApprovalStagePolicy {
            primary_approvers: lists.0,
            fallback_primary_approvers: lists.1,
            escalation_approvers: lists.2,
            fallback_escalation_approvers: lists.3,
            ..ApprovalStagePolicy::default()
        };
        let people = People {
            active,
            managers,
            members: BTreeMap::from([("g".to_owned(), members)]),
            rule_members: BTreeMap::from([(RULE.to_owned(), further.0.clone())]),
            internal_sponsors: BTreeMap::from([("tern".to_owned(), sponsors.0)]),
            external_sponsors: BTreeMap::from([("tern".to_owned(), sponsors.1)]),
            user_sponsors: BTreeMap::from([(target.clone(), sponsors.2)]),
            application_owners: BTreeMap::from([(target.clone(), further.0)]),
            agent_people: BTreeMap::from([(target.clone(), further.1)]),
        };
        let organization = Some("tern".to_owned());
        let parties = Parties { requestor: Some(requestor.clone()), target: Some(target.clone()), organization };
        let panel = resolve(&stage, escalated, &parties, &people);
        prop_assert_eq!(panel.seat(&requestor), None);
        prop_assert_eq!(panel.seat(&target), None);
        for approver in panel.approvers() {
            prop_assert!(people.active.contains(&approver.user));
        }
        let distinct: BTreeSet<_> = panel.approvers().iter().map(|a| &a.user).collect();
        prop_assert_eq!(distinct.len(), panel.approvers().len());
    }
}
