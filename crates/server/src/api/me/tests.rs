use axum::http::StatusCode;
use serde_json::json;

use crate::http::test_app::TestApp;

#[tokio::test]
async fn me_is_a_small_set_of_properties_unless_more_is_chosen() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let answer = ana.get("/v1.0/me").await;
    assert_eq!(
        answer.json,
        json!({
            "@odata.context": "http://127.0.0.1:8080/v1.0/$metadata#users/$entity",
            "id": app.user_id("ana@harbour.example").await,
            "businessPhones": [], "displayName": "Ana Silva", "givenName": "Ana", "jobTitle": "Analyst",
            "mail": "ana@harbour.example", "mobilePhone": null, "officeLocation": null,
            "preferredLanguage": "pt-BR", "surname": "Silva", "userPrincipalName": "ana@harbour.example",
        })
    );
    let answer = ana.get("/v1.0/me?$select=department,userType").await;
    assert_eq!(answer.json["department"], "Finance");
    assert_eq!(answer.json["userType"], "Member");
    assert!(answer.json.get("displayName").is_none());
    assert!(answer.json["id"].is_string());
}

#[tokio::test]
async fn unknown_options_are_refused() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    for query in [
        "$select=shoeSize",
        "$top=1",
        "$nonsense=1",
        "$filter=id eq 'x'",
    ] {
        let path = format!("/v1.0/me?{}", query.replace(' ', "%20"));
        let answer = ana.get(&path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.code(), "BadRequest");
    }
}

#[tokio::test]
async fn managers_are_found_or_not() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let answer = ana.get("/v1.0/me/manager?$select=displayName").await;
    assert_eq!(answer.json["displayName"], "Bo Lind");
    assert_eq!(answer.json["@odata.type"], "#microsoft.graph.user");
    let dina = app.as_person("dina@harbour.example").await;
    let answer = dina.get("/v1.0/me/manager").await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::NOT_FOUND, "ResourceNotFound")
    );
    assert_eq!(
        app.anonymous().get("/v1.0/me/manager").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        app.as_application().get("/v1.0/me/manager").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn reports_come_in_pages_that_follow_each_other() {
    let app = TestApp::new().await;
    let dina = app.as_person("dina@harbour.example").await;
    let answer = dina.get("/v1.0/me/directReports?$top=1&$count=true").await;
    assert_eq!(answer.json["@odata.count"], 2);
    assert_eq!(answer.json["value"][0]["displayName"], "Bo Lind");
    let next = answer.json["@odata.nextLink"].as_str().unwrap();
    let path = next.strip_prefix("http://127.0.0.1:8080").unwrap();
    let answer = dina.get(path).await;
    assert_eq!(answer.json["value"][0]["displayName"], "Chen Wei");
    assert_eq!(answer.json.get("@odata.nextLink"), None);

    let answer = dina
        .get("/v1.0/me/directReports?$filter=startswith(displayName,'chen')&$select=mail")
        .await;
    assert_eq!(
        answer.json["value"].as_array().unwrap().len(),
        1,
        "{answer:?}"
    );
    let gus = app.as_person("gus@tern.example").await;
    assert_eq!(
        gus.get("/v1.0/me/directReports").await.json["value"],
        json!([])
    );
    let answer = dina.get("/v1.0/me/directReports?$skiptoken=x").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        app.anonymous().get("/v1.0/me/directReports").await.status,
        StatusCode::UNAUTHORIZED
    );
}
