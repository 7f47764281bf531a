//! Permission levels of sites known to this directory. As with applications, the grant's own row is the permission.

use super::{Answer, Deed, Grant, Obstacle};
use crate::store::{Tx, sites};

pub(super) async fn carry_out(tx: &mut Tx, deed: Deed, grant: &Grant) -> Answer {
    if deed == Deed::Take {
        return Ok(Ok(()));
    }
    let Some(site) = sites::by_url(tx, &grant.origin_id).await? else {
        return Ok(Err(Obstacle::NoResource));
    };
    let known = sites::roles(tx, &site.id)
        .await?
        .iter()
        .any(|role| role.number == grant.role_origin_id);
    Ok(if known { Ok(()) } else { Err(Obstacle::NoRole) })
}
