//! Writing catalogs, packages, policies and roles.

use portico_governance::eligibility::lets_targets_ask;
use portico_graph::time::Instant;
use portico_graph::{AllowedTargetScope, AssignmentPolicy};
use serde_json::json;

use super::Steps;
use crate::directory::catalogs::{Parcel, Shelf};
use crate::directory::plan::Plan;
use crate::ids::derived;
use crate::operations::extensions::stages;
use crate::operations::policy_scopes;
use crate::store::fold::fold;
use crate::store::{Sql, StoreError, Tx, catalogs, meta, packages};

/// Catalogs first with what they have, then packages, then what packages say about each other.
pub async fn shelves(
    tx: &mut Tx,
    plan: &Plan,
    at: Instant,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    for shelf in &plan.shelves {
        catalogs::upsert(tx, &shelf.catalog, shelf.key.as_deref(), at).await?;
        assets(tx, shelf, at).await?;
        steps.step();
    }
    for shelf in &plan.shelves {
        for parcel in &shelf.packages {
            package(tx, &shelf.catalog.id, parcel, at, steps).await?;
        }
    }
    for parcel in plan.shelves.iter().flat_map(|shelf| &shelf.packages) {
        let id = &parcel.package.id;
        for other in &parcel.incompatible_packages {
            packages::add_incompatible_package(tx, id, other).await?;
        }
        for group in &parcel.incompatible_groups {
            packages::add_incompatible_group(tx, id, group).await?;
        }
    }
    Ok(())
}

async fn assets(tx: &mut Tx, shelf: &Shelf, at: Instant) -> Result<(), StoreError> {
    for asset in &shelf.resources {
        let id = &asset.resource.id;
        let key = asset.key.as_deref();
        catalogs::upsert_resource(tx, &shelf.catalog.id, &asset.resource, key, at).await?;
        for role in &asset.roles {
            catalogs::upsert_role(tx, id, role).await?;
        }
        catalogs::upsert_scope(tx, id, &asset.scope).await?;
    }
    Ok(())
}

async fn package(
    tx: &mut Tx,
    catalog: &str,
    parcel: &Parcel,
    at: Instant,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    let id = &parcel.package.id;
    packages::upsert(tx, catalog, &parcel.package, parcel.key.as_deref(), at).await?;
    for (role, scope) in &parcel.gives {
        packages::add_role_scope(tx, id, role, scope, at).await?;
    }
    packages::refresh_search_text(tx, id).await?;
    steps.step();
    for one in &parcel.policies {
        policy(tx, id, (&one.policy, one.key.as_deref()), at).await?;
        steps.step();
    }
    Ok(())
}

/// A policy with its key in the file, over the one with the same id.
pub async fn policy(
    tx: &mut Tx,
    package: &str,
    (policy, key): (&AssignmentPolicy, Option<&str>),
    at: Instant,
) -> Result<(), StoreError> {
    let name = policy.display_name.as_deref().unwrap_or_default();
    let on_behalf = policy
        .requestor_settings
        .as_ref()
        .and_then(|settings| settings.enable_on_behalf_requestors_to_add_access)
        .unwrap_or(false);
    let scope = policy
        .allowed_target_scope
        .unwrap_or(AllowedTargetScope::NotSpecified);
    Sql::new(
        "INSERT INTO policies (id, import_key, package_id, display_name, display_name_folded, description, \
           allowed_target_scope, specific_allowed_targets, automatic_request_settings, expiration, requestor_settings, \
           request_approval_settings, review_settings, notification_settings, questions, \
           custom_extension_stage_settings, self_add, on_behalf_add, version, created_at, modified_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1, $19, $19) \
         ON CONFLICT (id) DO UPDATE SET import_key = excluded.import_key, package_id = excluded.package_id, \
           display_name = excluded.display_name, display_name_folded = excluded.display_name_folded, \
           description = excluded.description, allowed_target_scope = excluded.allowed_target_scope, \
           specific_allowed_targets = excluded.specific_allowed_targets, \
           automatic_request_settings = excluded.automatic_request_settings, expiration = excluded.expiration, \
           requestor_settings = excluded.requestor_settings, \
           request_approval_settings = excluded.request_approval_settings, \
           review_settings = excluded.review_settings, notification_settings = excluded.notification_settings, \
           questions = excluded.questions, \
           custom_extension_stage_settings = excluded.custom_extension_stage_settings, self_add = excluded.self_add, on_behalf_add = excluded.on_behalf_add, \
           deleted_at = NULL, version = policies.version + 1, modified_at = excluded.modified_at \
         WHERE (policies.import_key, policies.package_id, policies.display_name, policies.display_name_folded, \
           policies.description, policies.allowed_target_scope, policies.specific_allowed_targets, \
           policies.automatic_request_settings, policies.expiration, policies.requestor_settings, \
           policies.request_approval_settings, policies.review_settings, policies.notification_settings, \
           policies.questions, policies.custom_extension_stage_settings, policies.self_add, policies.on_behalf_add, policies.deleted_at) \
           IS DISTINCT FROM (excluded.import_key, excluded.package_id, excluded.display_name, excluded.display_name_folded, \
           excluded.description, excluded.allowed_target_scope, excluded.specific_allowed_targets, \
           excluded.automatic_request_settings, excluded.expiration, excluded.requestor_settings, \
           excluded.request_approval_settings, excluded.review_settings, excluded.notification_settings, \
           excluded.questions, excluded.custom_extension_stage_settings, excluded.self_add, excluded.on_behalf_add, excluded.deleted_at)",
    )
    .text(&policy.id)
    .opt_text(key)
    .text(package)
    .text(name)
    .text(fold(name))
    .opt_text(policy.description.as_deref())
    .text(scope.as_str())
    .json(&policy.specific_allowed_targets)?
    .opt_json(policy.automatic_request_settings.as_ref())?
    .opt_json(policy.expiration.as_ref())?
    .opt_json(policy.requestor_settings.as_ref())?
    .opt_json(policy.request_approval_settings.as_ref())?
    .opt_json(policy.review_settings.as_ref())?
    .opt_json(policy.notification_settings.as_ref())?
    .json(&policy.questions.as_deref().unwrap_or_default())?
    .json(&policy.custom_extension_stage_settings.as_ref().unwrap_or(&json!([])))?
    .flag(lets_targets_ask(policy))
    .flag(on_behalf)
    .instant(at)
    .execute(tx)
    .await?;
    stages::write(tx, policy).await?;
    policy_scopes::write(tx, policy).await
}

/// Gives the roles; one that is held already stays as it is.
pub async fn roles(
    tx: &mut Tx,
    plan: &Plan,
    at: Instant,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    let namespace = meta::namespace(tx).await?;
    for given in &plan.roles {
        let scope = match &given.catalog {
            None => "/".to_owned(),
            Some(catalog) => format!("/AccessPackageCatalog/{catalog}"),
        };
        let name = format!(
            "roleAssignment/{}/{}/{scope}",
            given.principal.id, given.role
        );
        Sql::new(
            "INSERT INTO role_assignments (id, principal_kind, principal_id, role_id, app_scope_id, catalog_id, \
               created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (principal_id, role_id, app_scope_id) DO NOTHING",
        )
        .text(derived(&namespace, &name))
        .text(given.principal.kind.as_str())
        .text(&given.principal.id)
        .text(given.role)
        .text(scope)
        .opt_text(given.catalog.as_deref())
        .instant(at)
        .execute(tx)
        .await?;
        steps.step();
    }
    Ok(())
}
