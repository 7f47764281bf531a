//! The organisation a demo starts with.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use portico_graph::time::Instant;

use crate::directory::{self, DEMO_NAMESPACE, ImportError};
use crate::ids::Ids;
use crate::store::Store;

const BUILT_IN: &str = include_str!("../../../../demo/aldervik.json");

/// Loads the built-in organisation, or `file`, into an empty database; another is left as it is.
pub async fn load(
    store: &Store,
    ids: &Arc<Ids>,
    file: Option<&Path>,
    now: Instant,
) -> anyhow::Result<()> {
    let mut tx = store.begin_read().await?;
    let empty = directory::is_empty(&mut tx).await?;
    drop(tx);
    if !empty {
        if file.is_some() {
            tracing::warn!(
                "the database holds an organisation already; --organisation is not read"
            );
        }
        return Ok(());
    }
    let text = match file {
        None => BUILT_IN.to_owned(),
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?,
    };
    match directory::import(store, ids, text, now, DEMO_NAMESPACE, |_| {}).await {
        Ok(_) => Ok(()),
        Err(ImportError::Store(cause)) => Err(cause).context("the organisation cannot be stored"),
        Err(problems) => bail!("the organisation file is wrong\n{problems}"),
    }
}
