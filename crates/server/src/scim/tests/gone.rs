use super::*;
use crate::directory;
use crate::http::test_app::START;

#[tokio::test]
async fn who_is_deleted_is_gone_for_scim_and_stays_in_the_past() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    opens_the_gate(&app, "ana@harbour.example").await;
    let session = app.as_person("ana@harbour.example").await;
    let ana = app.user_id("ana@harbour.example").await;
    let keys = named(&app, "groups", "Quay keys").await;
    let body = json!({ "displayName": "Crew", "members": [ { "value": ana } ] });
    let crew = id(&keeper.post(GROUPS, &body).await);
    let reports = json!({ "userName": "bo@harbour.example", (ENTERPRISE): { "manager": ana } });
    let bo = app.user_id("bo@harbour.example").await;
    assert_eq!(
        keeper.put(&one(USERS, &bo), &reports).await.status,
        StatusCode::OK
    );

    let gone = keeper.call(Method::DELETE, &one(USERS, &ana)).await;
    assert_eq!(
        (gone.status, gone.text.as_str()),
        (StatusCode::NO_CONTENT, "")
    );
    for method in [Method::GET, Method::DELETE] {
        let answer = keeper.call(method, &one(USERS, &ana)).await;
        assert_eq!(
            (answer.status, scim_type(&answer)),
            (StatusCode::NOT_FOUND, "")
        );
    }
    let again = keeper
        .put(
            &one(USERS, &ana),
            &json!({ "userName": "ana@harbour.example" }),
        )
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let found = keeper
        .get(&filtered(USERS, "name.givenName eq \"Ana\""))
        .await;
    assert_eq!(found.json["totalResults"], 0);
    assert!(members(&app, &crew).await.is_empty() && everybody_in(&app, &crew).await.is_empty());
    // Access ends by its own rules; the directory's view shows nobody any more.
    assert!(members(&app, &keys).await.is_empty());
    assert_eq!(everybody_in(&app, &keys).await, ["Ana"]);
    assert_eq!(
        session.get("/v1.0/me").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        keeper.get(&one(USERS, &bo)).await.json.get(ENTERPRISE),
        None
    );
    let dina = app.as_person("dina@harbour.example").await;
    let path =
        "/v1.0/identityGovernance/entitlementManagement/assignmentRequests?$expand=requestor";
    let asked = dina.get(path).await;
    assert_eq!(
        asked.json["value"][0]["requestor"]["displayName"], "Ana Silva",
        "{}",
        asked.text
    );
    assert_eq!(
        asked.json["value"][0]["requestor"]["principalName"],
        "ana@harbour.example"
    );
    assert_eq!(logged(&app, &ana).await, ["userDeleted"]);
    // Graph lists nobody who was deleted, and still tells who it was.
    let listed = dina.get("/v1.0/users").await.json["value"].to_string();
    assert!(
        listed.contains("Bo Lind") && !listed.contains("Ana Silva"),
        "{listed}"
    );
    let read = dina
        .get(&format!(
            "/v1.0/users/{ana}?$select=displayName,accountEnabled"
        ))
        .await;
    assert_eq!(read.json["accountEnabled"], false, "{}", read.text);
    let reports = app
        .as_person("bo@harbour.example")
        .await
        .get("/v1.0/me/directReports")
        .await;
    assert_eq!(reports.json["value"], json!([]), "{}", reports.text);

    // The name is free, for somebody else.
    let other = keeper
        .post(USERS, &json!({ "userName": "ana@harbour.example" }))
        .await;
    assert_eq!(other.status, StatusCode::CREATED, "{}", other.text);
    assert_ne!(id(&other), ana);
    assert_eq!(
        keeper
            .call(Method::DELETE, &one(USERS, &id(&other)))
            .await
            .status,
        StatusCode::NO_CONTENT
    );
    // A rule over attributes holds nobody who was deleted, also when all are looked at again.
    let mut tx = app.app.store.begin_read().await.unwrap();
    let left = crate::store::users::page(&mut tx, "", 100).await.unwrap();
    assert_eq!(left.len(), 4);
}

#[tokio::test]
async fn who_is_imported_again_is_there_again() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let ana = app.user_id("ana@harbour.example").await;
    keeper.call(Method::DELETE, &one(USERS, &ana)).await;
    let text = include_str!("../../http/test_app/harbour.json").to_owned();
    let (store, ids) = (&app.app.store, &app.app.ids);
    directory::import(store, ids, text, START, directory::DEMO_NAMESPACE, |_| {})
        .await
        .unwrap();
    let found = keeper.get(&one(USERS, &ana)).await;
    assert_eq!(
        (found.status, &found.json["active"]),
        (StatusCode::OK, &json!(true))
    );
    assert_eq!(found.json["userName"], "ana@harbour.example");
}
