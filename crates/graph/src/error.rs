//! Graph's error body (Graph contract: errors). `code` is the only member to branch on.

use serde::Serialize;
use serde_json::Value;

use crate::json::{Fault, FromJson, Reader, deserialize_from_json, read_object};

/// `{"error": {…}}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorBody {
    /// The one member.
    pub error: ErrorObject,
}

impl FromJson for ErrorBody {
    fn blank() -> Self {
        Self {
            error: ErrorObject::default(),
        }
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let mut reader = Reader::new(value);
        reader.must(&mut self.error, "error");
        reader.done()
    }
}
deserialize_from_json!(ErrorBody);

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
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let mut reader = Reader::new(value);
        reader.fill(&mut self.code, "code");
        reader.fill(&mut self.message, "message");
        reader.fill(&mut self.target, "target");
        reader.fill(&mut self.details, "details");
        // The second is how older services spell it.
        reader.fill(&mut self.inner_error, "innererror");
        reader.fill(&mut self.inner_error, "innerError");
        reader.done()
    }
}
deserialize_from_json!(ErrorObject);

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

read_object!(ErrorDetail {
    code = "code",
    message = "message",
    target = "target"
});

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

read_object!(InnerError {
    code = "code",
    date = "date",
    request_id = "request-id",
    client_request_id = "client-request-id"
});
