//! Puts the words of its question beside each answer. A requestor and an approver who read answers have no other way to
//! them: the policy may have changed since, and the request keeps the questions as they were.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use portico_graph::Question;
use serde_json::{Value as Json, json};

use crate::api::language::Languages;
use crate::api::read::Node;
use crate::store::sql::placeholders_from;
use crate::store::{Sql, StoreError, Tx, Value};

/// Fills `answers[].answeredQuestion.text` of requests.
pub async fn name_questions(
    tx: &mut Tx,
    nodes: &mut [Node],
    headers: &HeaderMap,
) -> Result<(), StoreError> {
    let answered: Vec<String> = nodes
        .iter()
        .filter(|node| answers(node).is_some_and(|answers| !answers.is_empty()))
        .map(|node| node.id.clone())
        .collect();
    if answered.is_empty() {
        return Ok(());
    }
    let frozen = frozen_questions(tx, answered).await?;
    let languages = Languages::of(headers);
    for node in nodes {
        let Some(questions) = frozen.get(&node.id) else {
            continue;
        };
        let Some(Json::Array(answers)) = node.members.get_mut("answers") else {
            continue;
        };
        for answer in answers {
            let asked = &mut answer["answeredQuestion"];
            let id = asked["id"].as_str().unwrap_or_default();
            let question = questions.iter().find(|question| question.id == id);
            let text = question
                .and_then(|one| languages.best(one.text.as_deref(), &one.localizations))
                .map(str::to_owned);
            if let (Some(text), Some(asked)) = (text, asked.as_object_mut()) {
                asked.insert("text".to_owned(), json!(text));
            }
        }
    }
    Ok(())
}

fn answers(node: &Node) -> Option<&Vec<Json>> {
    node.members.get("answers").and_then(Json::as_array)
}

async fn frozen_questions(
    tx: &mut Tx,
    request_ids: Vec<String>,
) -> Result<BTreeMap<String, Vec<Question>>, StoreError> {
    let text = format!(
        "SELECT q.id AS id, q.frozen_policy AS policy FROM requests q \
         WHERE q.frozen_policy IS NOT NULL AND q.id IN ({})",
        placeholders_from(1, request_ids.len())
    );
    let values = request_ids.into_iter().map(Value::from);
    let rows = Sql::new(text).values(values).fetch_all(tx).await?;
    rows.iter()
        .map(|row| {
            let policy: portico_graph::AssignmentPolicy = row.json("policy")?;
            Ok((row.text("id")?, policy.questions.unwrap_or_default()))
        })
        .collect()
}
