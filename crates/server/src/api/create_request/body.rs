//! Reads the body of a new request in every spelling that the documentation uses (Graph contract: requestType, body properties the
//! metadata does not declare). What is not known is refused, what is read-only is passed over.

use portico_graph::RequestType;
use serde_json::{Map, Value};

use crate::http::body::JsonBody;
use crate::http::error::ApiError;
use crate::operations::alter::Alteration;
use crate::operations::create_request::Wish;
use crate::operations::holding::Which;
use crate::operations::remove::Removal;

mod parts;

use parts::{answers, inner, known, named, schedule, text};

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

/// In which capacity a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A person for themselves, or for somebody whom a policy lets them ask for.
    User,
    /// Whoever administers assignments.
    Administrator,
    /// Whoever approved the access once.
    Approver,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Access.
    Add(Wish),
    /// Another period, or other answers.
    Change(Alteration),
    /// Its end.
    Remove(Removal),
}

/// What the caller wants, and in which capacity.
pub fn read(body: &JsonBody) -> Result<(Sender, Deed), ApiError> {
    use RequestType as T;
    body.only(REQUEST)?;
    let body = &body.0;
    let kind = request_type(body)?;
    let sender = sender(kind)?;
    check_bypass(body, sender)?;
    let assignment = assignment(body)?;
    known(assignment, ASSIGNMENT, "assignment")?;
    let justification = text(body, "justification")?;
    let deed = match kind {
        T::UserUpdate | T::AdminUpdate => Deed::Change(Alteration {
            which: which(assignment)?,
            justification,
            schedule: schedule(body)?,
            answers: body
                .get("answers")
                .filter(|answers| !answers.is_null())
                .map(|_| answers(body))
                .transpose()?
                // Clients send an empty list along with what they were given.
                .filter(|answers| !answers.is_empty()),
        }),
        T::UserRemove | T::AdminRemove | T::ApproverRemove => Deed::Remove(Removal {
            which: which(assignment)?,
            justification,
        }),
        _ => Deed::Add(wish(body, assignment, (sender, justification))?),
    };
    Ok((sender, deed))
}

fn wish(
    body: &Map<String, Value>,
    assignment: &Map<String, Value>,
    (sender, justification): (Sender, Option<String>),
) -> Result<Wish, ApiError> {
    let target = id_of(assignment, "targetId", "target", "objectId")?;
    let given = inner(assignment, "target", "assignment")?;
    let email = given.map_or(Ok(None), |target| text(target, "email"))?;
    let has_target = target.is_some() || email.is_some();
    if sender == Sender::User && target.is_none() && given.is_some() {
        return Err(
            ApiError::bad_request("The target of a userAdd is named by its objectId.")
                .with_target("assignment/target"),
        );
    }
    if sender == Sender::Administrator && !has_target {
        return Err(
            ApiError::bad_request("The target is missing.").with_target("assignment/targetId")
        );
    }
    Ok(Wish {
        package_id: package(assignment)?.ok_or_else(no_package)?,
        policy_id: id_of(assignment, "assignmentPolicyId", "assignmentPolicy", "id")?,
        target_email: email.filter(|_| target.is_none()),
        target_object: target,
        justification,
        schedule: schedule(body)?,
        answers: answers(body)?,
    })
}

/// The access that is meant: by its id or, as an older page writes it, by package and target.
fn which(assignment: &Map<String, Value>) -> Result<Which, ApiError> {
    if let Some(id) = named(assignment, "id", "assignment")? {
        return Ok(Which::Id(id));
    }
    let package = package(assignment)?;
    Ok(Which::Of {
        package_id: package.ok_or_else(|| {
            ApiError::bad_request("The assignment is not named.").with_target("assignment/id")
        })?,
        target_object: id_of(assignment, "targetId", "target", "objectId")?,
    })
}

fn package(assignment: &Map<String, Value>) -> Result<Option<String>, ApiError> {
    id_of(assignment, "accessPackageId", "accessPackage", "id")
}

fn no_package() -> ApiError {
    ApiError::bad_request("The access package is missing.")
        .with_target("assignment/accessPackageId")
}

/// An id under its own name, or inside the object that it is the id of.
fn id_of(
    assignment: &Map<String, Value>,
    plain: &str,
    object: &str,
    member: &str,
) -> Result<Option<String>, ApiError> {
    match named(assignment, plain, "assignment")? {
        Some(id) => Ok(Some(id)),
        None => inner(assignment, object, "assignment")?
            .map_or(Ok(None), |object| named(object, member, plain)),
    }
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

/// Who sends requests of a type; some nobody does.
fn sender(kind: RequestType) -> Result<Sender, ApiError> {
    use RequestType as T;
    let bad = |why: &str| Err(ApiError::bad_request(why).with_target("requestType"));
    match kind {
        T::UserAdd | T::UserUpdate | T::UserRemove => Ok(Sender::User),
        T::AdminAdd | T::AdminUpdate | T::AdminRemove => Ok(Sender::Administrator),
        T::ApproverRemove => Ok(Sender::Approver),
        T::NotSpecified | T::UnknownFutureValue => bad("The request type must be specified."),
        T::OnBehalfAdd => bad("onBehalfAdd is not supported by this API."),
        T::SystemAdd | T::SystemUpdate | T::SystemRemove => {
            bad("Requests of this type are made by the service only.")
        }
    }
}

/// `parameters.bypassApproval`: what administrators give is not decided by anybody else, what others ask for always is by whom its policy
/// says.
fn check_bypass(body: &Map<String, Value>, sender: Sender) -> Result<(), ApiError> {
    let Some(parameters) = inner(body, "parameters", "")? else {
        return Ok(());
    };
    known(parameters, &["bypassApproval"], "parameters")?;
    let target = "parameters/bypassApproval";
    let bypasses = match parameters.get("bypassApproval") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Bool(bypasses)) => *bypasses,
        Some(Value::String(word)) if word.eq_ignore_ascii_case("true") => true,
        Some(Value::String(word)) if word.eq_ignore_ascii_case("false") => false,
        Some(_) => {
            return Err(ApiError::bad_request("bypassApproval is a Boolean.").with_target(target));
        }
    };
    match (sender, bypasses) {
        (Sender::Administrator, false) => Err(ApiError::bad_request(
            "Approval of what administrators give is not offered: leave bypassApproval out.",
        )
        .with_target(target)),
        (Sender::User | Sender::Approver, true) => {
            Err(ApiError::forbidden("The caller may not bypass approval."))
        }
        _ => Ok(()),
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

#[cfg(test)]
mod tests;
