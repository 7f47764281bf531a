//! Access packages.

use super::{ApiError, Call, endpoint::Endpoint, paging::Pages};
use portico_graph::portico::Preview;
use portico_graph::{AccessPackage, Collection, Requirements, ResourceRoleScope};

/// One package.
pub async fn package(call: &Call, id: &str) -> Result<AccessPackage, ApiError> {
    call.get(&Endpoint::package(id)).await
}

/// A package and what it opens, as one HTTP request.
pub async fn with_resources(
    call: &Call,
    id: &str,
) -> Result<(AccessPackage, Vec<ResourceRoleScope>), ApiError> {
    let mut answers = call
        .batch(&[Endpoint::package(id), Endpoint::package_resources(id)])
        .await?;
    let package = answers.take(0)?;
    let resources: Collection<ResourceRoleScope> = answers.take(1)?;
    Ok((package, Pages::from(resources).rest(call).await?))
}

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
