//! Roles of applications registered in this directory. The grant's own row is the role assignment that the application reads; the
//! connector only makes sure that there is such an application with such a role.

use super::{Answer, Deed, Grant, Obstacle};
use crate::store::{Tx, service_principals};

pub(super) async fn carry_out(tx: &mut Tx, deed: Deed, grant: &Grant) -> Answer {
    if deed == Deed::Take {
        return Ok(Ok(()));
    }
    let Some(application) = service_principals::by_id(tx, &grant.origin_id).await? else {
        return Ok(Err(Obstacle::NoResource));
    };
    let roles = service_principals::app_roles(tx, &application.id).await?;
    let known = roles.iter().any(|role| role.id == grant.role_origin_id);
    Ok(if known { Ok(()) } else { Err(Obstacle::NoRole) })
}
