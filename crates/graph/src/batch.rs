//! JSON batching: `POST /v1.0/$batch` (Graph contract: batch). At most 20 parts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The most parts that one batch may hold.
pub const MAX_PARTS: usize = 20;

/// The body of a batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchRequest {
    /// The parts.
    pub requests: Vec<BatchPart>,
}

/// One call inside a batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchPart {
    /// Unique in the batch; answers are matched by it.
    pub id: String,
    /// An HTTP method.
    pub method: String,
    /// Relative to the version root, such as `/me`.
    pub url: String,
    /// Headers of this part.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The part's body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Ids of parts that must have succeeded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
}

/// The answer to a batch, in any order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchResponse {
    /// One answer a part.
    pub responses: Vec<BatchAnswer>,
}

/// The answer to one part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchAnswer {
    /// The part's id.
    pub id: String,
    /// The part's HTTP status.
    pub status: u16,
    /// The part's headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The part's body; null when it has none.
    #[serde(default)]
    pub body: Value,
}
