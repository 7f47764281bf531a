use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::api::test_yard::{Yard, id, names};

#[tokio::test]
async fn members_are_read_with_the_properties_of_their_type() {
    let yard = Yard::new().await;
    let bo = yard.app.as_person("bo@harbour.example").await;
    let path = format!("/v1.0/groups/{}/members", id(500));
    let answer = bo.get(&path).await;
    assert_eq!(names(&answer.json), ["Ana Silva", "Gus Moreau"]);
    let ana = &answer.json["value"][0];
    assert_eq!(ana["@odata.type"], "#microsoft.graph.user");
    assert_eq!(
        ana["id"],
        json!(yard.app.user_id("ana@harbour.example").await)
    );
    assert_eq!(ana["mail"], "ana@harbour.example");
    let selected = bo.get(&format!("{path}?$select=displayName&$top=1")).await;
    let expected = json!([{ "@odata.type": "#microsoft.graph.user", "id": ana["id"], "displayName": "Ana Silva" }]);
    assert_eq!(selected.json["value"], expected);
    assert!(selected.json["@odata.nextLink"].is_string());
    assert_eq!(bo.get(&format!("{path}/$count")).await.text, "2");
    assert_eq!(
        bo.get(&format!("/v1.0/groups/{}/members", id(1)))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_directory_is_for_members() {
    let yard = Yard::new().await;
    let paths = [
        "/v1.0/users",
        "/v1.0/groups",
        &format!("/v1.0/groups/{}/members", id(500)),
    ];
    let ana = yard.app.as_person("ana@harbour.example").await;
    let gus = yard.app.as_person("gus@tern.example").await;
    let narrow = yard
        .app
        .with_token("ana@harbour.example", "User.Read")
        .await;
    for path in paths {
        assert_eq!(
            yard.app.anonymous().get(path).await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
        assert_eq!(gus.get(path).await.code(), "Forbidden", "{path}");
        assert_eq!(
            narrow.get(path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        assert_eq!(ana.get(path).await.status, StatusCode::OK, "{path}");
        assert_eq!(
            ana.call(Method::DELETE, path).await.status,
            StatusCode::METHOD_NOT_ALLOWED,
            "{path}"
        );
    }
}

#[tokio::test]
async fn people_are_found_by_name_and_read_by_sign_in_name() {
    let yard = Yard::new().await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    let search = "/v1.0/users?$search=%22displayName:lind%22";
    let refused = ana.get(search).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(
        refused.text.contains("ConsistencyLevel"),
        "{}",
        refused.text
    );
    let ana = ana.with("consistencylevel", "eventual");
    let found = ana.get(search).await;
    assert_eq!(names(&found.json), ["Bo Lind"]);
    assert_eq!(
        found.json["value"][0].get("userType"),
        None,
        "not among the usual properties"
    );
    let guests = ana
        .get("/v1.0/users?$filter=userType+eq+'Guest'&$select=displayName,userType")
        .await;
    assert_eq!(names(&guests.json), ["Gus Moreau"]);
    let one = ana
        .get("/v1.0/users/BO@harbour.example?$select=jobTitle,country")
        .await;
    assert_eq!(
        (&one.json["jobTitle"], &one.json["country"]),
        (&json!("Head of finance"), &json!(null))
    );
    assert_eq!(
        ana.get("/v1.0/users?$search=%22mail:bo%22").await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        ana.get("/v1.0/users/nobody@harbour.example").await.status,
        StatusCode::NOT_FOUND
    );
    let night = ana.get("/v1.0/groups?$search=night").await;
    assert_eq!(names(&night.json), ["Night shift"]);
    assert_eq!(night.json["value"][0]["securityEnabled"], json!(true));
}

#[tokio::test]
async fn whatever_relates_people_and_groups_is_behind_them() {
    let yard = Yard::new().await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    let (ana_id, bo) = (
        yard.app.user_id("ana@harbour.example").await,
        yard.app.user_id("bo@harbour.example").await,
    );
    let night = format!("/v1.0/groups/{}", id(500));
    let members = ana.get(&format!("{night}/transitiveMembers")).await;
    assert_eq!(names(&members.json), ["Ana Silva"], "{}", members.text);
    assert_eq!(
        members.json["value"][0]["@odata.type"],
        "#microsoft.graph.user"
    );
    for path in [
        "/v1.0/me/memberOf".to_owned(),
        format!("/v1.0/users/{ana_id}/memberOf"),
        format!("/v1.0/users/{ana_id}/transitiveMemberOf"),
    ] {
        let groups = ana.get(&path).await;
        let night = groups.json["value"].as_array().unwrap();
        let night = night.iter().find(|one| one["id"] == id(500));
        let night = night.unwrap_or_else(|| panic!("{path}: {}", groups.text));
        assert_eq!(night["@odata.type"], "#microsoft.graph.group");
        // A group has no properties of people.
        assert!(night.get("jobTitle").is_none(), "{night}");
    }
    let manager = ana.get(&format!("/v1.0/users/{ana_id}/manager")).await;
    assert_eq!(manager.json["id"], bo, "{}", manager.text);
    let reports = ana.get(&format!("/v1.0/users/{bo}/directReports")).await;
    assert!(names(&reports.json).contains(&"Ana Silva"));
    let nobody = ana.get(&format!("{night}/colour")).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}
