//! The single facts of a database that a process needs before it can answer: made at the first start, kept ever after,
//! the same for every process on that database.

use anyhow::{Context, anyhow};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::directory::DEMO_NAMESPACE;
use crate::ids::{Ids, derived};
use crate::signin::demo_key::DemoKey;
use crate::store::{Store, StoreError, meta};

/// See the fields.
pub struct Facts {
    /// The organisation's id as clients see it.
    pub tenant: String,
    /// Signs what goes out in links.
    pub secret: [u8; 32],
}

impl Facts {
    /// Reads the facts; makes those that are missing. A demo's ids are the same everywhere, so that links to it can be
    /// written down.
    pub async fn settle(store: &Store, ids: &Ids, demo: bool) -> anyhow::Result<Self> {
        let namespace = if demo {
            DEMO_NAMESPACE.to_string()
        } else {
            ids.guid()
        };
        let fresh_secret = STANDARD.encode(ids.secret());
        let (tenant, secret) = store
            .write(move |tx| {
                let (namespace, fresh_secret) = (namespace.clone(), fresh_secret.clone());
                Box::pin(async move {
                    meta::set_if_absent(tx, meta::name::NAMESPACE, &namespace).await?;
                    let namespace = meta::namespace(tx).await?;
                    let tenant = derived(&namespace, "tenant");
                    let tenant = meta::set_if_absent(tx, meta::name::TENANT, &tenant).await?;
                    let secret = meta::set_if_absent(tx, meta::name::SECRET, &fresh_secret).await?;
                    Ok::<_, StoreError>((tenant, secret))
                })
            })
            .await?;
        let secret = STANDARD
            .decode(secret)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| anyhow!("the stored secret is broken"))?;
        Ok(Self { tenant, secret })
    }

    /// The demo's signing key as PEM, made when there is none.
    pub async fn demo_key(&self, store: &Store, ids: &Ids) -> anyhow::Result<String> {
        let fresh = DemoKey::generate(ids)?;
        store
            .write(move |tx| {
                let fresh = fresh.clone();
                Box::pin(async move { meta::set_if_absent(tx, meta::name::DEMO_KEY, &fresh).await })
            })
            .await
            .map_err(|cause: StoreError| anyhow!(cause))
            .context("the demo's key cannot be kept")
    }
}
