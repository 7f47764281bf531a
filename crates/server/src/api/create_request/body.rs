//! Reads the body of a new request in every spelling that the documentation uses (Graph contract: requestType, body properties the
//! metadata does not declare). What is not known is refused, what is read-only is passed over.

use portico_graph::{Answer, RequestType, Schedule, short_type};
use serde_json::{Map, Value};

use crate::http::body::JsonBody;
use crate::http::error::ApiError;
use crate::operations::create_request::Wish;

/// Members of the request itself. Read-only ones come back from clients that send what they were given.
const REQUEST: &[&str] = &[
    "id",
    "requestType",
    "assignment",
    "accessPackageAssignment",
    "justification",
    "schedule",
    "answers",
    "parameters",
    "state",
    "status",
    "createdDateTime",
    "completedDateTime",
    "customExtensionCalloutInstances",
    "accessPackage",
    "requestor",
];
/// Members of its assignment: those of the metadata, and those that only the documentation knows.
const ASSIGNMENT: &[&str] = &[
    "id",
    "accessPackageId",
    "assignmentPolicyId",
    "targetId",
    "accessPackage",
    "assignmentPolicy",
    "target",
    "state",
    "status",
    "schedule",
    "expiredDateTime",
    "customExtensionCalloutInstances",
];
const SCHEDULE: &[&str] = &["startDateTime", "expiration", "recurrence"];
const EXPIRATION: &[&str] = &["type", "duration", "endDateTime"];
const ANSWER: &[&str] = &["value", "displayValue", "answeredQuestion"];

/// What the caller wants.
pub fn read(body: &JsonBody) -> Result<Wish, ApiError> {
    body.only(REQUEST)?;
    let body = &body.0;
    may_send(request_type(body)?)?;
    may_not_bypass(body)?;
    let assignment = assignment(body)?;
    known(assignment, ASSIGNMENT, "assignment")?;
    let id_of = |plain: &str, object: &str, member: &str| {
        named(assignment, plain, "assignment").and_then(|found| match found {
            Some(id) => Ok(Some(id)),
            None => inner(assignment, object, "assignment")?
                .map_or(Ok(None), |object| named(object, member, plain)),
        })
    };
    let package_id = id_of("accessPackageId", "accessPackage", "id")?.ok_or_else(|| {
        ApiError::bad_request("The access package is missing.")
            .with_target("assignment/accessPackageId")
    })?;
    let target = id_of("targetId", "target", "objectId")?;
    if target.is_none() && inner(assignment, "target", "assignment")?.is_some() {
        return Err(
            ApiError::bad_request("The target of a userAdd is named by its objectId.")
                .with_target("assignment/target"),
        );
    }
    Ok(Wish {
        package_id,
        policy_id: id_of("assignmentPolicyId", "assignmentPolicy", "id")?,
        target_object: target,
        justification: text(body, "justification")?,
        schedule: schedule(body)?,
        answers: answers(body)?,
    })
}

fn request_type(body: &Map<String, Value>) -> Result<RequestType, ApiError> {
    let wrong = |why: &str| ApiError::bad_request(why).with_target("requestType");
    match body.get("requestType") {
        None | Some(Value::Null) => Err(wrong("The property 'requestType' is required.")),
        Some(Value::String(word)) => {
            RequestType::parse(word).ok_or_else(|| wrong("There is no such request type."))
        }
        Some(_) => Err(wrong("The property 'requestType' is a text.")),
    }
}

/// Requests that a person sends for their own first access; the others are named for what they are.
fn may_send(kind: RequestType) -> Result<(), ApiError> {
    use RequestType as T;
    let bad = |why: &str| Err(ApiError::bad_request(why).with_target("requestType"));
    match kind {
        T::UserAdd => Ok(()),
        T::NotSpecified | T::UnknownFutureValue => bad("The request type must be specified."),
        T::OnBehalfAdd => bad("onBehalfAdd is not supported by this API."),
        T::SystemAdd | T::SystemUpdate | T::SystemRemove => {
            bad("Requests of this type are made by the service only.")
        }
        T::UserUpdate | T::UserRemove => {
            bad("Changing and giving up access is not offered by this server.")
        }
        T::AdminAdd | T::AdminUpdate | T::AdminRemove | T::ApproverRemove => Err(
            ApiError::forbidden("The caller may not send requests of this type."),
        ),
    }
}

/// `parameters.bypassApproval` is for administrators; `false` changes nothing.
fn may_not_bypass(body: &Map<String, Value>) -> Result<(), ApiError> {
    let Some(parameters) = inner(body, "parameters", "")? else {
        return Ok(());
    };
    known(parameters, &["bypassApproval"], "parameters")?;
    match parameters.get("bypassApproval") {
        None | Some(Value::Null | Value::Bool(false)) => Ok(()),
        Some(Value::String(word)) if word.eq_ignore_ascii_case("false") => Ok(()),
        Some(Value::Bool(true)) => Err(ApiError::forbidden("The caller may not bypass approval.")),
        Some(Value::String(word)) if word.eq_ignore_ascii_case("true") => {
            Err(ApiError::forbidden("The caller may not bypass approval."))
        }
        Some(_) => Err(ApiError::bad_request("bypassApproval is a Boolean.")
            .with_target("parameters/bypassApproval")),
    }
}

/// The assignment under its name or, as two documented examples write it, under its name in beta.
fn assignment(body: &Map<String, Value>) -> Result<&Map<String, Value>, ApiError> {
    let found = (
        inner(body, "assignment", "")?,
        inner(body, "accessPackageAssignment", "")?,
    );
    match found {
        (Some(assignment), None) | (None, Some(assignment)) => Ok(assignment),
        (None, None) => {
            Err(ApiError::bad_request("The assignment is missing.").with_target("assignment"))
        }
        (Some(_), Some(_)) => Err(ApiError::bad_request("The assignment is given twice.")
            .with_target("accessPackageAssignment")),
    }
}

fn schedule(body: &Map<String, Value>) -> Result<Option<Schedule>, ApiError> {
    let Some(schedule) = inner(body, "schedule", "")? else {
        return Ok(None);
    };
    known(schedule, SCHEDULE, "schedule")?;
    if let Some(expiration) = inner(schedule, "expiration", "schedule")? {
        known(expiration, EXPIRATION, "schedule/expiration")?;
    }
    parse(Value::Object(schedule.clone()), "schedule").map(Some)
}

fn answers(body: &Map<String, Value>) -> Result<Vec<Answer>, ApiError> {
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
fn known(object: &Map<String, Value>, names: &[&str], path: &str) -> Result<(), ApiError> {
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

fn inner<'b>(
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
fn named(object: &Map<String, Value>, name: &str, path: &str) -> Result<Option<String>, ApiError> {
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

fn text(object: &Map<String, Value>, name: &str) -> Result<Option<String>, ApiError> {
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

#[cfg(test)]
mod tests;
