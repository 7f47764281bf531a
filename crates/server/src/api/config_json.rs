//! `GET /config.json`: which back end the portal talks to. Anybody may read it.

use axum::Json;
use axum::extract::State;
use portico_graph::portico::{Backend, Capability, Config, OrganizationInfo};

use crate::http::error::ApiError;
use crate::http::{App, address};
use crate::store::meta;

/// The portal's configuration.
pub async fn get(State(app): State<App>) -> Result<Json<Config>, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let mut fact = async |name| {
        meta::get(&mut tx, name)
            .await
            .map(Option::unwrap_or_default)
    };
    let organization = OrganizationInfo {
        display_name: fact(meta::name::ORGANIZATION).await?,
        time_zone: fact(meta::name::TIME_ZONE).await?,
        tenant_id: fact(meta::name::TENANT).await?,
    };
    Ok(Json(Config {
        backend: Backend::Portico,
        api_base: address::VERSION_ROOT.into(),
        demo: app.demo.is_some(),
        organization,
        capabilities: Capability::ALL
            .iter()
            .map(|capability| capability.as_str().into())
            .collect(),
    }))
}
