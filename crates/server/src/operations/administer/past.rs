//! Whether something is held or asked for now, or only was: what decides whether it can be deleted, and whether its row must stay.

use crate::store::{Sql, StoreError, Tx};

/// What is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of<'a> {
    /// A package.
    Package(&'a str),
    /// One policy of a package.
    Policy {
        /// The package.
        package: &'a str,
        /// The policy.
        policy: &'a str,
    },
}

const LIVE: &str = "a.state IN ('delivering', 'partiallyDelivered', 'delivered')";
const OPEN: &str = "q.state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering')";
const ANY: &str = "1 = 1";

/// Whether somebody holds it or asks for it.
pub async fn is_held(tx: &mut Tx, of: Of<'_>) -> Result<bool, StoreError> {
    exists(tx, of, (LIVE, OPEN)).await
}

/// Whether somebody ever did.
pub async fn is_remembered(tx: &mut Tx, of: Of<'_>) -> Result<bool, StoreError> {
    exists(tx, of, (ANY, ANY)).await
}

async fn exists(
    tx: &mut Tx,
    of: Of<'_>,
    (assignments, requests): (&str, &str),
) -> Result<bool, StoreError> {
    let (package, policy) = match of {
        Of::Package(package) => (package, ""),
        Of::Policy { package, policy } => (package, policy),
    };
    let text = format!(
        "SELECT a.id AS id FROM assignments a WHERE a.package_id = $1 AND ($2 = '' OR a.policy_id = $2) AND {assignments} \
         UNION ALL SELECT q.id AS id FROM requests q WHERE q.package_id = $1 AND ($2 = '' OR q.policy_id = $2) \
           AND {requests} LIMIT 1"
    );
    let found = Sql::new(text)
        .text(package)
        .text(policy)
        .fetch_optional(tx)
        .await?;
    Ok(found.is_some())
}
