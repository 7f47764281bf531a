//! What only the demo has: people to sign in as.

use super::{ApiError, Call, endpoint::Endpoint};
use portico_graph::portico::{DemoPerson, DemoSignIn};

/// The people of the demo organisation.
pub async fn people(call: &Call) -> Result<Vec<DemoPerson>, ApiError> {
    call.get(&Endpoint::demo_people()).await
}

/// Opens a session as one of them.
pub async fn sign_in(call: &Call, user_principal_name: &str) -> Result<(), ApiError> {
    call.tell(
        &Endpoint::demo_sign_in(),
        &DemoSignIn {
            user_principal_name: user_principal_name.to_owned(),
        },
    )
    .await
}
