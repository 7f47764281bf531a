//! Puts right what assignments give: what their package contains now, no more and no less (Graph contract: reprocess, "a new role reaches
//! existing assignments too; a deleted one is withdrawn").

use portico_governance::assignment::State;

use super::act::Act;
use super::held::Held;
use super::{give, withdraw};
use crate::jobs::Task;
use crate::jobs::outbox;
use crate::store::{Sql, StoreError, Tx};

/// How many assignments one job puts right: few enough that nobody waits long behind it.
const AT_ONCE: usize = 50;

/// Leaves it to the worker to put right all assignments of a package.
pub async fn all(tx: &mut Tx, act: &Act, package: &str) -> Result<(), StoreError> {
    outbox::add(tx, act, Task::Reshape, package, act.now).await
}

/// Puts some of them right, and leaves the rest to the next job; `about`: the package and how far it was done.
pub async fn some(tx: &mut Tx, act: &Act, about: &str) -> Result<(), StoreError> {
    let (package, after) = about.split_once(' ').unwrap_or((about, ""));
    let rows = Sql::new(
        "SELECT id FROM assignments WHERE package_id = $1 AND id > $2 \
           AND state IN ('partiallyDelivered', 'delivered') ORDER BY id LIMIT $3",
    )
    .text(package)
    .text(after)
    .int(i64::try_from(AT_ONCE).unwrap_or(i64::MAX))
    .fetch_all(tx)
    .await?;
    let mut last = None;
    for row in &rows {
        let id = row.text("id")?;
        one(tx, act, &id).await?;
        last = Some(id);
    }
    match last.filter(|_| rows.len() == AT_ONCE) {
        Some(last) => {
            let rest = format!("{package} {last}");
            outbox::add(tx, act, Task::Reshape, &rest, act.now).await
        }
        None => Ok(()),
    }
}

/// Puts one right; one that is not held is left alone.
pub async fn one(tx: &mut Tx, act: &Act, assignment: &str) -> Result<(), StoreError> {
    let Some(held) = Held::load(tx, assignment).await? else {
        return Ok(());
    };
    if !matches!(
        held.state,
        State::Delivered { .. } | State::PartiallyDelivered { .. }
    ) {
        return Ok(());
    }
    let package = Sql::new("SELECT package_id FROM assignments WHERE id = $1")
        .text(assignment)
        .fetch_one(tx)
        .await?
        .text("package_id")?;
    withdraw::what_left(tx, act, assignment, &package).await?;
    // Told with the newest request that came through, not with one that somebody took back.
    let request = Sql::new(
        "SELECT id FROM requests WHERE assignment_id = $1 AND state IN ('delivered', 'partiallyDelivered') \
           AND request_type NOT IN ('userRemove', 'adminRemove', 'approverRemove', 'systemRemove') \
         ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .text(assignment)
    .fetch_optional(tx)
    .await?;
    match request {
        Some(row) => give::again(tx, act, &row.text("id")?).await,
        None => Ok(()),
    }
}
