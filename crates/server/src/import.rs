//! `portico import`: an organisation file, or a folder of its pieces, into a database, with progress for large ones.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, anyhow};
use uuid::Uuid;

use crate::cli::PlaceArgs;
use crate::clock::{Clock, RealClock};
use crate::directory::{self, ImportError, Progress, Source};
use crate::ids::Ids;
use crate::store::Store;
use crate::token::database;

/// Imports the file; a wrong one changes nothing and every problem is printed, one a line.
pub async fn run(file: &Path, place: &PlaceArgs) -> anyhow::Result<()> {
    let source = Source::at(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let store = Store::open(&database(place)?).await?;
    let ids = Arc::new(Ids::system());
    let namespace = Uuid::parse_str(&ids.guid())?;
    let told = Arc::new(AtomicI64::new(0));
    // A line a second is enough, whatever the size of the file.
    let tell = move |Progress { written, total }| {
        let now = RealClock.now().unix();
        if told.swap(now, Ordering::Relaxed) != now || written == total {
            eprintln!("{written} of {total}");
        }
    };
    match directory::import(&store, &ids, source, RealClock.now(), namespace, tell).await {
        Ok(imported) => {
            println!("{imported}");
            Ok(())
        }
        Err(ImportError::Store(cause)) => Err(cause).context("nothing was imported"),
        Err(wrong) => Err(anyhow!("nothing was imported\n{wrong}")),
    }
}
