//! The members that requests of several types have in common.

use portico_graph::{Answer, Schedule, short_type};
use serde_json::{Map, Value};

use crate::http::error::ApiError;

const SCHEDULE: &[&str] = &["startDateTime", "expiration", "recurrence"];
const EXPIRATION: &[&str] = &["type", "duration", "endDateTime"];
const ANSWER: &[&str] = &["value", "displayValue", "answeredQuestion"];

pub(super) fn schedule(body: &Map<String, Value>) -> Result<Option<Schedule>, ApiError> {
    let Some(schedule) = inner(body, "schedule", "")? else {
        return Ok(None);
    };
    known(schedule, SCHEDULE, "schedule")?;
    if let Some(expiration) = inner(schedule, "expiration", "schedule")? {
        known(expiration, EXPIRATION, "schedule/expiration")?;
    }
    parse(Value::Object(schedule.clone()), "schedule").map(Some)
}

pub(super) fn answers(body: &Map<String, Value>) -> Result<Vec<Answer>, ApiError> {
    let list = match body.get("answers") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => {
            return Err(ApiError::bad_request("The answers are a list.").with_target("answers"));
        }
    };
    let mut answers = Vec::with_capacity(list.len());
    for (place, value) in list.iter().enumerate() {
        let target = format!("answers/{place}");
        let wrong = |why: &str| ApiError::bad_request(why).with_target(target.clone());
        let Value::Object(answer) = value else {
            return Err(wrong("An answer is an object."));
        };
        known(answer, ANSWER, &target)?;
        let kind = answer.get("@odata.type").and_then(Value::as_str);
        if kind.is_some_and(|kind| short_type(kind) != "accessPackageAnswerString") {
            return Err(wrong("An answer is an accessPackageAnswerString."));
        }
        let question = inner(answer, "answeredQuestion", &target)?
            .ok_or_else(|| wrong("An answer names its question."))?;
        named(question, "id", &target)?
            .ok_or_else(|| wrong("An answer names its question's id."))?;
        answers.push(parse(value.clone(), &target)?);
    }
    Ok(answers)
}

/// Refuses members that are not known; annotations pass.
pub(super) fn known(
    object: &Map<String, Value>,
    names: &[&str],
    path: &str,
) -> Result<(), ApiError> {
    match object
        .keys()
        .find(|name| !name.contains('@') && !names.contains(&name.as_str()))
    {
        None => Ok(()),
        Some(name) => Err(ApiError::bad_request(format!(
            "The property '{name}' does not exist or cannot be set here."
        ))
        .with_target(format!("{path}/{name}"))),
    }
}

pub(super) fn inner<'b>(
    object: &'b Map<String, Value>,
    name: &str,
    path: &str,
) -> Result<Option<&'b Map<String, Value>>, ApiError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(found)) => Ok(Some(found)),
        Some(_) => Err(
            ApiError::bad_request(format!("The property '{name}' is an object."))
                .with_target(joined(path, name)),
        ),
    }
}

/// An id: a text without blanks around it; ids are compared in lower case.
pub(super) fn named(
    object: &Map<String, Value>,
    name: &str,
    path: &str,
) -> Result<Option<String>, ApiError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) if id.is_empty() => Ok(None),
        Some(Value::String(id)) => Ok(Some(id.trim().to_ascii_lowercase())),
        Some(_) => Err(
            ApiError::bad_request(format!("The property '{name}' is a text."))
                .with_target(joined(path, name)),
        ),
    }
}

pub(super) fn text(object: &Map<String, Value>, name: &str) -> Result<Option<String>, ApiError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(
            ApiError::bad_request(format!("The property '{name}' is a text.")).with_target(name),
        ),
    }
}

fn parse<T: serde::de::DeserializeOwned>(value: Value, path: &str) -> Result<T, ApiError> {
    serde_json::from_value(value).map_err(|problem| {
        ApiError::bad_request(format!("The property '{path}' is wrong: {problem}."))
            .with_target(path)
    })
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}/{name}")
    }
}
