//! One package as somebody meets it who may want to ask for it.

use super::{
    ApiError, Call,
    batch::Part,
    browse::{self, Mine},
    endpoint::Endpoint,
    packages,
    paging::Pages,
};
use portico_graph::portico::{Capability, Preview};
use portico_graph::{AccessPackage, Collection, Requirements, ResourceRoleScope};

/// A package, what it opens, what I have of it and what asking for it takes: one HTTP request.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    pub package: AccessPackage,
    pub resources: Vec<ResourceRoleScope>,
    pub mine: Mine,
    /// One a policy that fits me; none: I may not ask.
    pub requirements: Vec<Requirements>,
}

/// Reads a package with everything that belongs to it.
pub async fn offer(call: &Call, id: &str) -> Result<Offer, ApiError> {
    let [assignments, requests] = browse::own();
    let parts = [
        Part::get(Endpoint::package(id)),
        Part::get(Endpoint::package_resources(id)),
        assignments,
        requests,
        Part::ask(Endpoint::requirements(id)),
    ];
    let mut answers = call.batch(parts).await?;
    let package = answers.take(0)?;
    let resources: Collection<ResourceRoleScope> = answers.take(1)?;
    let requirements = match answers.take::<Collection<Requirements>>(4) {
        // A service that answers only GET inside a batch.
        Err(ApiError::Server(refusal)) if refusal.status == 501 => {
            packages::requirements(call, id).await
        }
        answer => answer.map(|answer| answer.value),
    };
    Ok(Offer {
        package,
        resources: Pages::from(resources).rest(call).await?,
        mine: Mine {
            assignments: answers.list(2)?,
            requests: answers.list(3)?,
        },
        requirements: match requirements {
            // Not being allowed to ask is an answer, not a failure.
            Err(ApiError::Forbidden(_) | ApiError::NotFound(_)) => Vec::new(),
            requirements => requirements?,
        },
    })
}

/// Who would decide. None where the back end has no word for it, and where it cannot tell which policy is meant.
pub async fn preview(
    call: &Call,
    id: &str,
    policy: Option<&str>,
) -> Result<Option<Preview>, ApiError> {
    if !call.session().can(Capability::Preview) {
        return Ok(None);
    }
    match packages::preview(call, id, policy).await {
        Ok(preview) => Ok(Some(preview)),
        Err(ApiError::Invalid(_) | ApiError::Forbidden(_) | ApiError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
