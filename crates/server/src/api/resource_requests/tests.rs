use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api::test_yard::{EM, Yard, id};
use crate::directory::role::CATALOG_OWNER;
use crate::http::test_app::{Answer, Client};

/// The night shift's group, brought into the first catalog.
async fn brought(client: &Client<'_>) -> String {
    let body = json!({ "requestType": "adminAdd", "catalog": { "id": id(101) },
        "resource": { "originSystem": "AadGroup", "originId": id(500) } });
    let answer = client.post(&format!("{EM}/resourceRequests"), &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let request = answer.json["id"].as_str().unwrap();
    let path = format!("{EM}/resourceRequests/{request}?$expand=resource");
    let found = client.get(&path).await;
    let resource = &found.json["resource"];
    assert_eq!(resource["attributes"], json!([]));
    resource["id"].as_str().unwrap().to_owned()
}

fn shift(name: &str) -> Value {
    json!({
        "name": name,
        "isEditable": false,
        "destination": { "@odata.type": "#microsoft.graph.accessPackageUserDirectoryAttributeStore" },
        "source": {
            "@odata.type": "#microsoft.graph.accessPackageResourceAttributeQuestion",
            "question": {
                "@odata.type": "#microsoft.graph.accessPackageMultipleChoiceQuestion",
                "text": "Which shift?",
                "isRequired": true,
                "choices": [
                    { "actualValue": "Day", "text": "By day" },
                    { "actualValue": "Night", "text": "By night" },
                ],
            },
        },
    })
}

async fn update(client: &Client<'_>, resource: Value) -> Answer {
    let body =
        json!({ "requestType": "adminUpdate", "catalog": { "id": id(101) }, "resource": resource });
    client.post(&format!("{EM}/resourceRequests"), &body).await
}

#[tokio::test]
async fn a_resource_is_told_what_to_ask() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let resource = brought(&dina).await;
    let one = format!("{EM}/resources/{resource}");
    let wish = json!({ "id": resource, "description": "Who works at night", "attributes": [shift("department")] });
    let answer = update(&dina, wish).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    assert_eq!(answer.json["requestType"], "adminUpdate");
    assert_eq!(answer.json["state"], "delivered");
    let read = dina.get(&one).await.json;
    assert_eq!(read["description"], "Who works at night");
    let attribute = &read["attributes"][0];
    assert_eq!(attribute["name"], "department");
    assert_eq!(attribute["isEditable"], false);
    assert_eq!(attribute["isPersistedOnAssignmentRemoval"], true);
    let question = &attribute["source"]["question"];
    assert_eq!(question["text"], "Which shift?");
    assert_eq!(question["id"].as_str().unwrap().len(), 36);

    // What is read may be sent back, by its origin too; what is absent stays.
    let origin = json!({ "originSystem": "AadGroup", "originId": id(500), "displayName": "Night", "attributes": read["attributes"] });
    assert_eq!(update(&dina, origin).await.status, StatusCode::CREATED);
    let again = dina.get(&one).await.json;
    assert_eq!(again["attributes"], read["attributes"]);
    assert_eq!(again["description"], "Who works at night");
    assert_eq!(again["displayName"], "Night");
    let none = update(&dina, json!({ "id": resource, "attributes": [] })).await;
    assert_eq!(none.status, StatusCode::CREATED, "{}", none.text);
    assert_eq!(dina.get(&one).await.json["attributes"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_where_it_stands() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let resource = brought(&dina).await;
    let mut wordless = shift("jobTitle");
    wordless["source"]["question"]["text"] = json!("");
    let wish = json!({ "id": resource, "attributes": [shift("shoeSize"), wordless] });
    let refused = update(&dina, wish).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
    let details = refused.json["error"]["details"].as_array().unwrap();
    let targets: Vec<&str> = details
        .iter()
        .map(|detail| detail["target"].as_str().unwrap())
        .collect();
    assert_eq!(
        targets,
        [
            "resource.attributes[0].name",
            "resource.attributes[1].source.question.text"
        ]
    );
    for resource in [
        json!({ "id": resource, "attributes": "department" }),
        json!({ "attributes": [] }),
    ] {
        let refused = update(&dina, resource).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
    }
    let elsewhere = json!({ "id": id(999), "description": "Nowhere" });
    assert_eq!(update(&dina, elsewhere).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_owner_of_a_catalog_cannot_have_people_rewritten() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let resource = brought(&dina).await;
    yard.give_role("ana@harbour.example", CATALOG_OWNER, Some(id(101)))
        .await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    let asks = json!({ "id": resource, "attributes": [shift("department")] });
    let refused = update(&ana, asks.clone()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    assert_eq!(update(&dina, asks).await.status, StatusCode::CREATED);
    // What is there already may come along with what an owner changes.
    let read = dina.get(&format!("{EM}/resources/{resource}")).await.json;
    let renamed =
        json!({ "id": resource, "displayName": "Night", "attributes": read["attributes"] });
    let answer = update(&ana, renamed).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
}
