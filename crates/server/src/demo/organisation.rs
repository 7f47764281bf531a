//! The organisation a demo starts with, and what happened in it before.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use portico_graph::time::Instant;

use super::history::{self, History, Past};
use crate::directory::{self, DEMO_NAMESPACE, Import, Source};
use crate::ids::Ids;
use crate::store::{Store, Tx};

/// Files of a folder of the demo, by name.
macro_rules! files {
    ($folder:literal: $($name:literal)*) => {
        &[$((
            concat!($name, ".json"),
            include_str!(concat!("../../../../demo/", $folder, "/", $name, ".json")),
        )),*]
    };
}

/// The built-in organisation.
const PIECES: &[(&str, &str)] = files!("aldervik":
    "applications-and-sites"
    "catalog-field-and-customers"
    "catalog-fleet-data"
    "catalog-people-and-money"
    "catalog-robot-platform"
    "catalog-safety-and-quality"
    "catalog-test-sites"
    "catalog-working-with-partners"
    "catalog-workplace-it"
    "groups"
    "organisation"
    "partners"
    "people"
);

/// Its history.
const PAGES: &[(&str, &str)] = files!("history":
    "1-a-year-ago"
    "2-half-a-year-ago"
    "3-last-months"
    "4-last-weeks"
    "5-this-week"
);

/// Loads the built-in organisation with its history, or the one at `place` without any, into an empty database; another is left as it
/// is. Everything is written in one transaction: a process that ends on the way has done nothing. Letters of the past have links below
/// `link`. Answers with what was replayed.
pub async fn load(
    store: &Store,
    ids: &Arc<Ids>,
    place: Option<&Path>,
    now: Instant,
    link: &str,
) -> anyhow::Result<Option<Past>> {
    let mut tx = store.begin_read().await?;
    let empty = directory::is_empty(&mut tx).await?;
    drop(tx);
    if !empty {
        if place.is_some() {
            tracing::warn!(
                "the database holds an organisation already; --organisation is not read"
            );
        }
        return Ok(None);
    }
    let source = match place {
        None => built_in(),
        Some(path) => {
            Source::at(path).with_context(|| format!("{} cannot be read", path.display()))?
        }
    };
    let namespace = directory::namespace(store, DEMO_NAMESPACE).await?;
    let import = Import::read(&source, namespace)
        .map_err(|problems| anyhow::anyhow!("the organisation file is wrong\n{problems}"))?;
    let history = match place {
        None => Some(History::read(PAGES.iter().copied(), &import, now)?),
        Some(_) => None,
    };
    let work = Arc::new((import, history));
    let (ids, link): (_, Arc<str>) = (Arc::clone(ids), link.into());
    store
        .write(move |tx| {
            let (work, ids, link) = (Arc::clone(&work), Arc::clone(&ids), Arc::clone(&link));
            Box::pin(async move {
                let (import, history) = &*work;
                write(tx, &ids, import, history.as_ref(), now, &link).await
            })
        })
        .await
}

async fn write(
    tx: &mut Tx,
    ids: &Arc<Ids>,
    import: &Import,
    history: Option<&History>,
    now: Instant,
    link: &str,
) -> anyhow::Result<Option<Past>> {
    // Asked again here, because another process may have been faster.
    if !directory::is_empty(tx).await? {
        return Ok(None);
    }
    let came = history.map_or(now, |history| history.since);
    import
        .write(tx, ids, came, &|_| {})
        .await
        .context("the organisation cannot be stored")?;
    let Some(history) = history else {
        return Ok(None);
    };
    history::run(tx, ids, link, history, now)
        .await
        .map(Some)
        .context("the history cannot be replayed")
}

/// The built-in organisation.
pub fn built_in() -> Source {
    let pieces = PIECES.iter();
    Source::of_pieces(pieces.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_demo_is_built_in() {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
        for (folder, built_in) in [("aldervik", PIECES), ("history", PAGES)] {
            let mut there: Vec<_> = std::fs::read_dir(demo.join(folder))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            there.sort();
            let names: Vec<_> = built_in.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, there, "{folder}");
        }
    }
}
