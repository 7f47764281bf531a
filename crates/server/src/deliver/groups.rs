//! Local groups: membership and ownership really change.

use portico_graph::time::Instant;

use super::{Answer, Deed, Grant, Obstacle};
use crate::store::groups::{self, Source};
use crate::store::principal::Principal;
use crate::store::{Tx, users};

pub(super) async fn carry_out(tx: &mut Tx, deed: Deed, grant: &Grant, at: Instant) -> Answer {
    let (group, person) = (&grant.origin_id, &grant.principal_id);
    if groups::by_id(tx, group).await?.is_none() {
        return Ok(missing(deed, Obstacle::NoResource));
    }
    if users::by_id(tx, person).await?.is_none() {
        return Ok(missing(deed, Obstacle::NoAccount));
    }
    let member = Principal::user(person);
    match (grant.role_origin_id.split_once('_'), deed) {
        (Some(("Member", _)), Deed::Give) => {
            groups::add_member(tx, group, &member, Source::Access, at).await?;
        }
        (Some(("Member", _)), Deed::Take) => {
            groups::remove_member(tx, group, &member, Source::Access).await?;
        }
        (Some(("Owner", _)), Deed::Give) => {
            groups::add_owner(tx, group, person, Source::Access).await?;
        }
        (Some(("Owner", _)), Deed::Take) => {
            groups::remove_owner(tx, group, person, Source::Access).await?;
        }
        _ => return Ok(missing(deed, Obstacle::NoRole)),
    }
    Ok(Ok(()))
}

/// What is not there cannot be given, and need not be taken.
fn missing(deed: Deed, obstacle: Obstacle) -> Result<(), Obstacle> {
    match deed {
        Deed::Give => Err(obstacle),
        Deed::Take => Ok(()),
    }
}
