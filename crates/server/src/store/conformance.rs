//! What every repository promises, shown on SQLite always and on PostgreSQL when it is installed.

use std::future::Future;

use portico_graph::time::Instant;

use super::{Database, Store, StoreError, Tx, Work, cluster};

mod access;
mod directory;
mod transactions;

/// When the rows of the tests are written.
const AT: Instant = Instant::from_unix(1_795_507_200);

/// Runs a test on a fresh database of each engine.
async fn on_each_engine<T, F>(test: T)
where
    T: Fn(Store) -> F,
    F: Future<Output = ()>,
{
    let folder = tempfile::tempdir().unwrap();
    let file = Database::in_folder(folder.path());
    test(Store::open(&file).await.unwrap()).await;
    if let Some(cluster) = cluster::cluster() {
        let server = cluster.database().await;
        test(Store::open(&server).await.unwrap()).await;
    }
}

/// A write that must succeed.
async fn write<T, F>(store: &Store, work: F) -> T
where
    T: Send + 'static,
    F: for<'a> FnMut(&'a mut Tx) -> Work<'a, T, StoreError> + Send + 'static,
{
    store.write(work).await.unwrap()
}

fn id(number: u32) -> String {
    format!("{number:08}-0000-4000-8000-000000000000")
}
