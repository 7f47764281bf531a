//! Graph's error body (Graph contract: errors). `code` is the only member to branch on.

use serde::Serialize;
use serde_json::Value;

use crate::json::{self, Fault, FromJson, member, read_object};

/// `{"error": {…}}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorBody {
    /// The one member.
    pub error: ErrorObject,
}

read_object!(
    ErrorBody;
    error = "error",
);

/// What went wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorObject {
    /// A word to branch on, such as `ResourceNotFound`.
    pub code: String,
    /// Developer text, not for display.
    pub message: String,
    /// The property or parameter at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// One entry for each separate problem.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ErrorDetail>,
    /// When and under which request id; older services spell it `innererror`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner_error: Option<InnerError>,
}

impl FromJson for ErrorObject {
    fn from_json(value: Value) -> Result<Self, Fault> {
        let mut object = json::object(value)?;
        let inner: Option<InnerError> = member(&mut object, "innerError")?;
        Ok(Self {
            code: member(&mut object, "code")?,
            message: member(&mut object, "message")?,
            target: member(&mut object, "target")?,
            details: member(&mut object, "details")?,
            // As older services spell it.
            inner_error: inner.map_or_else(
                || member(&mut object, "innererror"),
                |inner| Ok(Some(inner)),
            )?,
        })
    }
}
json::deserialize_from_json!(ErrorObject);

/// One separate problem.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorDetail {
    /// As in [`ErrorObject::code`].
    pub code: String,
    /// Developer text; on a decided stage the name of who decided.
    pub message: String,
    /// The property, question id or object id at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

read_object!(
    ErrorDetail else Self::default();
    code = "code",
    message = "message",
    target = "target",
);

/// Where to look for the fault in the service's log.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct InnerError {
    /// A more exact code, such as `resourceModified`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// UTC, without zone, as Graph prints it.
    pub date: String,
    /// The server's id of the request.
    #[serde(rename = "request-id")]
    pub request_id: String,
    /// The client's id of the request, else the same as `request_id`.
    #[serde(rename = "client-request-id")]
    pub client_request_id: String,
}

read_object!(
    InnerError else Self::default();
    code = "code",
    date = "date",
    request_id = "request-id",
    client_request_id = "client-request-id",
);
