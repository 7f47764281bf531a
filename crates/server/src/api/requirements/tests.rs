use axum::http::StatusCode;
use portico_graph::{AnswerChoice, LocalizedText, Question};
use serde_json::Value;

use super::*;
use crate::http::test_app::TestApp;

const EM: &str = "/v1.0/identityGovernance/entitlementManagement";

#[tokio::test]
async fn what_the_policies_ask() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let list = ana
        .get(&format!("{EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')?$filter=displayName%20eq%20'Finance%20reports'"))
        .await;
    let id = list.json["value"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("{EM}/accessPackages/{id}/getApplicablePolicyRequirements");
    let found = ana.post(&path, &Value::Null).await;
    assert_eq!(found.status, StatusCode::OK);
    let policies = found.json["value"].as_array().unwrap();
    assert_eq!(policies.len(), 1);
    assert_eq!(policies[0]["policyDisplayName"], "Staff");
    assert_eq!(policies[0]["isApprovalRequiredForAdd"], true);
    assert_eq!(policies[0]["allowCustomAssignmentSchedule"], false);
    assert_eq!(policies[0]["schedule"]["expiration"]["duration"], "P90D");
    assert_eq!(policies[0]["questions"], serde_json::json!([]));

    let spelled = path.replace("getApp", "microsoft.graph.getApp");
    assert_eq!(
        ana.post(&spelled, &Value::Null).await.status,
        StatusCode::OK
    );
    assert_eq!(
        app.anonymous().post(&path, &Value::Null).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        app.as_application().post(&path, &Value::Null).await.status,
        StatusCode::FORBIDDEN
    );
    let gus = app.as_person("gus@tern.example").await;
    assert_eq!(
        gus.post(&path, &Value::Null).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(ana.get(&path).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn questions_speak_the_readers_language() {
    let german = |text: &str| {
        vec![LocalizedText {
            language_code: "de".to_owned(),
            text: Some(text.to_owned()),
        }]
    };
    let question = Question {
        id: "q".to_owned(),
        is_answer_editable: None,
        is_required: None,
        localizations: german("Welcher Kran?"),
        sequence: None,
        text: Some("Which crane?".to_owned()),
        kind: QuestionKind::Choice {
            choices: vec![AnswerChoice {
                actual_value: "n".to_owned(),
                localizations: german("Nord"),
                text: Some("North".to_owned()),
            }],
            is_multiple: false,
        },
    };
    let mut requirements = Requirements {
        questions: vec![question],
        ..Requirements::default()
    };
    let mut headers = HeaderMap::new();
    headers.insert("accept-language", "de-AT, en;q=0.5".parse().unwrap());
    speak(&mut requirements, &Languages::of(&headers));
    assert_eq!(
        requirements.questions[0].text.as_deref(),
        Some("Welcher Kran?")
    );
    let QuestionKind::Choice { choices, .. } = &requirements.questions[0].kind else {
        panic!("still a choice");
    };
    assert_eq!(choices[0].text.as_deref(), Some("Nord"));
}
