//! What an extension's configuration may say, and what is meant where it says nothing.

use std::ops::RangeInclusive;

use portico_graph::time::Duration;
use serde_json::{Map, Value};

/// How often a call that failed is tried again.
pub const RETRIES: RangeInclusive<i64> = 0..=10;
/// How often, unless the extension says.
pub const USUAL_RETRIES: i64 = 5;
/// How long a call may take, in milliseconds.
pub const TIMEOUT: RangeInclusive<i64> = 100..=30_000;
/// How long, unless the extension says.
pub const USUAL_TIMEOUT: i64 = 10_000;
/// How long an answer is waited for (Graph contract: callback).
pub const ANSWER: RangeInclusive<Duration> = Duration::from_seconds(300)..=Duration::from_days(14);
/// How long, should it no longer say.
pub const USUAL_ANSWER: Duration = Duration::from_days(1);

/// The address in an `httpRequestEndpoint` or a `logicAppTriggerEndpointConfiguration`.
pub fn url(endpoint: &Map<String, Value>) -> Option<&str> {
    ["targetUrl", "url"]
        .into_iter()
        .find_map(|name| endpoint.get(name)?.as_str())
}
