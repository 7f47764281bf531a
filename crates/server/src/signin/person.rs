//! The person behind a call, as far as every call needs to know.

use portico_graph::time::Instant;

use crate::store::{Row, Sql, Store, StoreError, Tx, subjects, users};

/// Nobody who may call is `None`.
type Found = Result<Option<Person>, StoreError>;

/// Somebody in the directory who may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What requests and assignments point to.
    pub subject_id: String,
    /// The directory object.
    pub user_id: String,
    /// Name to show.
    pub display_name: String,
    /// Sign-in name.
    pub user_principal_name: String,
    /// A language tag, when the profile has one.
    pub preferred_language: Option<String>,
    /// IANA zone name, when the profile has one.
    pub time_zone: Option<String>,
    /// A guest of another organisation rather than a member of this one.
    pub is_guest: bool,
    /// Name of a guest's connected organisation.
    pub organization: Option<String>,
}

const COLUMNS: &str = "s.id AS subject_id, u.id AS user_id, u.display_name AS display_name, \
    u.user_principal_name AS user_principal_name, u.preferred_language AS preferred_language, \
    u.time_zone AS time_zone, u.user_type AS user_type, o.display_name AS organization";
const TABLES: &str = "users u JOIN subjects s ON s.object_id = u.id \
    LEFT JOIN connected_organizations o ON o.id = s.connected_organization_id";

impl Person {
    /// The person a live session is for, when it began and when its use was last noted; `digest` as in
    /// [`super::session_token`].
    pub async fn by_session(
        store: &Store,
        digest: &str,
        now: Instant,
    ) -> Result<Option<(Self, Instant, Instant)>, StoreError> {
        let statement = Sql::new(format!(
            "SELECT {COLUMNS}, e.created_at AS created_at, e.last_used_at AS last_used_at \
             FROM {TABLES} JOIN sessions e ON e.subject_id = s.id \
             WHERE e.id_hash = $1 AND e.expires_at > $2 AND u.account_enabled = 1"
        ))
        .text(digest)
        .instant(now);
        let Some(row) = store.look_up(statement).await? else {
            return Ok(None);
        };
        let began = row.instant("created_at")?;
        let noted = row.instant("last_used_at")?;
        Ok(Some((Self::read(&row)?, began, noted)))
    }

    /// By directory id, of somebody who has a subject.
    pub async fn of_user(tx: &mut Tx, user_id: &str) -> Result<Option<Self>, StoreError> {
        let found = Self::with_id(user_id).fetch_optional(tx).await?;
        found.as_ref().map(Self::read).transpose()
    }

    fn with_id(user_id: &str) -> Sql {
        let sql =
            format!("SELECT {COLUMNS} FROM {TABLES} WHERE u.id = $1 AND u.account_enabled = 1");
        Sql::new(sql).text(user_id)
    }

    /// By directory id.
    pub async fn by_user_id(store: &Store, user_id: &str, now: Instant) -> Found {
        let mut tx = store.begin_read().await?;
        if let Some(known) = Self::of_user(&mut tx, user_id).await? {
            return Ok(Some(known));
        }
        drop(tx);
        // Somebody who never called before has no subject yet.
        let user_id = user_id.to_owned();
        store
            .write(move |tx| {
                let user_id = user_id.clone();
                Box::pin(async move {
                    if users::by_id(tx, &user_id).await?.is_none() {
                        return Ok(None);
                    }
                    subjects::of_object(tx, &user_id, now).await?;
                    Self::of_user(tx, &user_id).await
                })
            })
            .await
    }

    /// By sign-in name, in any case.
    pub async fn by_principal_name(store: &Store, name: &str, now: Instant) -> Found {
        let mut tx = store.begin_read().await?;
        let Some(user) = users::by_principal_name(&mut tx, name).await? else {
            return Ok(None);
        };
        drop(tx);
        Self::by_user_id(store, &user.id, now).await
    }

    /// Graph's word for what [`Self::is_guest`] says.
    pub fn user_type(&self) -> &'static str {
        if self.is_guest { "Guest" } else { "Member" }
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            subject_id: row.text("subject_id")?,
            user_id: row.text("user_id")?,
            display_name: row.text("display_name")?,
            user_principal_name: row.text("user_principal_name")?,
            preferred_language: row.opt_text("preferred_language")?,
            time_zone: row.opt_text("time_zone")?,
            is_guest: row.text("user_type")? == "Guest",
            organization: row.opt_text("organization")?,
        })
    }
}
