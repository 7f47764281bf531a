//! Access that the caller has, had or is about to have.

use super::{ApiError, Call, endpoint::Endpoint};
use portico_graph::Assignment;

/// One assignment with its package and whom it is for.
pub async fn assignment(call: &Call, id: &str) -> Result<Assignment, ApiError> {
    call.get(&Endpoint::assignment(id)).await
}
