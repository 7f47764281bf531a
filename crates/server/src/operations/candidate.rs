//! Reads what the eligibility rules want to know about a person and a package.

use portico_governance::eligibility::{Candidate, Offer, Organization, ServicePrincipal, Standing};
use portico_graph::{CatalogState, ConnectedOrganizationState, Subject};

use crate::store::packages::{self, Package};
use crate::store::users::UserType;
use crate::store::{Sql, StoreError, Tx, organizations, service_principals, subjects};

/// A subject as the rules see it.
pub async fn of_subject(tx: &mut Tx, subject: &Subject) -> Result<Candidate, StoreError> {
    let mut candidate = Candidate::default();
    if let Some(object) = &subject.object_id {
        in_directory(tx, object, &mut candidate).await?;
        if candidate.user.is_none()
            && let Some(service) = service_principals::by_id(tx, object).await?
        {
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

/// What the directory says of an object: a user or not, and what holds it. One statement, for every form and every request asks.
async fn in_directory(
    tx: &mut Tx,
    object: &str,
    candidate: &mut Candidate,
) -> Result<(), StoreError> {
    let rows = Sql::new(
        "SELECT 'user' AS kind, user_type AS value FROM users WHERE id = $1 \
         UNION ALL SELECT 'group', group_id FROM memberships WHERE member_id = $1 \
         UNION ALL SELECT 'rule', r.rule FROM rule_members m JOIN attribute_rules r ON r.id = m.rule_id WHERE m.user_id = $1",
    )
    .text(object)
    .fetch_all(tx)
    .await?;
    for row in rows {
        let value = row.text("value")?;
        match row.text("kind")?.as_str() {
            "group" => {
                candidate.groups.insert(value);
            }
            "rule" => {
                candidate.rules.insert(value);
            }
            _ => {
                candidate.is_member = value != UserType::Guest.as_str();
                candidate.user = Some(object.to_owned());
            }
        }
    }
    Ok(())
}

/// A package, and how the rules see it; `None` when it is absent or deleted.
pub async fn offered(tx: &mut Tx, package: &str) -> Result<Option<(Package, Offer)>, StoreError> {
    let found = Sql::new(
        "SELECT p.*, c.state AS catalog_state, c.is_externally_visible AS is_externally_visible FROM packages p \
         LEFT JOIN catalogs c ON c.id = p.catalog_id AND c.deleted_at IS NULL WHERE p.id = $1 AND p.deleted_at IS NULL",
    )
    .text(package)
    .fetch_optional(tx)
    .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    let published = CatalogState::Published.as_str();
    let offer = Offer {
        is_published: row.opt_text("catalog_state")?.as_deref() == Some(published),
        is_externally_visible: row.opt_int("is_externally_visible")? == Some(1),
    };
    Ok(Some((Package::read(&row)?, offer)))
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
