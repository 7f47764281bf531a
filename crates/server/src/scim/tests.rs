//! SCIM over HTTP, with the whole server behind it.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value as Json, json};

use super::attribute::{ENTERPRISE, USER};
use crate::config::Api;
use crate::http::test_app::{Answer, Client, SCIM_TOKEN, TestApp};

mod automatic;
mod gone;
mod groups;
mod patches;
mod users;

const USERS: &str = "/scim/v2/Users";
const GROUPS: &str = "/scim/v2/Groups";

/// Whoever keeps the directory.
fn keeper(app: &TestApp) -> Client<'_> {
    app.anonymous()
        .with("authorization", &format!("Bearer {SCIM_TOKEN}"))
}

fn one(set: &str, id: &str) -> String {
    format!("{set}/{id}")
}

/// The address of a list with a filter.
fn filtered(set: &str, filter: &str) -> String {
    let filter = percent_encoding::utf8_percent_encode(filter, percent_encoding::NON_ALPHANUMERIC);
    format!("{set}?filter={filter}")
}

fn id(answer: &Answer) -> String {
    answer.json["id"]
        .as_str()
        .unwrap_or_else(|| panic!("no id: {}", answer.text))
        .to_owned()
}

/// `scimType` of an error, which must have SCIM's form.
fn scim_type(answer: &Answer) -> &str {
    assert_eq!(
        answer.json["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:Error",
        "{}",
        answer.text
    );
    assert_eq!(answer.json["status"], answer.status.as_u16().to_string());
    assert!(answer.json["detail"].is_string());
    assert_eq!(
        answer.headers[header::CONTENT_TYPE],
        "application/scim+json"
    );
    answer.json["scimType"].as_str().unwrap_or_default()
}

/// Entries of the log about a thing, by what was done.
async fn logged(app: &TestApp, object: &str) -> Vec<String> {
    let mut tx = app.app.store.begin_read().await.unwrap();
    let text =
        "SELECT action FROM audit WHERE object_id = $1 AND actor = 'scim' ORDER BY at, action";
    let rows = crate::store::Sql::new(text)
        .text(object)
        .fetch_all(&mut tx)
        .await
        .unwrap();
    rows.iter().map(|row| row.text("action").unwrap()).collect()
}

/// Every operation, with a body that does it and the status of whoever may.
fn operations(user: &str, group: &str) -> Vec<(Method, String, Json, u16)> {
    let change =
        json!({ "Operations": [ { "op": "replace", "path": "displayName", "value": "Other" } ] });
    vec![
        (
            Method::GET,
            "/scim/v2/ServiceProviderConfig".into(),
            Json::Null,
            200,
        ),
        (
            Method::GET,
            "/scim/v2/ResourceTypes".into(),
            Json::Null,
            200,
        ),
        (
            Method::GET,
            "/scim/v2/ResourceTypes/User".into(),
            Json::Null,
            200,
        ),
        (Method::GET, "/scim/v2/Schemas".into(), Json::Null, 200),
        (
            Method::GET,
            format!("/scim/v2/Schemas/{ENTERPRISE}"),
            Json::Null,
            200,
        ),
        (Method::GET, USERS.into(), Json::Null, 200),
        (
            Method::POST,
            USERS.into(),
            json!({ "userName": "new@harbour.example" }),
            201,
        ),
        (Method::GET, one(USERS, user), Json::Null, 200),
        (
            Method::PUT,
            one(USERS, user),
            json!({ "userName": "chen@harbour.example" }),
            200,
        ),
        (Method::PATCH, one(USERS, user), change.clone(), 200),
        (Method::DELETE, one(USERS, user), Json::Null, 204),
        (Method::GET, GROUPS.into(), Json::Null, 200),
        (
            Method::POST,
            GROUPS.into(),
            json!({ "displayName": "Crew" }),
            201,
        ),
        (Method::GET, one(GROUPS, group), Json::Null, 200),
        (
            Method::PUT,
            one(GROUPS, group),
            json!({ "displayName": "Crew" }),
            200,
        ),
        (Method::PATCH, one(GROUPS, group), change, 204),
        (Method::DELETE, one(GROUPS, group), Json::Null, 204),
        (Method::GET, "/scim/v2/Nothing".into(), Json::Null, 404),
        (Method::POST, "/scim/v2/Bulk".into(), json!({}), 404),
        (Method::DELETE, USERS.into(), Json::Null, 405),
        (Method::GET, one(USERS, "%ff"), Json::Null, 400),
    ]
}

async fn send(client: &Client<'_>, method: &Method, path: &str, body: &Json) -> Answer {
    match *method {
        Method::POST => client.post(path, body).await,
        Method::PUT => client.put(path, body).await,
        Method::PATCH => client.patch(path, body).await,
        _ => client.call(method.clone(), path).await,
    }
}

#[tokio::test]
async fn only_who_shows_the_token_keeps_the_directory() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let user = app.user_id("chen@harbour.example").await;
    let group = id(&keeper.post(GROUPS, &json!({ "displayName": "Deck" })).await);
    let nobody = app.anonymous();
    let wrong = app
        .anonymous()
        .with("authorization", &format!("Bearer {SCIM_TOKEN}x"));
    let basic = app
        .anonymous()
        .with("authorization", &format!("Basic {SCIM_TOKEN}"));
    let administrator = app.with_token("dina@harbour.example", "").await;
    let signed_in = app.as_person("dina@harbour.example").await;
    for (method, path, body, status) in operations(&user, &group) {
        for stranger in [&nobody, &wrong, &basic, &administrator, &signed_in] {
            let answer = send(stranger, &method, &path, &body).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path}");
            assert_eq!(scim_type(&answer), "");
            assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
        }
        let answer = send(&keeper, &method, &path, &body).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        if status >= 400 {
            let expected = if status == 400 { "invalidSyntax" } else { "" };
            assert_eq!(scim_type(&answer), expected, "{method} {path}");
        }
    }
    // The token opens nothing else.
    let elsewhere = keeper.get("/v1.0/users").await;
    assert_eq!(elsewhere.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn without_a_token_of_ours_the_addresses_do_not_exist() {
    let app = TestApp::without_scim().await;
    for client in [app.anonymous(), keeper(&app)] {
        for (method, path, body, _) in operations("x", "y") {
            let answer = send(&client, &method, &path, &body).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
            assert_eq!(answer.code(), "ResourceNotFound", "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_service_says_what_it_is_like() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let config = keeper.get("/scim/v2/ServiceProviderConfig").await;
    assert_eq!(
        config.headers[header::CONTENT_TYPE],
        "application/scim+json"
    );
    assert_eq!(config.json["patch"]["supported"], true);
    let types = keeper.get("/scim/v2/ResourceTypes").await;
    assert_eq!(types.json["totalResults"], 2, "{}", types.text);
    assert_eq!(
        types.json["Resources"][0]["schemaExtensions"][0]["schema"],
        ENTERPRISE
    );
    let schemas = keeper.get("/scim/v2/Schemas").await;
    assert_eq!(schemas.json["totalResults"], 3);
    let user = keeper.get(&format!("/scim/v2/Schemas/{USER}")).await;
    assert_eq!(user.json["attributes"][0]["name"], "userName");
    assert_eq!(user.json["attributes"][0]["uniqueness"], "server");
    let filter = keeper.get("/scim/v2/Schemas?filter=id%20pr").await;
    assert_eq!(filter.status, StatusCode::FORBIDDEN);
    assert_eq!(
        keeper.get("/scim/v2/Schemas/none").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn bodies_are_json_of_either_name_and_bounded() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let body = r#"{"userName": "new@harbour.example"}"#;
    let made = keeper
        .post_raw(USERS, "application/scim+json; charset=utf-8", body)
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    for (media, body, status) in [
        ("text/plain", body.to_owned(), 415),
        ("application/scim+json", "{".to_owned(), 400),
        ("application/scim+json", "[]".to_owned(), 400),
        (
            "application/scim+json",
            r#"{"userName": "a\u0000b"}"#.to_owned(),
            400,
        ),
        (
            "application/scim+json",
            format!("{}{}", "[".repeat(5_000), "]".repeat(5_000)),
            400,
        ),
        (
            "application/scim+json",
            format!(r#"{{"userName": "{}"}}"#, "x".repeat(1 << 20)),
            413,
        ),
    ] {
        let answer = keeper.post_raw(USERS, media, body).await;
        assert_eq!(answer.status, status, "{}", answer.text);
        let expected = if status == 400 { "invalidSyntax" } else { "" };
        assert_eq!(scim_type(&answer), expected);
    }
}

#[tokio::test]
async fn who_calls_too_often_is_told_so_in_scims_form() {
    let app = TestApp::with_api(Api {
        calls_per_minute: std::num::NonZeroU32::new(4),
        ..Api::default()
    })
    .await;
    let keeper = keeper(&app);
    assert_eq!(keeper.get(USERS).await.status, StatusCode::OK);
    let answer = keeper.get(USERS).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(scim_type(&answer), "");
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
}

/// The id of something by its name.
async fn named(app: &TestApp, table: &str, name: &str) -> String {
    let mut tx = app.app.store.begin_read().await.unwrap();
    let text = format!("SELECT id FROM {table} WHERE display_name = $1");
    let row = crate::store::Sql::new(text)
        .text(name)
        .fetch_one(&mut tx)
        .await
        .unwrap();
    row.text("id").unwrap()
}

/// Somebody asks for the quay gate and has it at once.
async fn opens_the_gate(app: &TestApp, who: &str) {
    let package = named(app, "packages", "Quay gate").await;
    let policy = named(app, "policies", "Anybody").await;
    let body = json!({ "requestType": "userAdd",
        "assignment": { "accessPackageId": package, "assignmentPolicyId": policy } });
    let path = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";
    let asked = app.as_person(who).await.post(path, &body).await;
    assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.text);
    crate::jobs::run_due(&app.app).await.unwrap();
}

/// The direct members of a group, as SCIM shows them.
async fn members(app: &TestApp, group: &str) -> Vec<String> {
    let answer = keeper(app).get(&one(GROUPS, group)).await;
    let members = answer.json["members"].as_array().unwrap().iter();
    members
        .map(|one| one["value"].as_str().unwrap().to_owned())
        .collect()
}

/// Everybody in a group or in one inside it, by first name.
async fn everybody_in(app: &TestApp, group: &str) -> Vec<String> {
    let mut tx = app.app.store.begin_read().await.unwrap();
    let ids = crate::store::groups::all_members(&mut tx, group)
        .await
        .unwrap();
    let people = crate::store::users::by_ids(&mut tx, &ids).await.unwrap();
    let first = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    people.iter().map(|one| first(&one.display_name)).collect()
}
