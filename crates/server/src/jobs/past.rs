//! Work of days that are over: what a worker would have done then, inside one transaction of somebody who replays those days.

use std::sync::Arc;

use portico_graph::time::Instant;

use super::run::{self, Trouble};
use super::{LEASE, queue};
use crate::ids::Ids;
use crate::operations::act::Act;
use crate::operations::clockwork::Tick;
use crate::store::Tx;

/// Carries out everything that is due until a moment, and what that leaves behind, each job with the clock at its own time. Nobody else
/// may work on the database: the transaction sees no other worker, and no job is tried twice.
///
/// # Errors
/// The first job that fails; the transaction must be given up then.
pub async fn work_off(
    tx: &mut Tx,
    ids: &Arc<Ids>,
    link: &str,
    until: Instant,
) -> Result<(), Trouble> {
    let holder = ids.guid();
    while let Some(job) = queue::claim(tx, &holder, until, until, LEASE).await? {
        let act = Act::by_service(job.due, Arc::clone(ids));
        let held = match run::work(tx, &act, &job, link).await? {
            Tick::Done => queue::finish(tx, &job).await?,
            Tick::Early(due) => queue::put_off(tx, &job, due).await?,
        };
        if !held {
            return Err(Trouble::Lost);
        }
    }
    Ok(())
}
