//! People from outside who are governed (Graph contract: subjectLifecycle, entitlementManagementSettings): they are in the directory for the sake
//! of their access. When the last of it ends they may not sign in any more, and later they are deleted, as the settings say.

use portico_graph::SubjectLifecycle;
use portico_graph::time::{Duration, Instant};
use serde_json::json;

use super::act::Act;
use super::administer::settings::{self, External};
use super::automatic;
use super::clockwork::Tick;
use crate::jobs::{Task, outbox};
use crate::store::provisioned::users as provisioned;
use crate::store::users::{self, User, UserType};
use crate::store::{Sql, StoreError, Tx};

const KIND: &str = "user";

/// A governed guest.
struct Guest {
    subject_id: String,
    user: User,
    blocked: Option<Instant>,
    holds_something: bool,
    /// They have asked for something that is not decided or not given yet.
    asks: bool,
}

impl Guest {
    /// The subject as a guest; `None` when it is no governed one, or gone.
    async fn load(tx: &mut Tx, subject: &str) -> Result<Option<Self>, StoreError> {
        let row = Sql::new(
            "SELECT s.blocked_at AS blocked_at, u.id AS user_id, \
               (SELECT COUNT(*) FROM assignments o WHERE o.target_id = s.id \
                 AND o.state IN ('delivering', 'partiallyDelivered', 'delivered')) AS holds, \
               (SELECT COUNT(*) FROM requests q WHERE q.target_id = s.id \
                 AND q.state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering')) AS asks \
             FROM subjects s JOIN users u ON u.id = s.object_id \
             WHERE s.id = $1 AND s.subject_lifecycle = $2 AND u.user_type = $3 AND u.deleted_at IS NULL",
        )
        .text(subject)
        .text(SubjectLifecycle::Governed.as_str())
        .text(UserType::Guest.as_str())
        .fetch_optional(tx)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let user = users::by_id(tx, &row.text("user_id")?).await?;
        Ok(Some(Self {
            subject_id: subject.to_owned(),
            user: user.ok_or_else(|| StoreError::Broken(format!("{subject} has no user")))?,
            blocked: row.opt_instant("blocked_at")?,
            holds_something: row.int("holds")? > 0,
            asks: row.int("asks")? > 0,
        }))
    }

    /// Whether they may not sign in because of us, and not by somebody else's word.
    fn is_blocked(&self) -> bool {
        self.blocked.is_some() && !self.user.account_enabled
    }

    async fn set_blocked(
        &self,
        tx: &mut Tx,
        act: &Act,
        is_blocked: bool,
    ) -> Result<(), StoreError> {
        let changed = User {
            account_enabled: !is_blocked,
            ..self.user.clone()
        };
        users::upsert(tx, &changed, act.now).await?;
        Sql::new("UPDATE subjects SET blocked_at = $2 WHERE id = $1")
            .text(&self.subject_id)
            .opt_instant(is_blocked.then_some(act.now))
            .execute(tx)
            .await?;
        automatic::look_at_all(tx, act).await?;
        let action = if is_blocked {
            "signInBlocked"
        } else {
            "signInUnblocked"
        };
        act.log(tx, action, (KIND, &self.user.id), json!({}), None)
            .await
    }
}

/// Access of the subject has ended. If it was their last, they are blocked.
pub async fn lost(tx: &mut Tx, act: &Act, subject: &str) -> Result<(), StoreError> {
    let Some(guest) = Guest::load(tx, subject).await? else {
        return Ok(());
    };
    if guest.holds_something || !guest.user.account_enabled {
        return Ok(());
    }
    let settings = settings::external(tx).await?;
    if settings.external_user_lifecycle_action == settings::NONE {
        return Ok(());
    }
    guest.set_blocked(tx, act, true).await?;
    provisioned::end_sessions(tx, &guest.user.id).await?;
    match kept(&settings) {
        Some(kept) => outbox::add(tx, act, Task::DeleteGuest, subject, act.now + kept).await,
        None => Ok(()),
    }
}

/// Access could not be given. While that was tried it counted as something they hold, so what ended meanwhile is their last now.
pub async fn lost_meanwhile(
    tx: &mut Tx,
    act: &Act,
    subject: &str,
    assignment: &str,
) -> Result<(), StoreError> {
    let ended = Sql::new(
        "SELECT o.id AS id FROM assignments o WHERE o.target_id = $1 AND o.state = 'expired' AND o.expired_at >= \
           (SELECT MAX(e.at) FROM events e WHERE e.assignment_id = $2 AND e.kind = 'deliveryStarted') LIMIT 1",
    )
    .text(subject)
    .text(assignment)
    .fetch_optional(tx)
    .await?;
    match ended {
        Some(_) => lost(tx, act, subject).await,
        None => Ok(()),
    }
}

/// The subject has access again, or is not governed any more: what [`lost`] did is taken back.
pub async fn came(tx: &mut Tx, act: &Act, subject: &str) -> Result<(), StoreError> {
    match Guest::load(tx, subject).await? {
        Some(guest) if guest.is_blocked() => guest.set_blocked(tx, act, false).await,
        _ => Ok(()),
    }
}

/// Whoever keeps the directory has said whether the person may sign in: it is their word from now on.
pub async fn others_decide(tx: &mut Tx, user: &str) -> Result<(), StoreError> {
    Sql::new(
        "UPDATE subjects SET blocked_at = NULL WHERE object_id = $1 AND blocked_at IS NOT NULL",
    )
    .text(user)
    .execute(tx)
    .await
    .map(drop)
}

/// The settings have changed: whoever is blocked already is deleted as they say now, and not as they said.
pub async fn look_again(tx: &mut Tx, act: &Act) -> Result<(), StoreError> {
    Sql::new("DELETE FROM jobs WHERE kind = $1")
        .text(Task::DeleteGuest.kind())
        .execute(tx)
        .await?;
    let settings = settings::external(tx).await?;
    let Some(kept) = kept(&settings) else {
        return Ok(());
    };
    let blocked =
        Sql::new("SELECT id, blocked_at FROM subjects WHERE blocked_at IS NOT NULL ORDER BY id");
    for row in blocked.fetch_all(tx).await? {
        let due = row.instant("blocked_at")? + kept;
        outbox::add(tx, act, Task::DeleteGuest, &row.text("id")?, due).await?;
    }
    Ok(())
}

/// The time of a blocked person is over: they are deleted, unless something has changed since.
pub async fn delete(tx: &mut Tx, act: &Act, subject: &str) -> Result<Tick, StoreError> {
    let Some(guest) = Guest::load(tx, subject).await? else {
        return Ok(Tick::Done);
    };
    let settings = settings::external(tx).await?;
    let (Some(blocked), Some(kept)) = (guest.blocked, kept(&settings)) else {
        return Ok(Tick::Done);
    };
    if guest.holds_something || guest.user.account_enabled {
        return Ok(Tick::Done);
    }
    let due = blocked + kept;
    if act.now < due {
        return Ok(Tick::Early(due));
    }
    if guest.asks {
        return Ok(Tick::Early(act.now + Duration::from_days(1)));
    }
    provisioned::delete(tx, &guest.user, act.now).await?;
    others_decide(tx, &guest.user.id).await?;
    automatic::look_at_all(tx, act).await?;
    act.log(tx, "userDeleted", (KIND, &guest.user.id), json!({}), None)
        .await?;
    Ok(Tick::Done)
}

/// How long whoever is blocked stays; `None`: for ever.
fn kept(settings: &External) -> Option<Duration> {
    let length = settings.duration_until_external_user_deleted_after_blocked;
    (settings.external_user_lifecycle_action == settings::DELETE)
        .then(|| length.unwrap_or(settings::KEPT_BLOCKED))
}
