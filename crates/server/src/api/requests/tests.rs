use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use crate::api::test_yard::{EM, Yard, id, known};
use crate::http::test_app::Answer;

const ANA: &str = "ana@harbour.example";
const BO: &str = "bo@harbour.example";
const CHEN: &str = "chen@harbour.example";

fn on(value: &str) -> String {
    format!("{EM}/assignmentRequests/filterByCurrentUser(on='{value}')")
}

fn one(request: u32) -> String {
    format!("{EM}/assignmentRequests/{}", id(request))
}

fn ids(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let requests = answer.json["value"].as_array().unwrap();
    requests
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn own_requests_in_every_sense() {
    let yard = Yard::new().await;
    let [bo_waits, delivered, chen_waits, removed] = [
        known::WAITS_FOR_BO,
        known::DELIVERED,
        known::WAITS_FOR_CHEN,
        known::REMOVED,
    ]
    .map(id);
    for (who, sense, expected) in [
        (ANA, "target", vec![&delivered, &bo_waits]),
        (ANA, "createdBy", vec![&delivered, &bo_waits]),
        (ANA, "targetOrRequestor", vec![&delivered, &bo_waits]),
        (ANA, "requestForOthers", vec![]),
        (ANA, "approver", vec![]),
        (BO, "approver", vec![&bo_waits]),
        (BO, "target", vec![&chen_waits]),
        (BO, "targetManager", vec![&delivered, &bo_waits]),
        (CHEN, "approver", vec![&chen_waits]),
        (CHEN, "Target", vec![&removed]),
        (CHEN, "targetAgentIdentitySponsorOrOwner", vec![]),
    ] {
        let client = yard.app.as_person(who).await;
        assert_eq!(
            ids(&client.get(&on(sense)).await),
            expected,
            "{who} {sense}"
        );
    }
    let ana = yard.app.as_person(ANA).await;
    for wrong in ["nobody", "unknownFutureValue", ""] {
        assert_eq!(
            ana.get(&on(wrong)).await.status,
            StatusCode::BAD_REQUEST,
            "{wrong}"
        );
    }
    assert_eq!(
        yard.app.anonymous().get(&on("target")).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        yard.app.as_application().get(&on("target")).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn one_request_for_those_it_concerns() {
    let yard = Yard::new().await;
    for (who, request, expected) in [
        (ANA, known::WAITS_FOR_BO, StatusCode::OK),
        (BO, known::WAITS_FOR_BO, StatusCode::OK),
        (CHEN, known::WAITS_FOR_BO, StatusCode::NOT_FOUND),
        ("dina@harbour.example", known::WAITS_FOR_BO, StatusCode::OK),
        (
            "gus@tern.example",
            known::WAITS_FOR_BO,
            StatusCode::NOT_FOUND,
        ),
        // Whoever was asked goes on reading what was decided.
        (BO, known::DELIVERED, StatusCode::OK),
        (CHEN, known::DELIVERED, StatusCode::NOT_FOUND),
        (ANA, 9999, StatusCode::NOT_FOUND),
    ] {
        let client = yard.app.as_person(who).await;
        let answer = client.get(&one(request)).await;
        assert_eq!(answer.status, expected, "{who} {request}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_request_with_all_that_hangs_on_it() {
    let yard = Yard::new().await;
    let ana = yard.app.as_person(ANA).await;
    let expand = "?$expand=accessPackage,requestor($expand=connectedOrganization),assignment($expand=target,assignmentPolicy)";
    let answer = ana
        .get(&format!("{}{expand}", one(known::WAITS_FOR_BO)))
        .await;
    let request = &answer.json;
    assert_eq!(request["accessPackage"]["displayName"], "Crane");
    assert_eq!(request["requestor"]["displayName"], "Ana Silva");
    assert_eq!(request["requestor"]["connectedOrganization"], Json::Null);
    let assignment = &request["assignment"];
    assert_eq!(assignment["id"], json!(id(known::WAITS_FOR_BO + 1000)));
    assert_eq!(
        (&assignment["state"], &assignment["status"]),
        (&Json::Null, &Json::Null)
    );
    assert_eq!(assignment["target"]["displayName"], "Ana Silva");
    assert_eq!(assignment["assignmentPolicy"]["displayName"], "Policy");
    assert_eq!(request["completedDateTime"], Json::Null);
    assert_eq!(request["customExtensionCalloutInstances"], json!([]));
    let bare = ana
        .get(&format!("{}?$select=state", one(known::WAITS_FOR_BO)))
        .await;
    let members: Vec<&String> = bare.json.as_object().unwrap().keys().collect();
    assert_eq!(members, ["@odata.context", "id", "state"]);
}

#[tokio::test]
async fn answers_carry_the_words_of_their_question() {
    let yard = Yard::new().await;
    let bo = yard.app.as_person(BO).await;
    let text = |answer: &Answer| answer.json["answers"][0]["answeredQuestion"]["text"].clone();
    assert_eq!(text(&bo.get(&one(known::WAITS_FOR_BO)).await), "Why?");
    let german = bo.clone().with("accept-language", "de-AT,en;q=0.5");
    assert_eq!(text(&german.get(&one(known::WAITS_FOR_BO)).await), "Warum?");
    let list = bo.get(&on("approver")).await;
    assert_eq!(
        list.json["value"][0]["answers"][0]["answeredQuestion"]["text"],
        "Why?"
    );
}

#[tokio::test]
async fn lists_by_role_and_their_filters() {
    let yard = Yard::new().await;
    let all = format!("{EM}/assignmentRequests");
    let ana = yard.app.as_person(ANA).await;
    assert_eq!(ids(&ana.get(&all).await).len(), 0);
    let dina = yard.app.as_person("dina@harbour.example").await;
    let everything = dina.get(&all).await;
    assert_eq!(ids(&everything).len(), 4);
    let ana_id = yard.app.user_id(ANA).await.to_uppercase();
    for (filter, expected) in [
        (
            "state+eq+'PendingApproval'".to_owned(),
            vec![id(known::WAITS_FOR_CHEN), id(known::WAITS_FOR_BO)],
        ),
        (
            format!(
                "accessPackage/id+eq+'{}'+and+state+ne+'delivered'",
                id(known::NIGHT)
            ),
            vec![],
        ),
        (
            format!("requestor/objectid+eq+'{ana_id}'"),
            vec![id(known::DELIVERED), id(known::WAITS_FOR_BO)],
        ),
        (
            "assignment/target/displayName+eq+'bo+lind'".to_owned(),
            vec![id(known::WAITS_FOR_CHEN)],
        ),
        (
            "createdDateTime+gt+2026-11-24T08:50:03Z".to_owned(),
            vec![id(known::REMOVED)],
        ),
        (
            "requestType+eq+'approverRemove'".to_owned(),
            vec![id(known::REMOVED)],
        ),
    ] {
        let answer = dina.get(&format!("{all}?$filter={filter}")).await;
        assert_eq!(ids(&answer), expected, "{filter}");
    }
    let oldest = dina
        .get(&format!("{all}?$orderby=createdDateTime&$top=1"))
        .await;
    assert_eq!(ids(&oldest), [id(known::WAITS_FOR_BO)]);
}

#[tokio::test]
async fn members_added_later_are_shown_to_who_asks() {
    let yard = Yard::new().await;
    let chen = yard.app.as_person(CHEN).await;
    let plain = chen.get(&one(known::REMOVED)).await;
    assert_eq!(plain.json["requestType"], "unknownFutureValue");
    assert_eq!(plain.headers.get("preference-applied"), None);
    let knowing = chen.clone().with("prefer", "include-unknown-enum-members");
    let answer = knowing.get(&one(known::REMOVED)).await;
    assert_eq!(answer.json["requestType"], "approverRemove");
    assert_eq!(
        answer.headers["preference-applied"],
        "include-unknown-enum-members"
    );
    let bare = chen
        .clone()
        .with("accept", "application/json;odata.metadata=none");
    assert_eq!(
        bare.get(&one(known::REMOVED))
            .await
            .json
            .get("@odata.context"),
        None
    );
}
