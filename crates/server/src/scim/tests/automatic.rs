use super::*;
use crate::jobs;

/// Whoever is in a set gets the keys of the quay at once, and loses them at once.
async fn automatic(app: &TestApp, targets: Json) {
    let dina = app.as_person("dina@harbour.example").await;
    let body = json!({
        "displayName": "Quay hands", "description": "Whoever works at the quay",
        "allowedTargetScope": "specificDirectoryUsers", "specificAllowedTargets": targets,
        "automaticRequestSettings": { "requestAccessForAllowedTargets": true,
            "removeAccessWhenTargetLeavesAllowedTargets": true, "gracePeriodBeforeAccessRemoval": "PT0S" },
        "accessPackage": { "id": named(app, "packages", "Quay gate").await },
    });
    let path = "/v1.0/identityGovernance/entitlementManagement/assignmentPolicies";
    let made = dina.post(path, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    jobs::run_due(&app.app).await.unwrap();
}

/// Whoever is in a group, by access too.
async fn holders(app: &TestApp, group: &str) -> Vec<String> {
    let mut tx = app.app.store.begin_read().await.unwrap();
    let rows = crate::store::Sql::new("SELECT member_id FROM group_members WHERE group_id = $1")
        .text(group)
        .fetch_all(&mut tx)
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.text("member_id").unwrap())
        .collect()
}

/// A moment later, so that the look that follows is one of its own.
async fn later(app: &TestApp) {
    app.clock
        .advance(portico_graph::time::Duration::from_seconds(1));
    jobs::run_due(&app.app).await.unwrap();
}

async fn department(app: &TestApp, id: &str, name: &str) {
    let body = json!({ "Operations": [ { "op": "Replace", "path": format!("{ENTERPRISE}:department"), "value": name } ] });
    let answer = keeper(app).patch(&one(USERS, id), &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    later(app).await;
}

#[tokio::test]
async fn a_new_department_gives_access_and_the_next_takes_it() {
    let app = TestApp::new().await;
    let rule = json!([ { "@odata.type": "#microsoft.graph.attributeRuleMembers",
        "description": "The quay", "membershipRule": "user.department -eq \"Quay\"" } ]);
    automatic(&app, rule).await;
    let keys = named(&app, "groups", "Quay keys").await;
    let chen = app.user_id("chen@harbour.example").await;
    later(&app).await;
    assert!(holders(&app, &keys).await.is_empty());
    department(&app, &chen, "quay").await;
    assert_eq!(holders(&app, &keys).await, [chen.as_str()]);
    department(&app, &chen, "Audit").await;
    assert!(holders(&app, &keys).await.is_empty());

    // Somebody new has it from the first day, and loses it with the account.
    let body = json!({ "userName": "eva@harbour.example", (ENTERPRISE): { "department": "Quay" } });
    let eva = id(&keeper(&app).post(USERS, &body).await);
    later(&app).await;
    assert_eq!(holders(&app, &keys).await, [eva.as_str()]);
    keeper(&app).call(Method::DELETE, &one(USERS, &eva)).await;
    later(&app).await;
    assert!(everybody_in(&app, &keys).await.is_empty());
}

#[tokio::test]
async fn a_new_member_gets_access_and_who_leaves_loses_it() {
    let app = TestApp::new().await;
    let crew = id(&keeper(&app)
        .post(GROUPS, &json!({ "displayName": "Crew" }))
        .await);
    let fleet = json!({ "displayName": "Fleet", "members": [ { "value": crew } ] });
    let fleet = id(&keeper(&app).post(GROUPS, &fleet).await);
    automatic(
        &app,
        json!([ { "@odata.type": "#microsoft.graph.groupMembers", "groupId": fleet } ]),
    )
    .await;
    let keys = named(&app, "groups", "Quay keys").await;
    let chen = app.user_id("chen@harbour.example").await;
    for (members_now, expected) in [(json!([ { "value": chen } ]), 1), (json!([]), 0)] {
        let body = json!({ "displayName": "Crew", "members": members_now });
        let answer = keeper(&app).put(&one(GROUPS, &crew), &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        later(&app).await;
        assert_eq!(holders(&app, &keys).await.len(), expected);
    }
    let answer = keeper(&app)
        .call(Method::DELETE, &one(GROUPS, &fleet))
        .await;
    assert!(
        answer.json["detail"].as_str().unwrap().contains("a policy"),
        "{}",
        answer.text
    );
}
