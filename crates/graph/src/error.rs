//! Graph's error body (Graph contract: errors). `code` is the only member to branch on.

use serde::{Deserialize, Serialize};

/// `{"error": {…}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The one member.
    pub error: ErrorObject,
}

/// What went wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
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
    #[serde(alias = "innererror", skip_serializing_if = "Option::is_none")]
    pub inner_error: Option<InnerError>,
}

/// One separate problem.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ErrorDetail {
    /// As in [`ErrorObject::code`].
    pub code: String,
    /// Developer text; on a decided stage the name of who decided.
    pub message: String,
    /// The property, question id or object id at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

/// Where to look for the fault in the service's log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
