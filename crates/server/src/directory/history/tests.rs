use serde_json::{Value, json};

use crate::directory::tests::{fresh, small};

/// The small organisation with what Ana held and asked for.
fn with_history() -> Value {
    let mut file = small();
    let package = &mut file["catalogs"][0]["accessPackages"][0];
    package["resourceRoleScopes"] = json!([{ "resource": "r-crew", "role": "Member" }]);
    let (package, policy) = (
        package["key"].clone(),
        package["assignmentPolicies"][0]["key"].clone(),
    );
    file["assignments"] = json!([
        { "key": "a1", "target": "bo", "accessPackage": package, "assignmentPolicy": policy, "state": "delivered",
          "schedule": { "startDateTime": "2026-01-05T08:00:00Z",
            "expiration": { "type": "afterDateTime", "endDateTime": "2027-01-05T08:00:00Z" } } },
        { "key": "a2", "target": "ana", "accessPackage": package, "assignmentPolicy": policy, "state": "expired",
          "schedule": { "startDateTime": "2025-01-05T08:00:00Z" }, "expiredDateTime": "2025-03-05T08:00:00Z" }
    ]);
    file["assignmentRequests"] = json!([
        { "key": "q1", "requestType": "userAdd", "state": "delivered", "requestor": "bo", "accessPackage": package,
          "assignmentPolicy": policy, "assignment": "a1", "justification": "For the night shift",
          "createdDateTime": "2026-01-04T08:00:00Z", "completedDateTime": "2026-01-05T08:00:00Z" },
        { "key": "q2", "requestType": "userAdd", "state": "canceled", "requestor": "ana", "accessPackage": package,
          "assignmentPolicy": policy, "createdDateTime": "2026-01-04T08:00:00Z",
          "completedDateTime": "2026-01-04T09:00:00Z" }
    ]);
    without_approval(&mut file);
    file
}

fn without_approval(file: &mut Value) {
    let policy = &mut file["catalogs"][0]["accessPackages"][0]["assignmentPolicies"][0];
    policy
        .as_object_mut()
        .unwrap()
        .remove("requestApprovalSettings");
}

fn with_approval(file: &mut Value) {
    let policy = &mut file["catalogs"][0]["accessPackages"][0]["assignmentPolicies"][0];
    policy["requestApprovalSettings"] = json!({ "isApprovalRequiredForAdd": true, "stages": [ {
        "primaryApprovers": [ { "@odata.type": "#microsoft.graph.singleUser", "userId": "ana" } ] } ] });
}

#[tokio::test]
async fn what_is_held_gives_what_the_package_gives() {
    let fresh = fresh().await;
    let imported = fresh.import(&with_history()).await.unwrap();
    assert!(
        imported.to_string().ends_with("2 assignments, 2 requests"),
        "{imported}"
    );
    let count = async |sql| fresh.texts(sql).await;
    let members = "SELECT u.import_key AS text FROM group_members m JOIN users u ON u.id = m.member_id \
                   WHERE m.source = 'access'";
    assert_eq!(count(members).await, ["bo"]);
    let far = "SELECT g.import_key AS text FROM memberships m JOIN users u ON u.id = m.member_id \
               JOIN groups g ON g.id = m.group_id WHERE u.import_key = 'bo' ORDER BY text";
    assert_eq!(count(far).await, ["all", "crew"]);
    assert_eq!(count("SELECT kind AS text FROM jobs").await, ["expire"]);
    assert_eq!(
        count("SELECT state AS text FROM assignments ORDER BY text").await,
        ["delivered", "expired", "reserved"]
    );
    assert_eq!(
        count("SELECT state AS text FROM deliveries").await,
        ["done"]
    );
    assert_eq!(
        count("SELECT kind AS text FROM events ORDER BY text").await,
        ["canceled", "delivered", "submitted", "submitted"]
    );
}

#[tokio::test]
async fn decisions_become_stages() {
    let fresh = fresh().await;
    let mut file = with_history();
    with_approval(&mut file);
    file["assignmentRequests"][0]["stages"] = json!([ { "reviewResult": "Approved", "reviewedBy": "ana",
        "reviewedDateTime": "2026-01-04T10:00:00Z", "justification": "Good" } ]);
    file["assignmentRequests"][1]["requestor"] = json!("bo");
    fresh.import(&file).await.unwrap();
    let stages = "SELECT status || ' ' || review_result || ' ' || justification AS text FROM request_stages ORDER BY text";
    assert_eq!(
        fresh.texts(stages).await,
        ["Completed Approved Good", "Completed NotReviewed "]
    );
    let references = "SELECT tier || ' ' || kind AS text FROM stage_approvers ORDER BY text";
    assert_eq!(
        fresh.texts(references).await,
        ["primary user", "primary user", "reviewer user"]
    );
}

#[tokio::test]
async fn a_second_import_changes_nothing() {
    let fresh = fresh().await;
    fresh.import(&with_history()).await.unwrap();
    let before = fresh.everything().await;
    let ended = "UPDATE assignments SET state = 'expired', expired_at = '2026-02-01T00:00:00Z' WHERE state = 'delivered'";
    let states = "SELECT state AS text FROM assignments ORDER BY text";
    fresh.run(ended).await;
    fresh.import(&with_history()).await.unwrap();
    assert_eq!(before, fresh.everything().await);
    // What ended meanwhile is not opened again.
    assert_eq!(
        fresh.texts(states).await,
        ["expired", "expired", "reserved"]
    );
    assert_eq!(fresh.texts("SELECT id AS text FROM events").await.len(), 4);
}

#[tokio::test]
async fn every_problem_has_its_path() {
    let fresh = fresh().await;
    let mut file = with_history();
    let twice = file["assignments"][0].clone();
    file["assignments"].as_array_mut().unwrap().push(twice);
    file["assignments"][2]["key"] = json!("a3");
    file["assignments"][1]["state"] = json!("delivering");
    file["assignmentRequests"][0]["requestType"] = json!("adminAdd");
    file["assignmentRequests"][0]["assignment"] = json!("a9");
    file["assignmentRequests"][1]["state"] = json!("pendingApproval");
    file["assignmentRequests"][1]["completedDateTime"] = json!("soon");
    assert_eq!(
        fresh.problems(&file).await,
        [
            "$.assignmentRequests[0].assignment: 'a9' is not in the file",
            "$.assignmentRequests[0].requestType: is userAdd; no other is imported",
            "$.assignmentRequests[1].completedDateTime: 'soon' is no instant",
            "$.assignmentRequests[1].completedDateTime: is before createdDateTime",
            "$.assignmentRequests[1].state: is delivered, denied or canceled; no other is imported",
            "$.assignments[1].state: is delivered or expired; no other is imported",
            "$.assignments[2].accessPackage: the same person has the same package at $.assignments[0] already",
        ]
    );
}

#[tokio::test]
async fn what_the_database_knows_is_held_against_the_file() {
    let fresh = fresh().await;
    fresh.import(&with_history()).await.unwrap();
    let mut again = with_history();
    again["assignments"][0]["key"] = json!("another");
    again["assignmentRequests"] = json!([]);
    assert_eq!(
        fresh.problems(&again).await,
        [
            "$.assignments[0].accessPackage: the person has this package already, by another assignment"
        ]
    );
    let mut undecided = with_history();
    with_approval(&mut undecided);
    undecided["assignmentRequests"][1]["requestor"] = json!("bo");
    undecided["assignmentRequests"][1]["key"] = json!("q3");
    undecided["assignmentRequests"][1]["state"] = json!("denied");
    assert_eq!(
        fresh.problems(&undecided).await,
        [
            "$.assignmentRequests[0].stages: do not all approve, but the request was delivered",
            "$.assignmentRequests[1].stages: must end with the one that denied",
        ]
    );
}
