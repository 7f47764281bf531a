//! Decisions about requests.

use super::{ApiError, Call, endpoint::Endpoint};
use portico_graph::{Approval, StageDecision};

/// The approval of a request, which has the request's id.
pub async fn approval(call: &Call, request: &str) -> Result<Approval, ApiError> {
    call.get(&Endpoint::approval(request)).await
}

/// Decides one stage. A conflict means that somebody else was faster.
pub async fn decide(
    call: &Call,
    request: &str,
    stage: &str,
    decision: &StageDecision,
) -> Result<(), ApiError> {
    call.patch(&Endpoint::stage(request, stage), decision).await
}
