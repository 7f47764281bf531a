use axum::http::{Method, StatusCode};
use serde_json::{Value as Json, json};

use crate::api::test_yard::{EM, Yard, id, known, names};
use crate::directory::role::{ASSIGNMENT_MANAGER, PACKAGE_MANAGER};

/// Makes a good policy a wrong one.
type Change = fn(&mut Json);

fn set() -> String {
    format!("{EM}/assignmentPolicies")
}

fn one(id: &str) -> String {
    format!("{EM}/assignmentPolicies/{id}")
}

/// As Graph's documentation sends one, quoted scalars included.
fn policy(package: u32, approver: &str) -> Json {
    json!({
        "displayName": "Everybody",
        "description": "Whoever works here",
        "allowedTargetScope": "allMemberUsers",
        "expiration": { "type": "afterDuration", "duration": "P30D" },
        "requestorSettings": { "enableTargetsToSelfAddAccess": "true", "enableTargetsToSelfUpdateAccess": true },
        "requestApprovalSettings": { "isApprovalRequiredForAdd": "true", "isRequestorJustificationRequired": true, "stages": [ {
            "durationBeforeAutomaticDenial": "P7D", "isApproverJustificationRequired": false,
            "primaryApprovers": [ { "@odata.type": "#microsoft.graph.singleUser", "userId": approver } ] } ] },
        "questions": [ { "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "text": "Which ship?", "isRequired": true } ],
        "accessPackage": { "id": id(package) },
    })
}

#[tokio::test]
async fn whoever_is_in_the_scope_of_a_new_policy_may_ask() {
    let yard = Yard::new().await;
    yard.give_role("bo@harbour.example", PACKAGE_MANAGER, Some(id(100)))
        .await;
    let bo = yard.app.as_person("bo@harbour.example").await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    let offered = format!("{EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')");
    assert!(!names(&ana.get(&offered).await.json).contains(&"Safe"));
    let chen = yard.app.user_id("chen@harbour.example").await;
    let made = bo.post(&set(), &policy(known::SAFE, &chen)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(
        made.json["requestorSettings"]["enableTargetsToSelfAddAccess"],
        true
    );
    let policy_id = made.json["id"].as_str().unwrap();
    let read = bo
        .get(&format!("{}?$expand=questions", one(policy_id)))
        .await;
    assert_eq!(
        read.json["questions"][0]["text"], "Which ship?",
        "{}",
        read.text
    );
    assert!(names(&ana.get(&offered).await.json).contains(&"Safe"));

    let asked = json!({ "requestType": "userAdd", "justification": "Wages",
        "assignment": { "accessPackageId": id(known::SAFE), "assignmentPolicyId": policy_id },
        "answers": [ { "@odata.type": "#microsoft.graph.accessPackageAnswerString", "value": "Tern",
            "answeredQuestion": { "id": read.json["questions"][0]["id"] } } ] });
    let request = ana.post(&format!("{EM}/assignmentRequests"), &asked).await;
    assert_eq!(request.status, StatusCode::CREATED, "{}", request.text);

    // Replaced as a whole: what is not said is gone. The request under way goes on as it was sent.
    let whole = json!({ "id": policy_id, "displayName": "Nobody", "accessPackage": { "id": id(known::SAFE) } });
    let answer = bo.put(&one(policy_id), &whole).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.json["allowedTargetScope"], "notSpecified");
    assert_eq!(answer.json["expiration"], Json::Null);
    assert!(!names(&ana.get(&offered).await.json).contains(&"Safe"));
    let chen = yard.app.as_person("chen@harbour.example").await;
    let path = format!(
        "{EM}/accessPackageAssignmentApprovals/{}",
        request.json["id"].as_str().unwrap()
    );
    let approval = chen.get(&path).await;
    assert_eq!(
        approval.json["stages"][0]["assignedToMe"], true,
        "{}",
        approval.text
    );

    let used = bo.call(Method::DELETE, &one(policy_id)).await;
    assert_eq!(
        (used.status, used.code()),
        (StatusCode::CONFLICT, "Conflict")
    );
}

#[tokio::test]
async fn a_policy_that_was_never_used_goes() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let chen = yard.app.user_id("chen@harbour.example").await;
    let made = dina.post(&set(), &policy(known::SAFE, &chen)).await;
    let path = one(made.json["id"].as_str().unwrap());
    let gone = dina.call(Method::DELETE, &path).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text);
    assert_eq!(dina.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_package_managers_of_the_catalog_change_policies() {
    let yard = Yard::new().await;
    yard.give_role("bo@harbour.example", PACKAGE_MANAGER, Some(id(101)))
        .await;
    yard.give_role("ana@harbour.example", ASSIGNMENT_MANAGER, Some(id(100)))
        .await;
    let chen = yard.app.user_id("chen@harbour.example").await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let body = policy(known::SAFE, &chen);
    let made = dina.post(&set(), &body).await;
    let path = one(made.json["id"].as_str().unwrap());
    for (who, expected) in [
        ("ana@harbour.example", StatusCode::FORBIDDEN),
        ("bo@harbour.example", StatusCode::NOT_FOUND),
        ("gus@tern.example", StatusCode::NOT_FOUND),
    ] {
        let client = yard.app.as_person(who).await;
        assert_eq!(client.post(&set(), &body).await.status, expected, "{who}");
        assert_eq!(client.put(&path, &body).await.status, expected, "{who}");
        let gone = client.call(Method::DELETE, &path).await;
        assert_eq!(gone.status, expected, "{who}");
    }
    assert_eq!(
        yard.app.anonymous().post(&set(), &body).await.status,
        StatusCode::UNAUTHORIZED
    );
    // Graph has no PATCH here.
    assert_eq!(
        dina.patch(&path, &body).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_policy_is_told_by_path() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let chen = yard.app.user_id("chen@harbour.example").await;
    let good = policy(known::SAFE, &chen);
    let changes: [(Change, &str); 8] = [
        (|it| it["accessPackage"] = json!({}), "accessPackage"),
        (|it| it["displayName"] = json!(""), "displayName"),
        (
            |it| it["allowedTargetScope"] = json!("everybody"),
            "allowedTargetScope",
        ),
        (
            |it| it["expiration"]["duration"] = json!("30 days, 0:00:00"),
            "expiration",
        ),
        (
            |it| it["requestApprovalSettings"]["stages"] = json!([]),
            "requestApprovalSettings.stages",
        ),
        (
            |it| {
                it["requestApprovalSettings"]["stages"][0]["primaryApprovers"][0]["userId"] =
                    json!(id(777));
            },
            "requestApprovalSettings.stages[0].primaryApprovers[0].userId",
        ),
        (|it| it["canExtend"] = json!(true), "canExtend"),
        (
            |it| it["allowedTargetScope"] = json!("specificDirectoryUsers"),
            "specificAllowedTargets",
        ),
    ];
    for (change, target) in changes {
        let mut body = good.clone();
        change(&mut body);
        let answer = dina.post(&set(), &body).await;
        assert_eq!(
            answer.status,
            StatusCode::BAD_REQUEST,
            "{target}: {}",
            answer.text
        );
        let said = answer.json["error"]["target"].as_str().unwrap();
        assert!(said.starts_with(target), "{said} instead of {target}");
    }
    let made = dina.post(&set(), &good).await;
    let mut moved = good.clone();
    moved["accessPackage"] = json!({ "id": id(known::CRANE) });
    let answer = dina
        .put(&one(made.json["id"].as_str().unwrap()), &moved)
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
}

#[tokio::test]
async fn questions_are_changed_one_by_one() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let policy = one(&id(known::SAFE + 1000));
    let set = format!("{policy}/questions");
    let texts = async || {
        let read = dina.get(&set).await.json;
        let texts = read["value"].as_array().unwrap().iter();
        texts
            .map(|question| question["text"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let ship = json!({ "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "text": "Which ship?",
        "regexPattern": "[A-Z]+" });
    let made = dina.post(&set, &ship).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let added = format!("{set}/{}", made.json["id"].as_str().unwrap());
    assert_eq!(dina.get(&added).await.json["regexPattern"], "[A-Z]+");
    assert_eq!(texts().await, ["Why?", "Which ship?"]);

    let first = format!("{set}/{}", id(known::QUESTION));
    let changed = dina
        .patch(&first, &json!({ "text": "What for?", "isRequired": true }))
        .await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT, "{}", changed.text);
    let read = dina.get(&first).await.json;
    assert_eq!(
        (&read["text"], &read["isRequired"]),
        (&json!("What for?"), &json!(true))
    );
    assert_eq!(read["isAnswerEditable"], true, "what was not said stays");

    for (body, target) in [
        (json!({ "regexPattern": "(" }), "regexPattern"),
        (json!({ "colour": "red" }), "colour"),
        (json!({ "text": 1 }), "text"),
    ] {
        let refused = dina.patch(&added, &body).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{body}");
        let said = refused.json["error"].to_string();
        assert!(said.contains(target), "{said}");
    }
    assert_eq!(
        dina.call(Method::DELETE, &first).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        dina.call(Method::DELETE, &first).await.status,
        StatusCode::NOT_FOUND
    );
    // One more than there were ever, under an id of its own.
    let again = dina
        .post(
            &set,
            &json!({ "@odata.type": ship["@odata.type"], "text": "When?" }),
        )
        .await;
    assert_eq!(again.status, StatusCode::CREATED, "{}", again.text);
    assert_eq!(texts().await, ["Which ship?", "When?"]);
}

#[tokio::test]
async fn moments_are_changed_one_by_one() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let set = format!(
        "{}/customExtensionStageSettings",
        one(&id(known::SAFE + 1000))
    );
    let desk = json!({ "id": id(known::DESK) });
    let mut made = Vec::new();
    for stage in ["assignmentRequestCreated", "assignmentRequestGranted"] {
        let body = json!({ "stage": stage, "customExtension": desk });
        let answer = dina.post(&set, &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        made.push(format!("{set}/{}", answer.json["id"].as_str().unwrap()));
    }
    let gone = dina.call(Method::DELETE, &made[0]).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text);
    let moved = dina
        .patch(&made[1], &json!({ "stage": "assignmentRequestRemoved" }))
        .await;
    assert_eq!(moved.status, StatusCode::NO_CONTENT, "{}", moved.text);
    let read = dina
        .get(&format!("{set}?$expand=customExtension"))
        .await
        .json;
    assert_eq!(read["value"][0]["stage"], "assignmentRequestRemoved");
    assert_eq!(
        read["value"][0]["customExtension"]["displayName"],
        "Badge desk"
    );
    assert_eq!(read["value"].as_array().unwrap().len(), 1);
    let foreign = dina
        .post(
            &set,
            &json!({ "stage": "assignmentRequestGranted", "customExtension": { "id": id(1) } }),
        )
        .await;
    assert_eq!(foreign.status, StatusCode::BAD_REQUEST, "{}", foreign.text);
}
