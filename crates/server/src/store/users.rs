//! Directory users: people of the organisation and its guests.

use std::collections::BTreeSet;

use portico_graph::time::Instant;

use super::fold::{domain, fold};
use super::principal::Principal;
use super::sql::placeholders_from;
use super::{Row, Sql, StoreError, Tx, Value, rules};

/// Member of the organisation, or guest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserType {
    /// Belongs to the organisation.
    #[default]
    Member,
    /// Comes from outside.
    Guest,
}

impl UserType {
    /// Graph's word, also the one in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Guest => "Guest",
        }
    }
}

/// A directory user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// Object id, a GUID.
    pub id: String,
    /// Key in the organisation file it came from.
    pub import_key: Option<String>,
    /// Sign-in name, unique without regard to case.
    pub user_principal_name: String,
    /// Name to show.
    pub display_name: String,
    /// First name.
    pub given_name: Option<String>,
    /// Family name.
    pub surname: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// Member or guest.
    pub user_type: UserType,
    /// Department.
    pub department: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// Company.
    pub company_name: Option<String>,
    /// Office.
    pub office_location: Option<String>,
    /// Phone.
    pub mobile_phone: Option<String>,
    /// Language tag.
    pub preferred_language: Option<String>,
    /// IANA zone name.
    pub time_zone: Option<String>,
    /// Manager's object id. Not written by [`upsert`]; see [`set_manager`].
    pub manager_id: Option<String>,
    /// Whether the person may sign in and decide.
    pub account_enabled: bool,
    /// The directory a guest comes from, a GUID.
    pub home_tenant_id: Option<String>,
}

impl User {
    /// The folded domain that connected organisations are found by.
    pub fn domain(&self) -> Option<String> {
        self.mail
            .as_deref()
            .and_then(domain)
            .or_else(|| domain(&self.user_principal_name))
    }

    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text("id")?,
            import_key: row.opt_text("import_key")?,
            user_principal_name: row.text("user_principal_name")?,
            display_name: row.text("display_name")?,
            given_name: row.opt_text("given_name")?,
            surname: row.opt_text("surname")?,
            mail: row.opt_text("mail")?,
            user_type: match row.text("user_type")?.as_str() {
                "Guest" => UserType::Guest,
                _ => UserType::Member,
            },
            department: row.opt_text("department")?,
            job_title: row.opt_text("job_title")?,
            company_name: row.opt_text("company_name")?,
            office_location: row.opt_text("office_location")?,
            mobile_phone: row.opt_text("mobile_phone")?,
            preferred_language: row.opt_text("preferred_language")?,
            time_zone: row.opt_text("time_zone")?,
            manager_id: row.opt_text("manager_id")?,
            account_enabled: row.flag("account_enabled")?,
            home_tenant_id: row.opt_text("home_tenant_id")?,
        })
    }
}

async fn one(tx: &mut Tx, sql: Sql) -> Result<Option<User>, StoreError> {
    sql.fetch_optional(tx)
        .await?
        .as_ref()
        .map(User::read)
        .transpose()
}

async fn all(tx: &mut Tx, sql: Sql) -> Result<Vec<User>, StoreError> {
    sql.fetch_all(tx).await?.iter().map(User::read).collect()
}

/// By object id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<User>, StoreError> {
    one(tx, Sql::new("SELECT * FROM users WHERE id = $1").text(id)).await
}

/// By sign-in name, without regard to case.
pub async fn by_principal_name(tx: &mut Tx, name: &str) -> Result<Option<User>, StoreError> {
    let sql = Sql::new("SELECT * FROM users WHERE user_principal_name_folded = $1");
    one(tx, sql.text(fold(name))).await
}

/// By mail address, without regard to case; the oldest when several share one. Nobody who was deleted.
pub async fn by_mail(tx: &mut Tx, address: &str) -> Result<Option<User>, StoreError> {
    let sql = Sql::new(
        "SELECT * FROM users WHERE mail_folded = $1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1",
    );
    one(tx, sql.text(fold(address))).await
}

/// Those of the ids that exist, by name.
pub async fn by_ids(tx: &mut Tx, ids: &[String]) -> Result<Vec<User>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = Sql::new(format!(
        "SELECT * FROM users WHERE id IN ({}) ORDER BY display_name_folded, id",
        placeholders_from(1, ids.len())
    ));
    all(
        tx,
        sql.values(ids.iter().map(|id| Value::Text(Some(id.clone())))),
    )
    .await
}

/// Everybody, by name; for the demo's list of people.
pub async fn everybody(tx: &mut Tx) -> Result<Vec<User>, StoreError> {
    all(
        tx,
        Sql::new("SELECT * FROM users ORDER BY display_name_folded, id"),
    )
    .await
}

/// The next `size` people after the id `after`, by id; from the first with an empty one. Without those who were deleted.
pub async fn page(tx: &mut Tx, after: &str, size: i64) -> Result<Vec<User>, StoreError> {
    let sql =
        Sql::new("SELECT * FROM users WHERE id > $1 AND deleted_at IS NULL ORDER BY id LIMIT $2");
    all(tx, sql.text(after).int(size)).await
}

/// The ids of those who are there and may not sign in.
pub async fn disabled(tx: &mut Tx) -> Result<BTreeSet<String>, StoreError> {
    let rows = Sql::new("SELECT id FROM users WHERE account_enabled = 0 AND deleted_at IS NULL")
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    let row = Sql::new("SELECT COUNT(*) AS n FROM users")
        .fetch_one(tx)
        .await?;
    row.int("n")
}

/// The manager of a user.
pub async fn manager(tx: &mut Tx, user: &str) -> Result<Option<User>, StoreError> {
    let sql =
        Sql::new("SELECT m.* FROM users u JOIN users m ON m.id = u.manager_id WHERE u.id = $1");
    one(tx, sql.text(user)).await
}

/// The direct reports of a user, by name.
pub async fn reports(tx: &mut Tx, user: &str) -> Result<Vec<User>, StoreError> {
    let sql =
        Sql::new("SELECT * FROM users WHERE manager_id = $1 ORDER BY display_name_folded, id");
    all(tx, sql.text(user)).await
}

/// The `sponsors` of a user: users and groups.
pub async fn sponsors(tx: &mut Tx, user: &str) -> Result<Vec<Principal>, StoreError> {
    Sql::new(
        "SELECT sponsor_kind, sponsor_id FROM user_sponsors WHERE user_id = $1 ORDER BY sponsor_id",
    )
    .text(user)
    .fetch_all(tx)
    .await?
    .iter()
    .map(|row| Principal::read(row, "sponsor_kind", "sponsor_id"))
    .collect()
}

/// Replaces the `sponsors` of a user.
pub async fn set_sponsors(
    tx: &mut Tx,
    user: &str,
    sponsors: &[Principal],
) -> Result<(), StoreError> {
    Sql::new("DELETE FROM user_sponsors WHERE user_id = $1")
        .text(user)
        .execute(tx)
        .await?;
    for sponsor in sponsors {
        Sql::new(
            "INSERT INTO user_sponsors (user_id, sponsor_kind, sponsor_id) VALUES ($1, $2, $3) \
             ON CONFLICT (user_id, sponsor_id) DO NOTHING",
        )
        .text(user)
        .text(sponsor.kind.as_str())
        .text(&sponsor.id)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// Sets or clears the manager of a user.
pub async fn set_manager(tx: &mut Tx, user: &str, manager: Option<&str>) -> Result<(), StoreError> {
    Sql::new("UPDATE users SET manager_id = $2 WHERE id = $1")
        .text(user)
        .opt_text(manager)
        .execute(tx)
        .await?;
    Ok(())
}

/// Writes a user over the one with the same id, or adds it, and brings up to date which rules over attributes hold. Leaves manager,
/// sponsors and external id alone; who was deleted is there again.
pub async fn upsert(tx: &mut Tx, user: &User, at: Instant) -> Result<(), StoreError> {
    write(tx, user, at).await?;
    rules::refresh_user(tx, user).await
}

/// As [`upsert`], without the rules: for many at once, followed by [`rules::refresh_all`].
pub async fn write(tx: &mut Tx, user: &User, at: Instant) -> Result<(), StoreError> {
    let folded = |text: &Option<String>| text.as_deref().map(fold);
    Sql::new(
        "INSERT INTO users (id, import_key, user_principal_name, user_principal_name_folded, display_name, \
           display_name_folded, given_name, surname, mail, mail_folded, domain_folded, user_type, department, \
           department_folded, job_title, job_title_folded, company_name, office_location, mobile_phone, \
           preferred_language, time_zone, account_enabled, created_at, modified_at, home_tenant_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
           $22, $23, $23, $24) \
         ON CONFLICT (id) DO UPDATE SET import_key = excluded.import_key, \
           user_principal_name = excluded.user_principal_name, \
           user_principal_name_folded = excluded.user_principal_name_folded, \
           display_name = excluded.display_name, display_name_folded = excluded.display_name_folded, \
           given_name = excluded.given_name, surname = excluded.surname, mail = excluded.mail, \
           mail_folded = excluded.mail_folded, domain_folded = excluded.domain_folded, \
           user_type = excluded.user_type, department = excluded.department, \
           department_folded = excluded.department_folded, job_title = excluded.job_title, \
           job_title_folded = excluded.job_title_folded, company_name = excluded.company_name, \
           office_location = excluded.office_location, mobile_phone = excluded.mobile_phone, \
           preferred_language = excluded.preferred_language, time_zone = excluded.time_zone, \
           account_enabled = excluded.account_enabled, home_tenant_id = excluded.home_tenant_id, \
           deleted_at = NULL, modified_at = excluded.modified_at \
         WHERE (users.import_key, users.user_principal_name, users.user_principal_name_folded, \
           users.display_name, users.display_name_folded, users.given_name, users.surname, users.mail, \
           users.mail_folded, users.domain_folded, users.user_type, users.department, \
           users.department_folded, users.job_title, users.job_title_folded, users.company_name, \
           users.office_location, users.mobile_phone, users.preferred_language, users.time_zone, \
           users.account_enabled, users.home_tenant_id, users.deleted_at) \
           IS DISTINCT FROM (excluded.import_key, excluded.user_principal_name, excluded.user_principal_name_folded, \
           excluded.display_name, excluded.display_name_folded, excluded.given_name, excluded.surname, \
           excluded.mail, excluded.mail_folded, excluded.domain_folded, excluded.user_type, \
           excluded.department, excluded.department_folded, excluded.job_title, \
           excluded.job_title_folded, excluded.company_name, excluded.office_location, \
           excluded.mobile_phone, excluded.preferred_language, excluded.time_zone, \
           excluded.account_enabled, excluded.home_tenant_id, excluded.deleted_at)",
    )
    .text(&user.id)
    .opt_text(user.import_key.as_deref())
    .text(&user.user_principal_name)
    .text(fold(&user.user_principal_name))
    .text(&user.display_name)
    .text(fold(&user.display_name))
    .opt_text(user.given_name.as_deref())
    .opt_text(user.surname.as_deref())
    .opt_text(user.mail.as_deref())
    .opt_text(folded(&user.mail))
    .opt_text(user.domain())
    .text(user.user_type.as_str())
    .opt_text(user.department.as_deref())
    .opt_text(folded(&user.department))
    .opt_text(user.job_title.as_deref())
    .opt_text(folded(&user.job_title))
    .opt_text(user.company_name.as_deref())
    .opt_text(user.office_location.as_deref())
    .opt_text(user.mobile_phone.as_deref())
    .opt_text(user.preferred_language.as_deref())
    .opt_text(user.time_zone.as_deref())
    .flag(user.account_enabled)
    .instant(at)
    .opt_text(user.home_tenant_id.as_deref().map(str::to_lowercase))
    .execute(tx)
    .await?;
    Ok(())
}
