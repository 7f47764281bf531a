//! Gives and takes what packages contain. One file a connector; a connector works inside the caller's transaction, because everything of
//! this slice lives in the same database: given and recorded, or neither.

mod applications;
mod groups;
mod sites;

use portico_graph::time::Instant;

use crate::store::{StoreError, Tx};

/// One role on one resource for one directory object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The user or service principal.
    pub principal_id: String,
    /// Where the resource lives, as in `accessPackageResource.originSystem`.
    pub origin_system: String,
    /// The resource there.
    pub origin_id: String,
    /// The role there.
    pub role_origin_id: String,
}

/// Why a role cannot be given. Kept with the delivery and shown to those who may repair it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// The person has no account in the directory yet.
    #[error("the person has no account in the directory")]
    NoAccount,
    /// The resource is gone from its origin system.
    #[error("the resource does not exist any more")]
    NoResource,
    /// The resource has no such role any more.
    #[error("the resource has no such role any more")]
    NoRole,
    /// Nothing here can speak to the origin system.
    #[error("there is no connector for {0}")]
    NoConnector(String),
}

/// What a connector is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Give,
    Take,
}

/// A connector's answer: the store's own failures go up, an obstacle belongs to this one role.
type Answer = Result<Result<(), Obstacle>, StoreError>;

/// Gives a role. Giving twice is giving once.
pub async fn give(tx: &mut Tx, grant: &Grant, at: Instant) -> Answer {
    carry_out(tx, Deed::Give, grant, at).await
}

/// Takes a role away. What the directory itself gave stays; taking twice is taking once.
pub async fn take(tx: &mut Tx, grant: &Grant, at: Instant) -> Answer {
    carry_out(tx, Deed::Take, grant, at).await
}

async fn carry_out(tx: &mut Tx, deed: Deed, grant: &Grant, at: Instant) -> Answer {
    match grant.origin_system.as_str() {
        "AadGroup" => groups::carry_out(tx, deed, grant, at).await,
        "AadApplication" => applications::carry_out(tx, deed, grant).await,
        "SharePointOnline" => sites::carry_out(tx, deed, grant).await,
        other => Ok(Err(Obstacle::NoConnector(other.to_owned()))),
    }
}
