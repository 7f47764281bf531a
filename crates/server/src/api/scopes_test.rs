//! Every scope of a policy, with people who are in it and people who are not: what they are offered, what they are asked for, and what
//! becomes of their request say the same, whichever of the three asks.

use axum::http::StatusCode;
use portico_governance::eligibility::{self, Asker, Rule};
use serde_json::{Value as Json, json};

use crate::api::test_yard::EM;
use crate::directory::{self, ImportError};
use crate::http::test_app::{START, TestApp};
use crate::operations::{candidate, policies};
use crate::store::{Sql, Tx, service_principals, subjects};

const REEF: &str = "7E3F0C1A-55D2-4B8C-9A61-0F2D9B7C4E10";
/// In the order of the table; Hal's organisation is only proposed, Tia is known by her directory, Zoe by nothing.
const PEOPLE: [&str; 6] = [
    "ana@harbour.example",
    "sal@harbour.example",
    "gus@tern.example",
    "hal@heron.example",
    "tia@letters.example",
    "zoe@nowhere.example",
];
/// Package, scope, targets, who of the people, and which of the application `pump` and the agent `scout`.
const SCOPES: [(&str, &str, &str, &str, &str); 16] = [
    ("members", "allMemberUsers", "", "xx....", ".."),
    ("users", "allDirectoryUsers", "", "xxxxxx", ".."),
    (
        "one",
        "specificDirectoryUsers",
        r##"{"@odata.type":"#microsoft.graph.singleUser","userId":"sal"}"##,
        ".x....",
        "..",
    ),
    (
        "guest",
        "specificDirectoryUsers",
        r##"{"@odata.type":"#microsoft.graph.singleUser","userId":"zoe"}"##,
        ".....x",
        "..",
    ),
    (
        "crew",
        "specificDirectoryUsers",
        r##"{"@odata.type":"#microsoft.graph.groupMembers","groupId":"crew"}"##,
        ".xx...",
        "..",
    ),
    (
        "rule",
        "specificDirectoryUsers",
        r##"{"@odata.type":"#microsoft.graph.attributeRuleMembers","membershipRule":"(user.department -eq \"sales\") -or user.companyName -match \"^ter\""}"##,
        ".xx...",
        "..",
    ),
    (
        "rule and one",
        "specificDirectoryUsers",
        r##"{"@odata.type":"#microsoft.graph.attributeRuleMembers","membershipRule":"user.department -eq \"Nothing\""},
           {"@odata.type":"#microsoft.graph.singleUser","userId":"ana"}"##,
        "x.....",
        "..",
    ),
    (
        "tern",
        "specificConnectedOrganizationUsers",
        r##"{"@odata.type":"#microsoft.graph.connectedOrganizationMembers","connectedOrganizationId":"tern"}"##,
        "..x...",
        "..",
    ),
    (
        "heron",
        "specificConnectedOrganizationUsers",
        r##"{"@odata.type":"#microsoft.graph.connectedOrganizationMembers","connectedOrganizationId":"heron"}"##,
        "...x..",
        "..",
    ),
    (
        "reef",
        "specificConnectedOrganizationUsers",
        r##"{"@odata.type":"#microsoft.graph.connectedOrganizationMembers","connectedOrganizationId":"reef"}"##,
        "....x.",
        "..",
    ),
    (
        "configured",
        "allConfiguredConnectedOrganizationUsers",
        "",
        "..x.x.",
        "..",
    ),
    ("external", "allExternalUsers", "", "..xxxx", ".."),
    ("none", "notSpecified", "", "......", ".."),
    (
        "service",
        "specificDirectoryServicePrincipals",
        r##"{"@odata.type":"#microsoft.graph.singleServicePrincipal","servicePrincipalId":"pump"}"##,
        "......",
        "x.",
    ),
    (
        "services",
        "allDirectoryServicePrincipals",
        "",
        "......",
        "xx",
    ),
    ("agents", "allDirectoryAgentIdentities", "", "......", ".x"),
];

fn organisation(department: &str) -> Json {
    let person = |key: &str, name: &str, more: Json| {
        let mut one =
            json!({ "key": key, "userPrincipalName": name, "displayName": key, "mail": name });
        for (name, value) in more.as_object().unwrap() {
            one[name] = value.clone();
        }
        one
    };
    let packages: Vec<Json> = SCOPES
        .iter()
        .map(|(name, scope, targets, ..)| {
            let targets: Json = serde_json::from_str(&format!("[{targets}]")).unwrap();
            json!({ "key": format!("p-{name}"), "displayName": name, "assignmentPolicies": [ { "key": format!("p-{name}"),
                "displayName": name, "allowedTargetScope": scope, "specificAllowedTargets": targets } ] })
        })
        .collect();
    let domain = |key: &str, state: &str| {
        json!({ "key": key, "displayName": key, "state": state, "identitySources": [ {
            "@odata.type": "#microsoft.graph.domainIdentitySource", "domainName": format!("{key}.example") } ] })
    };
    json!({
        "users": [
            person("sal", PEOPLE[1], json!({ "department": department })),
            person("hal", PEOPLE[3], json!({ "userType": "Guest" })),
            person("tia", PEOPLE[4], json!({ "userType": "Guest", "homeTenantId": REEF.to_lowercase() })),
            person("zoe", PEOPLE[5], json!({ "userType": "Guest" })),
        ],
        "groups": [ { "key": "crew", "displayName": "Crew", "members": ["inner", "pump"] },
            { "key": "inner", "displayName": "Inner", "members": ["sal", "gus"] } ],
        "servicePrincipals": [ { "key": "pump", "displayName": "Pump", "kind": "application", "owners": ["ana"] },
            { "key": "scout", "displayName": "Scout", "kind": "agent", "sponsors": ["ana"] } ],
        "connectedOrganizations": [ domain("heron", "proposed"),
            { "key": "reef", "displayName": "Reef", "state": "configured", "identitySources": [ {
                "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", "displayName": "Reef", "tenantId": REEF } ] } ],
        "catalogs": [ { "key": "open", "displayName": "Open", "isExternallyVisible": true, "accessPackages": packages } ]
    })
}

async fn import(app: &TestApp, file: &Json) -> Result<(), ImportError> {
    let (store, ids) = (&app.app.store, &app.app.ids);
    let imported = directory::import(
        store,
        ids,
        file.to_string(),
        START,
        directory::DEMO_NAMESPACE,
        |_| {},
    );
    imported.await.map(drop)
}

/// The test's packages that somebody is offered, by name.
async fn offered(app: &TestApp, who: &str) -> Vec<String> {
    let client = app.as_person(who).await;
    let mut found = Vec::new();
    for path in [
        "accessPackages/filterByCurrentUser(on='allowedRequestor')",
        "availableAccessPackages",
    ] {
        let answer = client
            .get(&format!("{EM}/{path}?$select=displayName&$top=100"))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let names = answer.json["value"].as_array().unwrap().iter();
        let names = names.map(|one| one["displayName"].as_str().unwrap().to_owned());
        found.push(
            names
                .filter(|name| SCOPES.iter().any(|(known, ..)| known == name))
                .collect(),
        );
    }
    assert_eq!(found[0], found[1], "{who}");
    found.swap_remove(0)
}

async fn id_of(app: &TestApp, package: &str) -> String {
    let mut tx = app.app.store.begin_read().await.unwrap();
    let sql = Sql::new(
        "SELECT p.id FROM packages p JOIN catalogs c ON c.id = p.catalog_id WHERE p.display_name = $1 AND c.display_name = 'Open'",
    );
    let row = sql.text(package).fetch_one(&mut tx).await.unwrap();
    row.text("id").unwrap()
}

#[tokio::test]
async fn lists_one_package_requirements_preview_and_request_agree_for_every_scope() {
    let app = TestApp::new().await;
    import(&app, &organisation("Sales")).await.unwrap();
    for (place, who) in PEOPLE.into_iter().enumerate() {
        let offered = offered(&app, who).await;
        let client = app.as_person(who).await;
        for (name, _, _, people, _) in SCOPES {
            let expected = &people[place..=place] == "x";
            assert_eq!(
                offered.iter().any(|one| one == name),
                expected,
                "{who} {name}"
            );
            let id = id_of(&app, name).await;
            let path = format!("{EM}/accessPackages/{id}/getApplicablePolicyRequirements");
            let asked = client.post(&path, &Json::Null).await;
            assert_eq!(
                asked.json["value"].as_array().map(Vec::len),
                Some(usize::from(expected)),
                "{who} {name}"
            );
            let status = if expected {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            };
            for path in [
                format!("/portico/v1/packages/{id}/preview"),
                format!("{EM}/accessPackages/{id}"),
                format!("{EM}/availableAccessPackages/{id}"),
            ] {
                let answer = client.get(&path).await;
                assert_eq!(answer.status, status, "{who} {name}: {}", answer.text);
            }
            let wish = json!({ "requestType": "userAdd", "assignment": { "accessPackageId": id } });
            let answer = client
                .post(&format!("{EM}/assignmentRequests"), &wish)
                .await;
            if expected {
                assert_eq!(
                    answer.status,
                    StatusCode::CREATED,
                    "{who} {name}: {}",
                    answer.text
                );
            } else {
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{who} {name}");
                assert_eq!(answer.code(), "PolicyRequirementsNotMet", "{who} {name}");
            }
        }
    }
}

#[tokio::test]
async fn who_is_not_covered_is_told_the_rule() {
    let app = TestApp::new().await;
    import(&app, &organisation("Sales")).await.unwrap();
    let mut tx = app.app.store.begin_read().await.unwrap();
    let tx = &mut tx;
    for (name, _, _, people, services) in SCOPES {
        let mut everybody = Vec::new();
        for who in PEOPLE {
            everybody.push(app.user_id(who).await);
        }
        for service in ["Pump", "Scout"] {
            let found = service_principals::by_name(tx, service).await.unwrap();
            everybody.push(found.unwrap().id);
        }
        let expected: Vec<bool> = people
            .chars()
            .chain(services.chars())
            .map(|sign| sign == 'x')
            .collect();
        for (object, expected) in everybody.iter().zip(expected) {
            let failed = stopped_by(tx, &id_of(&app, name).await, object).await;
            let standing_in_the_way = if expected { vec![] } else { vec![Rule::Scope] };
            assert_eq!(failed, standing_in_the_way, "{name} {object}");
        }
    }
}

/// The rules of the package's only policy that the directory object does not meet.
async fn stopped_by(tx: &mut Tx, package: &str, object: &str) -> Vec<Rule> {
    let (package, offer) = candidate::offered(tx, package).await.unwrap().unwrap();
    // Nobody has asked yet, so an application has no subject that could be read.
    let subject =
        subjects::by_object(tx, object)
            .await
            .unwrap()
            .unwrap_or(portico_graph::Subject {
                object_id: Some(object.to_owned()),
                ..portico_graph::Subject::default()
            });
    let who = candidate::of_subject(tx, &subject).await.unwrap();
    let policies = policies::of_package(tx, &package.package.id).await.unwrap();
    let findings = eligibility::admission(Asker::Target, &policies[0], &offer, &who);
    findings
        .into_iter()
        .filter(|one| !one.passed)
        .map(|one| one.rule)
        .collect()
}

#[tokio::test]
async fn what_somebody_is_offered_follows_their_attributes() {
    let app = TestApp::new().await;
    let has = |offered: Vec<String>| offered.iter().any(|name| name == "rule");
    for (department, expected) in [("Sales", true), ("Audit", false), ("SALES", true)] {
        import(&app, &organisation(department)).await.unwrap();
        assert_eq!(
            has(offered(&app, PEOPLE[1]).await),
            expected,
            "{department}"
        );
    }
}

#[tokio::test]
async fn nobody_asks_for_an_application_or_an_agent() {
    let app = TestApp::new().await;
    import(&app, &organisation("Sales")).await.unwrap();
    let ana = app.as_person(PEOPLE[0]).await;
    let mut tx = app.app.store.begin_read().await.unwrap();
    for (service, package) in [("Pump", "services"), ("Scout", "agents")] {
        let target = service_principals::by_name(&mut tx, service)
            .await
            .unwrap()
            .unwrap();
        let wish = json!({ "requestType": "userAdd", "assignment": {
            "accessPackageId": id_of(&app, package).await, "targetId": target.id } });
        let answer = ana.post(&format!("{EM}/assignmentRequests"), &wish).await;
        // Only people ask, and only for people: administrators give access to the others.
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
        let code = &answer.json["error"]["code"];
        assert_eq!(code, "PolicyRequirementsNotMet", "{}", answer.text);
    }
}

#[tokio::test]
async fn a_strangers_organisation_is_proposed_once() {
    let app = TestApp::new().await;
    import(&app, &organisation("Sales")).await.unwrap();
    let state = |domain: &'static str| {
        let store = app.app.store.clone();
        async move {
            let mut tx = store.begin_read().await.unwrap();
            let rows = Sql::new(
                "SELECT o.state FROM connected_organizations o JOIN identity_sources s ON s.organization_id = o.id WHERE s.domain_folded = $1",
            );
            let rows = rows.text(domain).fetch_all(&mut tx).await.unwrap();
            rows.iter()
                .map(|row| row.text("state").unwrap())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(state("nowhere.example").await, [""; 0]);
    let ask = async |who: &str, package: &str| {
        let wish = json!({ "requestType": "userAdd", "assignment": { "accessPackageId": id_of(&app, package).await } });
        let answer = app
            .as_person(who)
            .await
            .post(&format!("{EM}/assignmentRequests"), &wish)
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    };
    // A policy for everybody in the directory says nothing about organisations.
    ask(PEOPLE[5], "users").await;
    assert_eq!(state("nowhere.example").await, [""; 0]);
    ask(PEOPLE[5], "external").await;
    ask(PEOPLE[2], "external").await;
    ask(PEOPLE[4], "external").await;
    assert_eq!(state("nowhere.example").await, ["proposed"]);
    assert_eq!(state("tern.example").await, ["configured"]);
    assert_eq!(
        state("letters.example").await,
        [""; 0],
        "known by her directory"
    );
    // Proposed is not configured, but it can be named.
    assert!(
        !offered(&app, PEOPLE[5])
            .await
            .contains(&"configured".to_owned())
    );
}
