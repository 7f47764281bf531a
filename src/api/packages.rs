//! Access packages.

use super::{ApiError, Call, endpoint::Endpoint};
use portico_graph::portico::Preview;
use portico_graph::{Collection, Requirements};

/// What each policy that fits the caller asks for. None: the caller may not ask.
pub async fn requirements(call: &Call, id: &str) -> Result<Vec<Requirements>, ApiError> {
    Ok(call
        .ask::<Collection<Requirements>>(&Endpoint::requirements(id))
        .await?
        .value)
}

/// Who would decide under a policy.
pub async fn preview(call: &Call, id: &str, policy: Option<&str>) -> Result<Preview, ApiError> {
    call.get(&Endpoint::preview(id, policy)).await
}
