use super::*;

async fn patched(app: &TestApp, id: &str, operations: Json) -> Answer {
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
    keeper(app).patch(&one(GROUPS, id), &body).await
}

#[tokio::test]
async fn a_group_comes_and_its_members_come_and_go() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let ana = app.user_id("ana@harbour.example").await;
    let bo = app.user_id("bo@harbour.example").await;
    let body =
        json!({ "displayName": "Crew", "externalId": "G-1", "members": [ { "value": ana } ] });
    let made = keeper.post(GROUPS, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let crew = id(&made);
    assert_eq!(
        made.headers[header::LOCATION],
        format!("http://127.0.0.1:8080{GROUPS}/{crew}").as_str()
    );
    assert_eq!(made.json["members"][0]["display"], "Ana Silva");
    assert_eq!(made.json["members"][0]["type"], "User");
    assert_eq!(keeper.get(&one(GROUPS, &crew)).await.json, made.json);

    let fleet = id(&keeper
        .post(
            GROUPS,
            &json!({ "displayName": "Fleet", "members": [ { "value": crew } ] }),
        )
        .await);
    assert_eq!(everybody_in(&app, &fleet).await, ["Ana"]);
    let added = json!([ { "op": "Add", "path": "members", "value": [ { "value": bo }, { "value": ana } ] } ]);
    let answer = patched(&app, &crew, added).await;
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (StatusCode::NO_CONTENT, "")
    );
    assert_eq!(everybody_in(&app, &fleet).await, ["Ana", "Bo"]);
    let gone = json!([ { "op": "Remove", "path": format!("members[value eq \"{ana}\"]") },
        { "op": "Remove", "path": "members[value eq \"nobody\"]" },
        { "op": "Replace", "path": "displayName", "value": "Deck crew" } ]);
    assert_eq!(
        patched(&app, &crew, gone).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(everybody_in(&app, &fleet).await, ["Bo"]);

    // Members that are not spoken of stay; an empty list is spoken.
    let answer = keeper
        .put(&one(GROUPS, &crew), &json!({ "displayName": "Crew" }))
        .await;
    assert_eq!(
        answer.json["members"].as_array().unwrap().len(),
        1,
        "{}",
        answer.text
    );
    assert_eq!(answer.json.get("externalId"), None);
    let answer = keeper
        .put(
            &one(GROUPS, &crew),
            &json!({ "displayName": "Crew", "members": [] }),
        )
        .await;
    assert_eq!(answer.json["members"], json!([]));
    assert!(everybody_in(&app, &fleet).await.is_empty());
    assert_eq!(
        logged(&app, &crew).await,
        [
            "groupChanged",
            "groupChanged",
            "groupChanged",
            "groupChanged",
            "groupCreated"
        ]
    );
}

#[tokio::test]
async fn groups_are_found_and_shown_without_members() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let chen = app.user_id("chen@harbour.example").await;
    let crew = id(&keeper
        .post(
            GROUPS,
            &json!({ "displayName": "Crew", "externalId": "G-1" }),
        )
        .await);
    let readers = named(&app, "groups", "Finance readers").await;
    let with_chen = format!("members.value eq \"{chen}\"");
    let in_brackets = format!("id eq \"{readers}\" and members[value eq \"{chen}\"]");
    for (filter, expected) in [
        (r#"displayName eq "crew""#, Some(&crew)),
        (r#"externalId eq "G-1""#, Some(&crew)),
        (r#"externalId eq "g-1""#, None),
        (&with_chen, Some(&readers)),
        (&in_brackets, Some(&readers)),
    ] {
        let answer = keeper.get(&filtered(GROUPS, filter)).await;
        let found = answer.json["Resources"][0]["id"].as_str();
        assert_eq!(
            found,
            expected.map(String::as_str),
            "{filter}: {}",
            answer.text
        );
    }
    let answer = keeper.get(&filtered(GROUPS, "members pr")).await;
    assert_eq!(scim_type(&answer), "invalidFilter");
    let without = keeper
        .get(&format!(
            "{}?excludedAttributes=members",
            one(GROUPS, &readers)
        ))
        .await;
    assert_eq!(
        (without.json.get("members"), &without.json["displayName"]),
        (None, &json!("Finance readers"))
    );
    let list = keeper.get(GROUPS).await;
    assert_eq!(list.json["totalResults"], 3);
    let named = patched(
        &app,
        &crew,
        json!([ { "op": "replace", "path": "externalId", "value": "G-2" } ]),
    )
    .await;
    assert_eq!(named.status, StatusCode::NO_CONTENT);
    let path = format!("{}?attributes=externalId", one(GROUPS, &crew));
    let body =
        json!({ "Operations": [ { "op": "replace", "path": "externalId", "value": "G-3" } ] });
    let answer = keeper.patch(&path, &body).await;
    assert_eq!(
        (answer.status, &answer.json["externalId"]),
        (StatusCode::OK, &json!("G-3"))
    );
}

#[tokio::test]
async fn what_access_gives_the_directory_does_not_take() {
    let app = TestApp::new().await;
    opens_the_gate(&app, "ana@harbour.example").await;
    let keys = named(&app, "groups", "Quay keys").await;
    let ana = app.user_id("ana@harbour.example").await;
    let bo = app.user_id("bo@harbour.example").await;
    assert!(members(&app, &keys).await.is_empty());
    let take = || json!([ { "op": "remove", "path": format!("members[value eq \"{ana}\"]") } ]);
    assert_eq!(
        patched(&app, &keys, take()).await.status,
        StatusCode::NO_CONTENT
    );
    let all = json!([ { "op": "remove", "path": "members" } ]);
    assert_eq!(
        patched(&app, &keys, all).await.status,
        StatusCode::NO_CONTENT
    );
    let nobody = json!({ "displayName": "Quay keys", "members": [] });
    assert_eq!(
        keeper(&app).put(&one(GROUPS, &keys), &nobody).await.status,
        StatusCode::OK
    );
    assert_eq!(everybody_in(&app, &keys).await, ["Ana"]);
    assert!(logged(&app, &keys).await.is_empty());

    // What was read and is sent back does not make access last.
    let mut read = keeper(&app).get(&one(GROUPS, &keys)).await.json;
    read["displayName"] = json!("Keys of the quay");
    let sent = keeper(&app).put(&one(GROUPS, &keys), &read).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
    let source = "SELECT source FROM group_members WHERE group_id = $1";
    let mut tx = app.app.store.begin_read().await.unwrap();
    let rows = crate::store::Sql::new(source).text(&keys);
    let rows = rows.fetch_all(&mut tx).await.unwrap();
    assert!(
        rows.iter()
            .all(|row| row.text("source").unwrap() == "access")
    );
    drop(tx);

    // Put in by both: what the one takes back the other still gives.
    let put = json!([ { "op": "add", "path": "members", "value": [ { "value": ana }, { "value": bo } ] } ]);
    assert_eq!(
        patched(&app, &keys, put).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        keeper(&app).put(&one(GROUPS, &keys), &nobody).await.status,
        StatusCode::OK
    );
    assert!(members(&app, &keys).await.is_empty());
    assert_eq!(everybody_in(&app, &keys).await, ["Ana"]);
}

#[tokio::test]
async fn strangers_and_itself_are_no_members() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let crew = id(&keeper.post(GROUPS, &json!({ "displayName": "Crew" })).await);
    for value in ["nobody", crew.as_str()] {
        let members =
            json!([ { "value": app.user_id("bo@harbour.example").await }, { "value": value } ]);
        let answer = patched(
            &app,
            &crew,
            json!([ { "op": "add", "path": "members", "value": members } ]),
        )
        .await;
        assert_eq!(
            (answer.status, scim_type(&answer)),
            (StatusCode::BAD_REQUEST, "invalidValue")
        );
        assert_eq!(self::members(&app, &crew).await.len(), 0, "{value}");
    }
    for body in [
        json!({}),
        json!({ "displayName": 7 }),
        json!({ "displayName": "X", "members": 7 }),
    ] {
        let answer = keeper.post(GROUPS, &body).await;
        assert_eq!(
            (answer.status, scim_type(&answer)),
            (StatusCode::BAD_REQUEST, "invalidValue"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_group_in_use_stays() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let keys = named(&app, "groups", "Quay keys").await;
    let answer = keeper.call(Method::DELETE, &one(GROUPS, &keys)).await;
    assert_eq!(
        (answer.status, scim_type(&answer)),
        (StatusCode::CONFLICT, "")
    );
    assert!(
        answer.json["detail"]
            .as_str()
            .unwrap()
            .contains("a resource of a catalog"),
        "{}",
        answer.text
    );

    let ana = app.user_id("ana@harbour.example").await;
    let crew = id(&keeper
        .post(
            GROUPS,
            &json!({ "displayName": "Crew", "members": [ { "value": ana } ] }),
        )
        .await);
    let fleet = id(&keeper
        .post(
            GROUPS,
            &json!({ "displayName": "Fleet", "members": [ { "value": crew } ] }),
        )
        .await);
    let dina = app.as_person("dina@harbour.example").await;
    let roles = "/v1.0/roleManagement/entitlementManagement/roleAssignments";
    let role = json!({ "principalId": crew, "appScopeId": "/",
        "roleDefinitionId": crate::directory::role::CATALOG_CREATOR });
    let given = dina.post(roles, &role).await;
    assert_eq!(given.status, StatusCode::CREATED, "{}", given.text);
    let answer = keeper.call(Method::DELETE, &one(GROUPS, &crew)).await;
    assert!(
        answer.json["detail"]
            .as_str()
            .unwrap()
            .contains("a role assignment"),
        "{}",
        answer.text
    );
    dina.call(Method::DELETE, &format!("{roles}/{}", id(&given)))
        .await;
    let answer = keeper.call(Method::DELETE, &one(GROUPS, &crew)).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text);
    assert_eq!(
        keeper.get(&one(GROUPS, &crew)).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(members(&app, &fleet).await.is_empty() && everybody_in(&app, &fleet).await.is_empty());
    assert_eq!(logged(&app, &crew).await, ["groupCreated", "groupDeleted"]);
}

#[tokio::test]
async fn a_list_of_nobody_is_not_everybody() {
    let app = TestApp::new().await;
    let bo = app.user_id("bo@harbour.example").await;
    let body = json!({ "displayName": "Crew", "members": [ { "value": bo } ] });
    let crew = id(&keeper(&app).post(GROUPS, &body).await);
    for operation in [
        json!({ "op": "Remove", "path": "members", "value": [] }),
        json!({ "op": "replace", "value": { "members": null } }),
        json!({ "op": "add", "path": "members", "value": [] }),
    ] {
        let answer = patched(&app, &crew, json!([operation])).await;
        assert!(answer.status.is_success(), "{operation}: {}", answer.text);
        assert_eq!(members(&app, &crew).await, [bo.as_str()], "{operation}");
    }
    let silent = json!({ "displayName": "Crew", "members": null });
    let answer = keeper(&app).put(&one(GROUPS, &crew), &silent).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(members(&app, &crew).await, [bo.as_str()]);
}

#[tokio::test]
async fn names_differ_by_their_accents() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    for name in ["Bar", "BÄR"] {
        keeper.post(GROUPS, &json!({ "displayName": name })).await;
    }
    let found = async |filter: &str| {
        let found = keeper.get(&filtered(GROUPS, filter)).await.json;
        let names = found["Resources"].as_array().cloned().unwrap_or_default();
        let names = names
            .iter()
            .map(|one| one["displayName"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(found("displayName eq \"bär\"").await, ["BÄR"]);
    assert_eq!(found("displayName eq \"bar\"").await, ["Bar"]);
    assert!(found("displayName eq \"bår\"").await.is_empty());
    let others = found("displayName ne \"bar\"").await;
    assert!(others.contains(&"BÄR".to_owned()) && !others.contains(&"Bar".to_owned()));
}
