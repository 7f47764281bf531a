//! Every address of the server, on one page.

use axum::Router;
use axum::http::HeaderMap;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, patch, post, put};
use tower::util::option_layer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use super::body::JsonBody;
use super::caller::Caller;
use super::error::ApiError;
use super::{App, account, address, batch, cross_origin, envelope, loopback, portal};
use crate::api::{
    approvals, assignments, available_packages, by_role, cancel_request, catalogs, config_json,
    create_request, decide_stage, extensions, groups, health, me, openapi, organizations, packages,
    photos, policies, portico, reprocess, requests, requirements, resource_environments,
    resource_requests, resume, role_assignments, settings, subjects, suggestions, users,
};
use crate::demo;
use crate::scim;

/// The whole server as a service.
pub fn router(app: &App) -> Router {
    let alone = layered(app, routes(app));
    let parts = alone.clone();
    let with_batch = routes(app).route(
        "/v1.0/$batch",
        post(
            async move |state: axum::extract::State<App>,
                        caller: Caller,
                        headers: HeaderMap,
                        body: JsonBody| {
                batch::run(state.0, parts, caller, headers, body).await
            },
        ),
    );
    layered(app, with_batch)
}

#[rustfmt::skip]
fn routes(app: &App) -> Router<App> {
    let routes = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/config.json", get(config_json::get))
        // Microsoft Graph
        .route("/v1.0/$metadata", get(openapi::metadata))
        .route("/portico/v1/openapi.json", get(openapi::get))
        .route("/v1.0/me", get(me::get))
        .route("/v1.0/me/manager", get(me::manager))
        .route("/v1.0/me/directReports", get(me::direct_reports))
        .route("/v1.0/me/directReports/$count", get(me::direct_reports))
        .route("/v1.0/me/photo", get(photos::mine))
        .route("/v1.0/me/photo/$value", get(photos::my_picture))
        .route("/v1.0/me/{*path}", get(me::follow))
        .route("/v1.0/users", get(users::list))
        .route("/v1.0/users/$count", get(users::list))
        .route("/v1.0/users/{id}", get(users::get))
        .route("/v1.0/users/{id}/photo", get(photos::get))
        .route(
            "/v1.0/users/{id}/photo/$value",
            get(photos::get_picture).put(photos::put).delete(photos::delete),
        )
        .route("/v1.0/users/{id}/{*path}", get(users::follow))
        .route("/v1.0/groups", get(groups::list))
        .route("/v1.0/groups/$count", get(groups::list))
        .route("/v1.0/groups/{id}", get(groups::get))
        .route("/v1.0/groups/{id}/{*path}", get(groups::follow))
        .route("/v1.0/groups/{id}/members", get(groups::members))
        .route("/v1.0/groups/{id}/members/$count", get(groups::members))
        .nest("/v1.0/identityGovernance/entitlementManagement", entitlement_management())
        .route("/v1.0/roleManagement/entitlementManagement/roleAssignments", post(role_assignments::post))
        .route("/v1.0/roleManagement/entitlementManagement/roleAssignments/{id}", delete(role_assignments::delete))
        .merge(by_role::routes())
        .nest(scim::ROOT, scim::routes(app))
        // What Graph has no word for
        .route("/portico/v1/session", get(portico::session::get))
        .route("/portico/v1/session/end", post(portico::session::end))
        .route("/portico/v1/packages/{id}/preview", get(portico::preview::get))
        .route("/portico/v1/requests/progress", get(portico::progress::list))
        .route("/portico/v1/requests/{id}/events", get(portico::events::get));
    if app.demo.is_none() {
        return routes;
    }
    routes
        .route("/demo/people", get(demo::people::list))
        .route("/demo/sign-in", post(demo::sign_in::post))
        .route("/demo/clock", get(demo::moving_clock::get).post(demo::moving_clock::post))
        .route("/demo/mail", get(demo::mailbox::get))
        .route("/demo/mail.css", get(demo::mailbox::style))
}

/// Everything below `/v1.0/identityGovernance/entitlementManagement`.
#[rustfmt::skip]
fn entitlement_management() -> Router<App> {
    Router::new()
        .route("/accessPackages", get(packages::list).post(packages::administer::post))
        .route("/accessPackages/$count", get(packages::list))
        .route("/accessPackages/filterByCurrentUser", get(packages::filter_by_current_user))
        .route("/accessPackages/filterByCurrentUser/$count", get(packages::filter_by_current_user))
        .route(
            "/accessPackages/{id}",
            get(packages::get).patch(packages::administer::patch).delete(packages::administer::delete),
        )
        .route("/accessPackages/{id}/getApplicablePolicyRequirements", post(requirements::post))
        .route(
            "/accessPackages/{id}/{*path}",
            get(packages::follow).post(packages::below::post).delete(packages::below::delete),
        )
        .route("/connectedOrganizations", post(organizations::post))
        .route("/connectedOrganizations/{id}", patch(organizations::patch).delete(organizations::delete))
        .route(
            "/connectedOrganizations/{id}/{*path}",
            post(organizations::add_sponsor).delete(organizations::remove_sponsor),
        )
        .route("/resourceRequests", post(resource_requests::post))
        .route("/resources/{id}/refresh", post(resource_requests::refresh))
        .route("/settings", get(settings::get).patch(settings::patch))
        .route("/controlConfigurations", get(settings::list))
        .route("/controlConfigurations/{id}", get(settings::get_control).put(settings::put_control))
        .route("/subjects", patch(subjects::patch_by_key))
        .route("/subjects/{id}", patch(subjects::patch))
        .route("/accessPackageSuggestions/filterByCurrentUser", get(suggestions::filter_by_current_user))
        .route("/accessPackageSuggestions/filterByCurrentUser/$count", get(suggestions::filter_by_current_user))
        .route("/assignmentPolicies", post(policies::post))
        .route("/assignmentPolicies/{id}", put(policies::put).delete(policies::delete))
        .route(
            "/assignmentPolicies/{id}/{*path}",
            post(policies::below::post).patch(policies::below::patch).delete(policies::below::delete),
        )
        .route("/resourceEnvironments", get(resource_environments::list))
        .route("/resourceEnvironments/$count", get(resource_environments::list))
        .route("/catalogs", post(catalogs::post))
        .route("/catalogs/{id}", patch(catalogs::patch).delete(catalogs::delete))
        .route(
            "/catalogs/{id}/{*path}",
            post(extensions::post).patch(extensions::patch).delete(extensions::delete),
        )
        .route("/availableAccessPackages", get(available_packages::list))
        .route("/availableAccessPackages/$count", get(available_packages::list))
        .route("/availableAccessPackages/{id}", get(available_packages::get))
        .route("/availableAccessPackages/{id}/{*path}", get(available_packages::follow))
        .route("/assignments", get(assignments::list))
        .route("/assignments/$count", get(assignments::list))
        .route("/assignments/filterByCurrentUser", get(assignments::filter_by_current_user))
        .route("/assignments/filterByCurrentUser/$count", get(assignments::filter_by_current_user))
        .route("/assignments/additionalAccess", get(assignments::additional_access))
        .route("/assignments/additionalAccess/$count", get(assignments::additional_access))
        .route("/assignments/{id}", get(assignments::get))
        .route("/assignments/{id}/reprocess", post(reprocess::assignment))
        .route("/assignments/{id}/{*path}", get(assignments::follow))
        .route("/assignmentRequests", get(requests::list).post(create_request::post))
        .route("/assignmentRequests/$count", get(requests::list))
        .route("/assignmentRequests/filterByCurrentUser", get(requests::filter_by_current_user))
        .route("/assignmentRequests/filterByCurrentUser/$count", get(requests::filter_by_current_user))
        .route("/assignmentRequests/{id}", get(requests::get).delete(cancel_request::delete))
        .route("/assignmentRequests/{id}/cancel", post(cancel_request::post))
        .route("/assignmentRequests/{id}/reprocess", post(reprocess::request))
        .route("/assignmentRequests/{id}/resume", post(resume::post))
        .route("/assignmentRequests/{id}/{*path}", get(requests::follow))
        .route("/accessPackageAssignmentApprovals/filterByCurrentUser", get(approvals::filter_by_current_user))
        .route("/accessPackageAssignmentApprovals/filterByCurrentUser/$count", get(approvals::filter_by_current_user))
        .route("/accessPackageAssignmentApprovals/{id}", get(approvals::get))
        .route("/accessPackageAssignmentApprovals/{id}/stages", get(approvals::list_stages))
        .route("/accessPackageAssignmentApprovals/{id}/stages/$count", get(approvals::list_stages))
        .route("/accessPackageAssignmentApprovals/{id}/stages/{stage}", get(approvals::get_stage).patch(decide_stage::patch))
}

/// Puts on what every address has in common; the last layer is the outermost.
fn layered(app: &App, routes: Router<App>) -> Router {
    let chosen = routes
        .fallback(portal::serve)
        .method_not_allowed_fallback(async || ApiError::method_not_allowed())
        .layer(from_fn(account::note_route))
        .with_state(app.clone());
    // Layers of a router run after it has chosen a route; addresses must be brought into shape before.
    Router::new()
        .fallback_service(chosen)
        .layer(from_fn(address::normalize))
        .layer(from_fn_with_state(app.clone(), loopback::only))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), envelope::seal))
        .layer(option_layer(cross_origin::layer(&app.allowed_origins)))
        .layer(
            // Answers by gzip alone: brotli makes them a tenth smaller for twice the time. The portal's files come compressed.
            CompressionLayer::new().compress_when(
                SizeAbove::new(1024).and(NotForContentType::new("application/wasm")),
            ),
        )
}
