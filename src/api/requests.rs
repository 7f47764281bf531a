//! Assignment requests.

use super::{
    ApiError, Call,
    endpoint::{Endpoint, RequestsOn},
};
use portico_graph::portico::{Progress, RequestEvents};
use portico_graph::{AssignmentRequest, Collection, NewAssignmentRequest};

/// One request.
pub async fn request(call: &Call, id: &str) -> Result<AssignmentRequest, ApiError> {
    call.get(&Endpoint::request(id)).await
}

/// Sends a new request. The same call sends the same request: it is created once.
pub async fn create(
    call: &Call,
    request: &NewAssignmentRequest,
) -> Result<AssignmentRequest, ApiError> {
    call.post(&Endpoint::requests(), request).await
}

/// Takes an undecided request back.
pub async fn cancel(call: &Call, id: &str) -> Result<(), ApiError> {
    call.act(&Endpoint::cancel_request(id)).await
}

/// The timeline of one request, and how it stands.
pub async fn events(call: &Call, id: &str) -> Result<RequestEvents, ApiError> {
    call.get(&Endpoint::request_events(id)).await
}

/// How my open requests stand, or those that wait for me.
pub async fn progress(call: &Call, on: &[RequestsOn]) -> Result<Vec<Progress>, ApiError> {
    Ok(call
        .get::<Collection<Progress>>(&Endpoint::progress(on))
        .await?
        .value)
}
