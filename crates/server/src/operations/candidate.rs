//! Reads what the eligibility rules want to know about a person and a package.

use portico_governance::eligibility::{Candidate, Offer, Organization, ServicePrincipal, Standing};
use portico_graph::{CatalogState, ConnectedOrganizationState, Subject};

use crate::store::packages::{self, Package};
use crate::store::users::UserType;
use crate::store::{
    Sql, StoreError, Tx, groups, organizations, rules, service_principals, subjects, users,
};

/// A subject as the rules see it.
pub async fn of_subject(tx: &mut Tx, subject: &Subject) -> Result<Candidate, StoreError> {
    let mut candidate = Candidate::default();
    if let Some(object) = &subject.object_id {
        candidate.groups = groups::of_member(tx, object).await?.into_iter().collect();
        if let Some(user_type) = users::user_type(tx, object).await? {
            candidate.is_member = user_type == UserType::Member;
            candidate.rules = rules::of_user(tx, object).await?.into_iter().collect();
            candidate.user = Some(object.clone());
        } else if let Some(service) = service_principals::by_id(tx, object).await? {
            candidate.service_principal = Some(ServicePrincipal {
                is_agent: service.kind == "agent",
                id: service.id,
            });
        }
    }
    if !candidate.is_external() {
        return Ok(candidate);
    }
    if let Some(id) = subjects::organization(tx, subject).await?
        && let Some(organization) = organizations::by_id(tx, &id).await?
    {
        candidate.organization = Some(Organization {
            id,
            is_configured: organization.state == Some(ConnectedOrganizationState::Configured),
        });
    }
    Ok(candidate)
}

/// A package as the rules see it.
pub async fn offer(tx: &mut Tx, package: &Package) -> Result<Offer, StoreError> {
    let found = Sql::new(
        "SELECT state, is_externally_visible FROM catalogs WHERE id = $1 AND deleted_at IS NULL",
    )
    .text(&package.catalog_id)
    .fetch_optional(tx)
    .await?;
    let Some(catalog) = found else {
        return Ok(Offer::default());
    };
    Ok(Offer {
        is_published: catalog.word::<CatalogState>("state")? == CatalogState::Published,
        is_externally_visible: catalog.flag("is_externally_visible")?,
    })
}

/// The undecided request of the subject for the package.
pub async fn open_request(
    tx: &mut Tx,
    subject: &str,
    package: &str,
) -> Result<Option<String>, StoreError> {
    Sql::new(
        "SELECT id FROM requests WHERE target_id = $1 AND package_id = $2 \
         AND state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering')",
    )
    .text(subject)
    .text(package)
    .fetch_optional(tx)
    .await?
    .map(|row| row.text("id"))
    .transpose()
}

/// What the subject holds and waits for, and what would keep it from the package.
pub async fn standing(tx: &mut Tx, subject: &str, package: &str) -> Result<Standing, StoreError> {
    let mut standing = Standing {
        open_request: open_request(tx, subject, package).await?,
        incompatible_packages: packages::incompatible_packages(tx, package)
            .await?
            .into_iter()
            .collect(),
        incompatible_groups: packages::incompatible_groups(tx, package)
            .await?
            .into_iter()
            .collect(),
        ..Standing::default()
    };
    for row in Sql::new(
        "SELECT id, package_id FROM assignments WHERE target_id = $1 \
         AND state IN ('delivering', 'partiallyDelivered', 'delivered')",
    )
    .text(subject)
    .fetch_all(tx)
    .await?
    {
        let held = row.text("package_id")?;
        if held == package {
            standing.live_assignment = Some(row.text("id")?);
        }
        standing.held_packages.insert(held);
    }
    Ok(standing)
}
