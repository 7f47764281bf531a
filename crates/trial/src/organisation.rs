//! The organisation file: understood, or refused with everything that is wrong, each with its path; and what was understood a
//! database takes, twice, or refuses with a path too.

use std::cell::LazyCell;
use std::path::Path;
use std::sync::Arc;

use portico_graph::time::Instant;
use portico_server::directory::{self, DEMO_NAMESPACE, ImportError, Imported};
use portico_server::ids::Ids;
use portico_server::store::{Database, Store};
use tokio::runtime::{Builder, Runtime};

/// 2026-11-24T03:00:00Z
const NOW: Instant = Instant::from_unix(1_795_489_200);

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    let checked = directory::check(text, DEMO_NAMESPACE);
    match &checked {
        Ok(imported) => written(text, imported),
        Err(refused) => names_paths(refused),
    }
}

fn names_paths(refused: &ImportError) {
    match refused {
        ImportError::NotJson(why) => assert!(!why.is_empty()),
        ImportError::Problems(problems) => {
            assert!(!problems.is_empty(), "refused for nothing");
            for problem in problems {
                assert!(problem.path.starts_with('$'), "{problem:?}");
                assert!(!problem.message.is_empty(), "{problem:?}");
            }
        }
        ImportError::Store(cause) => panic!("the database refused it: {cause}"),
    }
}

/// Imports it into a database of its own.
fn written(text: &str, imported: &Imported) {
    TEMPLATE.with(|template| {
        let Some((runtime, bytes)) = &**template else {
            panic!("no database can be made");
        };
        let Ok(folder) = tempfile::tempdir() else {
            panic!("no folder can be made");
        };
        let database = Database::in_folder(folder.path());
        if let Database::File(file) = &database
            && let Err(problem) = std::fs::write(file, bytes)
        {
            panic!("no database can be written: {problem}");
        }
        let outcome = runtime.block_on(async {
            let store = Store::open(&database).await.map_err(ImportError::from)?;
            let ids = Arc::new(Ids::seeded(1));
            let import =
                || directory::import(&store, &ids, text.to_owned(), NOW, DEMO_NAMESPACE, |_| {});
            let first = import().await?;
            match import().await {
                Ok(second) => assert_eq!(first, second),
                Err(problem) => panic!("taken once, and then: {problem}"),
            }
            Ok(first)
        });
        match outcome {
            Ok(counted) => assert_eq!(&counted, imported),
            Err(refused) => names_paths(&refused),
        }
    });
}

thread_local! {
    /// A database with tables and nothing in them, which costs more to make than to copy.
    static TEMPLATE: LazyCell<Option<(Runtime, Vec<u8>)>> = LazyCell::new(template);
}

fn template() -> Option<(Runtime, Vec<u8>)> {
    let runtime = Builder::new_current_thread().enable_all().build().ok()?;
    let folder = tempfile::tempdir().ok()?;
    let bytes = runtime.block_on(empty(folder.path()))?;
    Some((runtime, bytes))
}

async fn empty(folder: &Path) -> Option<Vec<u8>> {
    let database = Database::in_folder(folder);
    let Database::File(file) = &database else {
        return None;
    };
    let store = Store::open(&database).await.ok()?;
    drop(store);
    // The last connection to close writes everything into the one file; it does so on a thread of its own.
    let beside = file.with_extension("sqlite-wal");
    while beside.exists() {
        tokio::task::yield_now().await;
    }
    std::fs::read(file).ok()
}
