//! The worker takes up a request that was sent: the rules are looked at once more, then the first stage opens or delivery begins.

use portico_governance::eligibility;
use portico_governance::request::{Command, State};

use super::act::Act;
use super::candidate;
use super::case::{Case, Stopped};
use crate::store::{Sql, StoreError, Tx};

/// Takes it up. A request that was taken up or taken back before is left alone.
pub async fn run(tx: &mut Tx, act: &Act, request: &str) -> Result<(), Stopped> {
    let Some(mut case) = Case::load(tx, request).await? else {
        return Ok(());
    };
    if !matches!(case.state, State::Submitted(_)) {
        return Ok(());
    }
    let command = match obstacle(tx, &case).await? {
        None => Command::Start,
        Some(why) => {
            explain(tx, &case.id, &why).await?;
            Command::TurnAway
        }
    };
    case.step(tx, act, command).await
}

/// Why the request can no longer be granted, for those who may read it.
async fn obstacle(tx: &mut Tx, case: &Case) -> Result<Option<String>, StoreError> {
    let conflicts = case.conflicts(tx).await?;
    if !conflicts.is_empty() {
        let names: Vec<_> = conflicts.into_iter().map(|(_, name)| name).collect();
        return Ok(Some(format!("incompatible with {}", names.join(", "))));
    }
    let person = candidate::of_subject(tx, &case.target).await?;
    if !eligibility::covers(&case.policy, &person) {
        return Ok(Some("the policy does not cover the person any more".into()));
    }
    let standing = candidate::standing(tx, &case.target.id, &case.package_id).await?;
    Ok(standing
        .live_assignment
        .map(|_| "the package is held already".to_owned()))
}

/// Keeps the reason with the request.
pub async fn explain(tx: &mut Tx, request: &str, why: &str) -> Result<(), StoreError> {
    Sql::new("UPDATE requests SET failure = $2 WHERE id = $1")
        .text(request)
        .text(why)
        .execute(tx)
        .await
        .map(drop)
}
