//! Policies that hand out access on their own (Graph contract: automaticRequestSettings): whoever comes into their scope gets it, whoever leaves
//! it loses it after a grace. Looked at when a policy or the directory was written, and every hour.

use portico_governance::eligibility::{self, Asker};
use portico_graph::time::{Duration, Instant};
use portico_graph::{AssignmentPolicy, RequestType};

use super::act::Act;
use super::case::Purpose;
use super::holding::Holding;
use super::new_rows::NewRequest;
use super::refusal::Refusal;
use super::{candidate, policies, remove, submission};
use crate::jobs::{Task, outbox};
use crate::store::{Sql, StoreError, Tx, subjects, users};

pub mod settings;

use settings::Automatic;

/// How many people one job looks at: few enough that nobody waits long behind it.
const AT_ONCE: usize = 50;
const HOUR: i64 = 3600;

/// What an assignment says while its holder is out of scope (Graph contract: accessPackageAssignment).
pub const IN_GRACE: &str = "AutoAssignmentInGracePeriod";

/// Everybody in the scope of policy `$1`, by what its rows name.
const SCOPE: &str = "SELECT u.id AS id FROM policy_scopes w CROSS JOIN users u \
       WHERE w.policy_id = $1 AND (w.kind = 'allUsers' OR (w.kind = 'allMembers' AND u.user_type = 'Member')) \
     UNION SELECT w.scope_id AS id FROM policy_scopes w WHERE w.policy_id = $1 AND w.kind = 'user' \
     UNION SELECT i.member_id AS id FROM policy_scopes w JOIN memberships i ON i.group_id = w.scope_id \
       WHERE w.policy_id = $1 AND w.kind = 'group' \
     UNION SELECT m.user_id AS id FROM policy_scopes w JOIN rule_members m ON m.rule_id = w.scope_id \
       WHERE w.policy_id = $1 AND w.kind = 'rule'";

/// Leaves it to the worker to look at a policy, if it is one that hands out access.
pub async fn look_at(tx: &mut Tx, act: &Act, policy: &AssignmentPolicy) -> Result<(), StoreError> {
    match settings::of(policy) {
        Ok(Some(_)) => outbox::add(tx, act, Task::Automatic, &policy.id, act.now).await,
        _ => Ok(()),
    }
}

/// Leaves it to the worker to look at all of them: the directory has changed.
pub async fn look_at_all(tx: &mut Tx, act: &Act) -> Result<(), StoreError> {
    let rows = Sql::new(
        "SELECT id FROM policies WHERE automatic_request_settings IS NOT NULL AND deleted_at IS NULL ORDER BY id",
    )
    .fetch_all(tx)
    .await?;
    for row in rows {
        outbox::add(tx, act, Task::Automatic, &row.text("id")?, act.now).await?;
    }
    Ok(())
}

/// One look; `about`: the policy and, behind a blank, the person up to whom it was done.
pub async fn run(tx: &mut Tx, act: &Act, about: &str) -> Result<(), StoreError> {
    let (id, after) = about.split_once(' ').unwrap_or((about, ""));
    let Some((policy, package)) = load(tx, id).await? else {
        return Ok(());
    };
    let Ok(Some(settings)) = settings::of(&policy) else {
        return Ok(());
    };
    if settings.gives
        && let Some(last) = give(tx, act, (&policy, &package), after).await?
    {
        let rest = format!("{id} {last}");
        return outbox::add(tx, act, Task::Automatic, &rest, act.now).await;
    }
    let mut next = next_hour(act.now);
    if settings.takes {
        come_back(tx, id).await?;
        let left_at_once = leave(tx, act, id, settings).await?;
        if left_at_once == AT_ONCE || end(tx, act, id).await? == AT_ONCE {
            next = act.now + Duration::from_seconds(1);
        }
    }
    outbox::add(tx, act, Task::Automatic, id, next).await
}

/// Gives access to the next few who have none; the last of them, when there may be more. What failed once is for whoever administers it to try
/// again: nothing is gained by a failure every hour. Neither is by asking an extension that said no, until the policy is another.
async fn give(
    tx: &mut Tx,
    act: &Act,
    (policy, package): (&AssignmentPolicy, &str),
    after: &str,
) -> Result<Option<String>, StoreError> {
    let text = format!(
        "SELECT u.id AS id FROM ({SCOPE}) s JOIN users u ON u.id = s.id \
         WHERE u.id > $2 AND u.account_enabled = 1 AND NOT EXISTS (SELECT 1 FROM subjects b JOIN assignments a \
           ON a.target_id = b.id WHERE b.object_id = u.id AND a.package_id = $3 \
           AND (a.state IN ('delivering', 'partiallyDelivered', 'delivered') \
             OR (a.state = 'deliveryFailed' AND a.policy_id = $1))) \
         AND NOT EXISTS (SELECT 1 FROM subjects b JOIN requests q ON q.target_id = b.id \
           JOIN policies p ON p.id = q.policy_id WHERE b.object_id = u.id AND q.policy_id = $1 \
             AND q.request_type = 'systemAdd' AND q.state IN ('denied', 'canceled') AND q.created_at >= p.modified_at) \
         ORDER BY u.id LIMIT $4"
    );
    let rows = Sql::new(text)
        .text(&policy.id)
        .text(after)
        .text(package)
        .int(i64::try_from(AT_ONCE).unwrap_or(i64::MAX))
        .fetch_all(tx)
        .await?;
    let mut last = None;
    for row in &rows {
        let id = row.text("id")?;
        match give_to(tx, act, (policy, package), &id).await {
            Ok(()) => {}
            Err(Refusal::Store(problem)) => return Err(problem),
            // Such as somebody who holds what excludes it: looked at again next time.
            Err(why) => tracing::debug!(policy = policy.id, user = id, %why, "no automatic access"),
        }
        last = Some(id);
    }
    Ok(last.filter(|_| rows.len() == AT_ONCE))
}

async fn give_to(
    tx: &mut Tx,
    act: &Act,
    (policy, package): (&AssignmentPolicy, &str),
    user: &str,
) -> Result<(), Refusal> {
    let Some(user) = users::by_id(tx, user).await? else {
        return Ok(());
    };
    let target = subjects::of_user(tx, &user, act.now).await?;
    let Some((package, offer)) = candidate::offered(tx, package).await? else {
        return Ok(());
    };
    let person = candidate::of_subject(tx, &target).await?;
    let package_id = package.package.id.clone();
    let standing = candidate::standing(tx, &target.id, &package_id).await?;
    let findings = eligibility::examine(Asker::Service, policy, &offer, &person, &standing);
    submission::met(tx, findings, false, (&package_id, &target)).await?;
    submission::window(policy, false, None, act)?;
    let new = NewRequest {
        id: act.ids.guid(),
        assignment_id: act.ids.guid(),
        request_type: RequestType::SystemAdd,
        purpose: Purpose::Give,
        requestor: target.clone(),
        creator: target.clone(),
        target,
        package_id,
        policy: policy.clone(),
        justification: None,
        schedule: None,
        answers: Vec::new(),
        start: None,
        bypasses_approval: true,
    };
    let name = package.package.display_name.unwrap_or_default();
    submission::send(tx, act, new, Vec::new(), name).await?;
    Ok(())
}

/// Holders under the policy: whether they are in its scope is what `in_scope` asks for.
fn holders(in_scope: bool, more: &str) -> String {
    let not = if in_scope { "" } else { "NOT " };
    format!(
        "SELECT a.id AS id FROM assignments a JOIN subjects b ON b.id = a.target_id \
         WHERE a.policy_id = $1 AND a.state IN ('partiallyDelivered', 'delivered') AND {more} \
           AND {not}EXISTS (SELECT 1 FROM ({SCOPE}) s JOIN users u ON u.id = s.id \
             WHERE s.id = b.object_id AND u.account_enabled = 1)"
    )
}

/// Whoever is in scope again keeps what they have.
async fn come_back(tx: &mut Tx, policy: &str) -> Result<(), StoreError> {
    let text = format!(
        "UPDATE assignments SET grace_until = NULL, status = CASE state WHEN 'delivered' THEN 'Delivered' \
           ELSE 'PartiallyDelivered' END, version = version + 1 WHERE id IN ({})",
        holders(true, "a.grace_until IS NOT NULL")
    );
    Sql::new(text).text(policy).execute(tx).await.map(drop)
}

/// For whoever left the scope the grace begins; without one, the access ends. Answers how many left.
async fn leave(
    tx: &mut Tx,
    act: &Act,
    policy: &str,
    settings: Automatic,
) -> Result<usize, StoreError> {
    let text = format!(
        "{} ORDER BY a.id LIMIT $2",
        holders(false, "a.grace_until IS NULL")
    );
    let rows = Sql::new(text)
        .text(policy)
        .int(i64::try_from(AT_ONCE).unwrap_or(i64::MAX))
        .fetch_all(tx)
        .await?;
    let until = act.now + settings.grace;
    for row in &rows {
        let id = row.text("id")?;
        Sql::new(
            "UPDATE assignments SET grace_until = $2, status = $3, version = version + 1 WHERE id = $1",
        )
        .text(&id)
        .instant(until)
        .text(IN_GRACE)
        .execute(tx)
        .await?;
        let object = ("accessPackageAssignment", id.as_str());
        let details = serde_json::json!({ "until": until });
        act.log(tx, "graceBegun", object, details, None).await?;
    }
    if !rows.is_empty() && settings.grace > Duration::ZERO {
        outbox::add(tx, act, Task::Automatic, policy, until).await?;
    }
    Ok(rows.len())
}

/// Ends what was kept long enough. Answers how many there were.
async fn end(tx: &mut Tx, act: &Act, policy: &str) -> Result<usize, StoreError> {
    let rows = Sql::new(
        "SELECT a.id AS id FROM assignments a WHERE a.policy_id = $1 AND a.state IN ('partiallyDelivered', 'delivered') \
           AND a.grace_until <= $2 AND NOT EXISTS (SELECT 1 FROM requests q WHERE q.target_id = a.target_id \
             AND q.package_id = a.package_id AND q.state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering')) \
         ORDER BY a.id LIMIT $3",
    )
    .text(policy)
    .instant(act.now)
    .int(i64::try_from(AT_ONCE).unwrap_or(i64::MAX))
    .fetch_all(tx)
    .await?;
    for row in &rows {
        let Some(holding) = Holding::load(tx, &row.text("id")?).await? else {
            continue;
        };
        match remove::by_service(tx, act, holding).await {
            Ok(()) => {}
            Err(Refusal::Store(problem)) => return Err(problem),
            // The next look finds it again.
            Err(why) => tracing::warn!(policy, %why, "automatic access is not ended yet"),
        }
    }
    Ok(rows.len())
}

async fn load(tx: &mut Tx, policy: &str) -> Result<Option<(AssignmentPolicy, String)>, StoreError> {
    let row = Sql::new("SELECT package_id FROM policies WHERE id = $1 AND deleted_at IS NULL")
        .text(policy)
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let package = row.text("package_id")?;
    let all = policies::of_package(tx, &package).await?;
    let found = all.into_iter().find(|one| one.id == policy);
    Ok(found.map(|policy| (policy, package)))
}

/// The same for every look of an hour, so that there is one.
fn next_hour(now: Instant) -> Instant {
    Instant::from_unix((now.unix().div_euclid(HOUR) + 1) * HOUR)
}
