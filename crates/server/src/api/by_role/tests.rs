use axum::http::StatusCode;
use serde_json::json;

use super::SETS;
use crate::api::test_yard::{Yard, id, known};

#[tokio::test]
async fn every_set_is_read_by_role_alone() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    let brought = json!({ "requestType": "adminAdd", "catalog": { "id": id(101) },
        "resource": { "originSystem": "AadGroup", "originId": id(500) } });
    let em = "/v1.0/identityGovernance/entitlementManagement";
    let brought = dina.post(&format!("{em}/resourceRequests"), &brought).await;
    assert_eq!(brought.status, StatusCode::CREATED, "{}", brought.text);
    for set in &SETS {
        let path = format!("/v1.0/{}", set.path);
        let anonymous = yard.app.anonymous().get(&path).await;
        assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED, "{path}");
        let empty = ana.get(&path).await;
        assert_eq!(empty.json["value"], json!([]), "{path}: {}", empty.text);
        let all = dina.get(&format!("{path}?$count=true")).await;
        assert_eq!(all.status, StatusCode::OK, "{path}: {}", all.text);
        let entities = all.json["value"].as_array().unwrap();
        assert!(!entities.is_empty(), "{path}");
        let counted = dina.get(&format!("{path}/$count")).await;
        assert_eq!(counted.text, all.json["@odata.count"].to_string(), "{path}");
        let first = entities[0]["id"].as_str().unwrap();
        let one = format!("{path}/{first}");
        assert_eq!(dina.get(&one).await.json["id"], first, "{path}");
        assert_eq!(ana.get(&one).await.status, StatusCode::NOT_FOUND, "{path}");
        let application = yard.app.as_application().get(&one).await;
        assert_eq!(application.status, StatusCode::OK, "{path}");
        let nowhere = dina.get(&format!("{path}/{}", id(777))).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_role_in_a_catalog_shows_what_is_in_it() {
    let yard = Yard::new().await;
    let chen = yard.app.as_person("chen@harbour.example").await;
    let em = "/v1.0/identityGovernance/entitlementManagement";
    let expanded = chen
        .get(&format!(
            "{em}/assignmentPolicies?$expand=accessPackage,catalog"
        ))
        .await;
    let policies = expanded.json["value"].as_array().unwrap();
    assert!(!policies.is_empty(), "{}", expanded.text);
    for policy in policies {
        assert_eq!(policy["catalog"]["id"], id(101), "{policy}");
    }
    let of_pier = format!(
        "{em}/assignmentPolicies?$filter=accessPackage/id%20eq%20'{}'",
        id(known::PIER)
    );
    assert_eq!(
        chen.get(&of_pier).await.json["value"]
            .as_array()
            .unwrap()
            .len(),
        policies.len()
    );
    let packages = chen
        .get(&format!("{em}/catalogs/{}/accessPackages", id(101)))
        .await;
    assert_eq!(
        packages.json["value"][0]["id"],
        id(known::PIER),
        "{}",
        packages.text
    );
    let organizations = chen.get(&format!("{em}/connectedOrganizations")).await;
    assert_eq!(organizations.json["value"], json!([]));
}
