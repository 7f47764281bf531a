use axum::http::{Method, StatusCode};
use serde_json::{Value as Json, json};

use crate::api::test_yard::{EM, Yard, id, known};

fn set() -> String {
    format!("{EM}/catalogs/{}/customWorkflowExtensions", id(100))
}

fn desk() -> Json {
    json!({
        "@odata.type": "#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension",
        "displayName": "Gate",
        "description": "Opens the gate",
        "endpointConfiguration": { "@odata.type": "#microsoft.graph.logicAppTriggerEndpointConfiguration",
            "subscriptionId": "s", "resourceGroupName": "g", "logicAppWorkflowName": "w", "url": "https://hooks.example/gate" },
        "authenticationConfiguration": { "@odata.type": "#microsoft.graph.azureAdPopTokenAuthentication" },
        "clientConfiguration": { "maximumRetries": 2, "timeoutInMilliseconds": 1000 },
        "callbackConfiguration": { "@odata.type": "#microsoft.graph.customExtensionCallbackConfiguration", "timeoutDuration": "PT1H" },
    })
}

#[tokio::test]
async fn an_extension_lives_from_post_to_delete() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let made = dina.post(&set(), &desk()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let path = format!("{}/{}", set(), made.json["id"].as_str().unwrap());
    let read = dina.get(&path).await.json;
    for (name, value) in desk().as_object().unwrap() {
        assert_eq!(&read[name], value, "{name}");
    }
    assert!(read["createdDateTime"].is_string());
    // Sent back as it was read, with one change.
    let mut again = read.clone();
    again["callbackConfiguration"] = Json::Null;
    again["displayName"] = json!("Main gate");
    let changed = dina.patch(&path, &again).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT, "{}", changed.text);
    let read = dina.get(&path).await.json;
    assert_eq!(read["callbackConfiguration"], Json::Null);
    assert_eq!(read["clientConfiguration"], desk()["clientConfiguration"]);
    let listed = dina
        .get(&format!("{}?$filter=displayName eq 'Main gate'", set()).replace(' ', "%20"))
        .await;
    assert_eq!(
        listed.json["value"].as_array().unwrap().len(),
        1,
        "{}",
        listed.text
    );
    let expanded = dina
        .get(&format!(
            "{EM}/catalogs/{}?$expand=customWorkflowExtensions",
            id(100)
        ))
        .await;
    assert_eq!(
        expanded.json["customWorkflowExtensions"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        dina.call(Method::DELETE, &path).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(dina.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_called_is_not_made() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    for (name, value, target) in [
        (
            "@odata.type",
            json!("#microsoft.graph.customCalloutExtension"),
            "@odata.type",
        ),
        ("displayName", json!(""), "displayName"),
        ("endpointConfiguration", Json::Null, "endpointConfiguration"),
        (
            "endpointConfiguration",
            json!({ "targetUrl": "https://elsewhere.example/x" }),
            "endpointConfiguration",
        ),
        (
            "endpointConfiguration",
            json!({ "targetUrl": "http://hooks.example/x" }),
            "endpointConfiguration",
        ),
        (
            "endpointConfiguration",
            json!({ "path": "https://hooks.example/x" }),
            "endpointConfiguration",
        ),
        (
            "clientConfiguration",
            json!({ "maximumRetries": 11 }),
            "clientConfiguration/maximumRetries",
        ),
        (
            "clientConfiguration",
            json!({ "timeoutInMilliseconds": "1" }),
            "clientConfiguration/timeoutInMilliseconds",
        ),
        (
            "callbackConfiguration",
            json!({ "timeoutDuration": "PT4M" }),
            "callbackConfiguration/timeoutDuration",
        ),
        (
            "callbackConfiguration",
            json!({}),
            "callbackConfiguration/timeoutDuration",
        ),
        ("colour", json!("red"), "colour"),
    ] {
        let mut body = desk();
        body[name] = value;
        let refused = dina.post(&set(), &body).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(refused.json["error"]["target"], target, "{}", refused.text);
    }
}

#[tokio::test]
async fn a_policy_says_when_whom() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let policy = format!("{EM}/assignmentPolicies/{}", id(known::SAFE + 1000));
    let body = |stage: &str, extension: &str, package: u32| {
        json!({ "displayName": "Policy", "allowedTargetScope": "notSpecified", "accessPackage": { "id": id(package) },
            "customExtensionStageSettings": [{ "stage": stage, "customExtension": {
                "@odata.type": "#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension", "id": extension } }] })
    };
    let desk = id(known::DESK);
    let written = dina
        .put(
            &policy,
            &body("assignmentRequestGranted", &desk, known::SAFE),
        )
        .await;
    assert_eq!(written.status, StatusCode::OK, "{}", written.text);
    let expand = "$expand=customExtensionStageSettings($expand=customExtension)";
    let read = dina.get(&format!("{policy}?{expand}")).await.json;
    let setting = &read["customExtensionStageSettings"][0];
    assert_eq!(setting["stage"], "assignmentRequestGranted");
    assert_eq!(setting["customExtension"]["displayName"], "Badge desk");
    let below = dina
        .get(&format!("{policy}/customExtensionStageSettings"))
        .await;
    assert_eq!(
        below.json["value"][0]["stage"], "assignmentRequestGranted",
        "{}",
        below.text
    );
    let used = dina
        .call(Method::DELETE, &format!("{}/{desk}", set()))
        .await;
    assert_eq!(used.status, StatusCode::CONFLICT, "{}", used.text);

    for (stage, extension) in [
        ("assignmentRequestGranted", id(1)),
        ("assignmentOneDayBeforeExpiration", desk.clone()),
        ("tomorrow", desk.clone()),
    ] {
        let body = body(stage, &extension, known::SAFE);
        let refused = dina.put(&policy, &body).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{body}");
    }
    // Of another catalog.
    let elsewhere = format!("{EM}/assignmentPolicies/{}", id(known::PIER + 1000));
    let body = body("assignmentRequestGranted", &desk, known::PIER);
    let refused = dina.put(&elsewhere, &body).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
}

#[tokio::test]
async fn everything_goes_with_its_catalog() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let made = async |path: &str, body: &Json| {
        let answer = dina.post(&format!("{EM}/{path}"), body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.json["id"].as_str().unwrap().to_owned()
    };
    let catalog = made("catalogs", &json!({ "displayName": "Locks" })).await;
    let gate = made(
        &format!("catalogs/{catalog}/customWorkflowExtensions"),
        &desk(),
    )
    .await;
    let package = json!({ "displayName": "Lock", "catalog": { "id": catalog } });
    let package = made("accessPackages", &package).await;
    let policy = json!({ "displayName": "Nobody", "accessPackage": { "id": package },
        "customExtensionStageSettings": [{ "stage": "assignmentRequestGranted", "customExtension": { "id": gate } }] });
    made("assignmentPolicies", &policy).await;
    for path in [
        format!("accessPackages/{package}"),
        format!("catalogs/{catalog}"),
    ] {
        let gone = dina.call(Method::DELETE, &format!("{EM}/{path}")).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT, "{path}: {}", gone.text);
    }
}
