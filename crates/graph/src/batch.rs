//! JSON batching: `POST /v1.0/$batch` (Graph contract: batch). At most 20 parts.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::json::read_object;
use serde_json::Value;

/// The most parts that one batch may hold.
pub const MAX_PARTS: usize = 20;

/// The body of a batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BatchRequest {
    /// The parts.
    pub requests: Vec<BatchPart>,
}

read_object!(BatchRequest {
    requests = "requests"
});

/// One call inside a batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchPart {
    /// Unique in the batch; answers are matched by it.
    pub id: String,
    /// An HTTP method.
    pub method: String,
    /// Relative to the version root, such as `/me`.
    pub url: String,
    /// Headers of this part.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The part's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Ids of parts that must have succeeded before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
}

read_object!(BatchPart {
    id = "id",
    method = "method",
    url = "url",
    headers = "headers",
    body = "body",
    depends_on = "dependsOn"
});

/// The answer to a batch, in any order.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BatchResponse {
    /// One answer a part.
    pub responses: Vec<BatchAnswer>,
}

read_object!(BatchResponse {
    responses = "responses"
});

/// The answer to one part.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BatchAnswer {
    /// The part's id.
    pub id: String,
    /// The part's HTTP status.
    pub status: u16,
    /// The part's headers.
    pub headers: BTreeMap<String, String>,
    /// The part's body; null when it has none.
    pub body: Value,
}

read_object!(BatchAnswer {
    id = "id",
    status = "status",
    headers = "headers",
    body = "body"
});
