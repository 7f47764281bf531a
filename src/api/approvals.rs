//! Decisions about requests.

use super::{ApiError, Call, endpoint::Endpoint};
use portico_graph::StageDecision;

/// Decides one stage. A conflict means that somebody else was faster.
pub async fn decide(
    call: &Call,
    request: &str,
    stage: &str,
    decision: &StageDecision,
) -> Result<(), ApiError> {
    call.patch(&Endpoint::stage(request, stage), decision).await
}
