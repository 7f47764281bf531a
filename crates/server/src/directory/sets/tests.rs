use serde_json::{Value, json};

use crate::directory::tests::{fresh, small};

fn set(kind: &str, more: &Value) -> Value {
    let mut set = json!({ "@odata.type": format!("#microsoft.graph.{kind}") });
    for (name, value) in more.as_object().unwrap() {
        set[name] = value.clone();
    }
    set
}

fn policy(file: &mut Value) -> &mut Value {
    &mut file["catalogs"][0]["accessPackages"][0]["assignmentPolicies"][0]
}

fn targets(scope: &str, sets: Value) -> Value {
    let mut file = small();
    let policy = policy(&mut file);
    policy["allowedTargetScope"] = json!(scope);
    policy["specificAllowedTargets"] = sets;
    file
}

fn decided_by(list: &str, sets: Value) -> Value {
    let mut file = small();
    policy(&mut file)["requestApprovalSettings"]["stages"][0][list] = sets;
    file
}

#[tokio::test]
async fn targets_must_fit_their_scope() {
    let fresh = fresh().await;
    let user = set("singleUser", &json!({ "userId": "ana" }));
    let service = set(
        "singleServicePrincipal",
        &json!({ "servicePrincipalId": "crane" }),
    );
    let rule = |text: &str| set("attributeRuleMembers", &json!({ "membershipRule": text }));
    for (scope, set, problem) in [
        (
            "specificDirectoryUsers",
            service.clone(),
            "[0]: specificDirectoryUsers takes singleUser, groupMembers or attributeRuleMembers, and not 'singleServicePrincipal'",
        ),
        (
            "specificDirectoryServicePrincipals",
            user.clone(),
            "[0]: specificDirectoryServicePrincipals takes singleServicePrincipal, and not 'singleUser'",
        ),
        (
            "specificConnectedOrganizationUsers",
            user.clone(),
            "[0]: specificConnectedOrganizationUsers takes connectedOrganizationMembers, and not 'singleUser'",
        ),
        (
            "allMemberUsers",
            user.clone(),
            "[0]: allMemberUsers takes nothing, because it covers whom its name says, and not 'singleUser'",
        ),
        (
            "specificDirectoryUsers",
            set("requestorManager", &json!({})),
            "[0]: specificDirectoryUsers takes singleUser, groupMembers or attributeRuleMembers, and not 'requestorManager'",
        ),
        (
            "specificDirectoryUsers",
            set("later", &json!({})),
            "[0]: 'later' is no kind of subject set",
        ),
        (
            "specificDirectoryUsers",
            set("attributeRuleMembers", &json!({})),
            "[0]: needs membershipRule",
        ),
        (
            "specificDirectoryUsers",
            set(
                "attributeRuleMembers",
                &json!({ "membershipRule": "user.mail -eq null", "rule": "x" }),
            ),
            "[0].rule: no such property",
        ),
        (
            "specificDirectoryUsers",
            rule("user.shoeSize -eq \"42\""),
            "[0].membershipRule: column 1: 'user.shoeSize' is no attribute that rules know",
        ),
        (
            "specificDirectoryUsers",
            rule("user.mail -match \"(?=a)b\""),
            "[0].membershipRule: column 18: cannot be run",
        ),
        (
            "specificDirectoryUsers",
            rule("user.department -eq \"Sales\" -and"),
            "[0].membershipRule: column 33: an attribute",
        ),
        (
            "specificDirectoryServicePrincipals",
            set(
                "singleServicePrincipal",
                &json!({ "servicePrincipalId": "nobody" }),
            ),
            "[0].servicePrincipalId: 'nobody' is neither in the file nor in the database",
        ),
    ] {
        let problems = fresh.problems(&targets(scope, json!([set]))).await;
        let expected = format!(
            "$.catalogs[0].accessPackages[0].assignmentPolicies[0].specificAllowedTargets{problem}"
        );
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert!(
            problems[0].starts_with(&expected),
            "{} should be {expected}",
            problems[0]
        );
    }
    for (scope, set) in [
        ("specificDirectoryUsers", user),
        (
            "specificDirectoryUsers",
            rule("(user.department -eq \"Sales\")"),
        ),
        ("specificDirectoryServicePrincipals", service),
    ] {
        fresh.import(&targets(scope, json!([set]))).await.unwrap();
    }
}

#[tokio::test]
async fn deciders_must_be_people() {
    let fresh = fresh().await;
    let bare = |kind: &str| set(kind, &json!({}));
    let groups = |name: &str| {
        set(
            "identityGovernance.groupBasedSubjectSet",
            &json!({ "groups": [ { "id": name } ] }),
        )
    };
    for (set, problem) in [
        (
            set("requestorManager", &json!({ "managerLevel": 3 })),
            ": managerLevel is from 1 to 2",
        ),
        (
            set("targetManager", &json!({ "managerLevel": 5 })),
            ": managerLevel is from 1 to 4",
        ),
        (
            set(
                "singleServicePrincipal",
                &json!({ "servicePrincipalId": "crane" }),
            ),
            ": singleServicePrincipal names a target; people decide",
        ),
        (
            set(
                "connectedOrganizationMembers",
                &json!({ "connectedOrganizationId": "tern" }),
            ),
            ": connectedOrganizationMembers names targets, not approvers",
        ),
        (
            set("targetApplicationOwners", &json!({ "owner": "ana" })),
            ".owner: no such property",
        ),
        (
            bare("identityGovernance.groupBasedSubjectSet"),
            ": needs groups",
        ),
        (
            groups("nobody"),
            ".groups[0].id: 'nobody' is neither in the file nor in the database",
        ),
        (
            set(
                "identityGovernance.ruleBasedSubjectSet",
                &json!({ "rule": "department is Sales" }),
            ),
            ".rule: column 12: an operator",
        ),
    ] {
        for list in [
            "primaryApprovers",
            "fallbackPrimaryApprovers",
            "escalationApprovers",
            "fallbackEscalationApprovers",
        ] {
            let mut file = decided_by(list, json!([set]));
            file["connectedOrganizations"] = json!([ { "key": "tern", "displayName": "Tern" } ]);
            let problems = fresh.problems(&file).await;
            let expected = format!("{list}[0]{problem}");
            assert_eq!(problems.len(), 1, "{problems:#?}");
            assert!(
                problems[0].contains(&expected),
                "{} should be {expected}",
                problems[0]
            );
        }
    }
}

#[tokio::test]
async fn every_set_of_people_may_decide() {
    let fresh = fresh().await;
    let bare = |kind: &str| set(kind, &json!({}));
    let groups = json!({ "groups": [ { "id": "crew" } ] });
    for set in [
        set("targetManager", &json!({ "managerLevel": 4 })),
        bare("internalSponsors"),
        bare("externalSponsors"),
        bare("targetUserSponsors"),
        bare("targetApplicationOwners"),
        bare("targetAgentIdentitySponsorsOrOwners"),
        set("identityGovernance.groupBasedSubjectSet", &groups),
        set(
            "attributeRuleMembers",
            &json!({ "membershipRule": "user.jobTitle -startsWith \"Head\"", "description": "Heads" }),
        ),
        set(
            "identityGovernance.ruleBasedSubjectSet",
            &json!({ "rule": "(department eq 'Finance')" }),
        ),
    ] {
        fresh
            .import(&decided_by("primaryApprovers", json!([set])))
            .await
            .unwrap();
    }
    let stages = fresh
        .texts("SELECT rule AS text FROM attribute_rules ORDER BY text")
        .await;
    assert_eq!(
        stages,
        [
            "user.department -eq \"finance\"",
            "user.jobTitle -startsWith \"head\""
        ]
    );
}

#[tokio::test]
async fn fallbacks_alone_may_decide() {
    let fresh = fresh().await;
    let mut file = decided_by("primaryApprovers", json!([]));
    assert_eq!(fresh.problems(&file).await.len(), 1);
    let bo = set("singleUser", &json!({ "userId": "bo" }));
    policy(&mut file)["requestApprovalSettings"]["stages"][0]["fallbackPrimaryApprovers"] =
        json!([bo]);
    fresh.import(&file).await.unwrap();
}

#[tokio::test]
async fn a_rule_is_kept_once_and_its_people_follow() {
    let fresh = fresh().await;
    let rule = |text: &str| set("attributeRuleMembers", &json!({ "membershipRule": text }));
    let sets = json!([
        rule("(user.department -eq \"Sales\")"),
        rule("Department -EQ 'sales'")
    ]);
    let file = |department: &str| {
        let mut file = targets("specificDirectoryUsers", sets.clone());
        file["users"][0]["department"] = json!(department);
        file
    };
    let members = "SELECT u.display_name AS text FROM rule_members m JOIN users u ON u.id = m.user_id ORDER BY text";
    let rows =
        "SELECT s.kind AS text FROM policy_scopes s JOIN attribute_rules r ON r.id = s.scope_id";
    for (department, expected) in [
        ("Sales", &["Ana Silva"][..]),
        ("Audit", &[]),
        ("SALES", &["Ana Silva"]),
    ] {
        for _ in 0..2 {
            fresh.import(&file(department)).await.unwrap();
            assert_eq!(fresh.texts(members).await, expected, "{department}");
            assert_eq!(fresh.texts(rows).await, ["rule"]);
        }
    }
    let more = json!({ "users": [ { "key": "cy", "userPrincipalName": "cy@harbour.example", "displayName": "Cy", "department": "sales" } ] });
    fresh.import(&more).await.unwrap();
    assert_eq!(
        fresh.texts(members).await,
        ["Ana Silva", "Cy"],
        "a file that says nothing of rules"
    );
}

#[tokio::test]
async fn a_guests_partner_is_known_by_domain_or_directory() {
    let fresh = fresh().await;
    let tenant = "7E3F0C1A-55D2-4B8C-9A61-0F2D9B7C4E10";
    let guest = |key: &str, domain: &str, tenant: Value| json!({ "key": key, "userPrincipalName": format!("{key}@{domain}"), "displayName": key, "userType": "Guest", "homeTenantId": tenant });
    let mut file = small();
    for one in [
        guest("gus", "tern.example", Value::Null),
        guest("tia", "letters.example", json!(tenant)),
        guest("zoe", "nowhere.example", Value::Null),
    ] {
        file["users"].as_array_mut().unwrap().push(one);
    }
    fresh.import(&file).await.unwrap();
    let known = "SELECT s.display_name || ' ' || o.display_name AS text FROM subjects s \
                 JOIN connected_organizations o ON o.id = s.connected_organization_id ORDER BY text";
    assert_eq!(fresh.texts(known).await, [""; 0]);
    let source = |kind: &str, name: &str, value: &str| {
        json!([set(kind, &json!({ "displayName": "Source", name: value }))])
    };
    let partners = json!({ "connectedOrganizations": [
        { "key": "tern", "displayName": "Tern", "identitySources": source("domainIdentitySource", "domainName", "Tern.example") },
        { "key": "reef", "displayName": "Reef", "identitySources": source("azureActiveDirectoryTenant", "tenantId", &tenant.to_lowercase()) } ] });
    fresh.import(&partners).await.unwrap();
    assert_eq!(
        fresh.texts(known).await,
        ["gus Tern", "tia Reef"],
        "also when the partner comes later"
    );
    let wrong = json!({ "users": [ guest("kit", "x.example", json!("letters")) ],
        "connectedOrganizations": [ { "key": "x", "displayName": "X", "identitySources": source("azureActiveDirectoryTenant", "tenantId", "x") } ] });
    assert_eq!(
        fresh.problems(&wrong).await,
        [
            "$.connectedOrganizations[0].identitySources[0].tenantId: is no GUID",
            "$.users[0].homeTenantId: 'letters' is no GUID"
        ]
    );
}
