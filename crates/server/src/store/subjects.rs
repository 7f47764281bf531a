//! Subjects: who may ask for access and be given it. One is made when it is first needed.

use std::collections::BTreeMap;

use portico_graph::time::Instant;
use portico_graph::{Subject, SubjectLifecycle, SubjectType};

use super::fold::{domain, fold};
use super::sql::placeholders_from;
use super::users::{self, User};
use super::{Row, Sql, StoreError, Tx, Value, meta, organizations};
use crate::ids::derived;

/// How many subjects one statement asks about.
const AT_ONCE: usize = 400;

/// The wire object of a subjects row.
pub fn read(row: &Row) -> Result<Subject, StoreError> {
    Ok(Subject {
        id: row.text("id")?,
        display_name: row.opt_text("display_name")?,
        email: row.opt_text("email")?,
        object_id: row.opt_text("object_id")?,
        on_premises_security_identifier: row.opt_text("on_premises_security_identifier")?,
        principal_name: row.opt_text("principal_name")?,
        subject_lifecycle: Some(row.word::<SubjectLifecycle>("subject_lifecycle")?),
        subject_type: Some(row.word::<SubjectType>("subject_type")?),
    })
}

async fn one(tx: &mut Tx, sql: Sql) -> Result<Option<Subject>, StoreError> {
    sql.fetch_optional(tx).await?.as_ref().map(read).transpose()
}

/// By subject id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Subject>, StoreError> {
    one(
        tx,
        Sql::new("SELECT * FROM subjects WHERE id = $1").text(id),
    )
    .await
}

/// By the id of the directory object.
pub async fn by_object(tx: &mut Tx, object: &str) -> Result<Option<Subject>, StoreError> {
    one(
        tx,
        Sql::new("SELECT * FROM subjects WHERE object_id = $1").text(object),
    )
    .await
}

/// The id of the connected organisation a subject belongs to: of the directory user when there is one, else the one written down.
pub async fn organization(tx: &mut Tx, subject: &Subject) -> Result<Option<String>, StoreError> {
    let mut found = organizations(tx, &[subject]).await?;
    Ok(found.remove(&subject.id))
}

/// The same for many, by subject id.
pub async fn organizations(
    tx: &mut Tx,
    subjects: &[&Subject],
) -> Result<BTreeMap<String, String>, StoreError> {
    let objects: Vec<String> = subjects
        .iter()
        .filter_map(|subject| subject.object_id.clone())
        .collect();
    let by_object = organizations::of_users(tx, &objects).await?;
    let mut found = BTreeMap::new();
    let mut without = Vec::new();
    for subject in subjects {
        match &subject.object_id {
            Some(object) => {
                let organization = by_object.get(object).cloned();
                found.extend(organization.map(|id| (subject.id.clone(), id)));
            }
            None => without.push(subject.id.clone()),
        }
    }
    for ids in without.chunks(AT_ONCE) {
        let text = format!(
            "SELECT id, connected_organization_id AS organization FROM subjects \
             WHERE connected_organization_id IS NOT NULL AND id IN ({})",
            placeholders_from(1, ids.len())
        );
        let values = ids.iter().map(|id| Value::Text(Some(id.clone())));
        for row in Sql::new(text).values(values).fetch_all(tx).await? {
            found.insert(row.text("id")?, row.text("organization")?);
        }
    }
    Ok(found)
}

/// The ids of the directory objects of subjects, by subject id; without those that have none.
pub async fn objects(
    tx: &mut Tx,
    subjects: &[String],
) -> Result<BTreeMap<String, String>, StoreError> {
    let mut found = BTreeMap::new();
    for ids in subjects.chunks(AT_ONCE) {
        let text = format!(
            "SELECT id, object_id FROM subjects WHERE object_id IS NOT NULL AND id IN ({})",
            placeholders_from(1, ids.len())
        );
        let values = ids.iter().map(|id| Value::Text(Some(id.clone())));
        for row in Sql::new(text).values(values).fetch_all(tx).await? {
            found.insert(row.text("id")?, row.text("object_id")?);
        }
    }
    Ok(found)
}

/// The subject of a directory user or service principal, made when there is none; `None` when there is no such object.
pub async fn of_object(
    tx: &mut Tx,
    object: &str,
    at: Instant,
) -> Result<Option<Subject>, StoreError> {
    if let Some(known) = by_object(tx, object).await? {
        return Ok(Some(known));
    }
    if let Some(user) = users::by_id(tx, object).await? {
        return of_user(tx, &user, at).await.map(Some);
    }
    let Some(row) = Sql::new("SELECT display_name FROM service_principals WHERE id = $1")
        .text(object)
        .fetch_optional(tx)
        .await?
    else {
        return Ok(None);
    };
    let subject = Subject {
        id: derived(&meta::namespace(tx).await?, &format!("subject/{object}")),
        display_name: row.opt_text("display_name")?,
        object_id: Some(object.to_owned()),
        subject_lifecycle: Some(SubjectLifecycle::NotDefined),
        subject_type: Some(SubjectType::ServicePrincipal),
        ..Subject::default()
    };
    insert(tx, &subject, None, at).await?;
    Ok(Some(subject))
}

/// The subject of a directory user, made when there is none. Its id is derived from the user's, so every database of the same
/// organisation agrees.
pub async fn of_user(tx: &mut Tx, user: &User, at: Instant) -> Result<Subject, StoreError> {
    if let Some(known) = by_object(tx, &user.id).await? {
        return Ok(known);
    }
    let subject = Subject {
        id: derived(&meta::namespace(tx).await?, &format!("subject/{}", user.id)),
        display_name: Some(user.display_name.clone()),
        email: user.mail.clone(),
        object_id: Some(user.id.clone()),
        on_premises_security_identifier: None,
        principal_name: Some(user.user_principal_name.clone()),
        subject_lifecycle: Some(SubjectLifecycle::NotDefined),
        subject_type: Some(SubjectType::User),
    };
    let organization = organizations::of_user(tx, &user.id).await?;
    insert(tx, &subject, organization.as_deref(), at).await?;
    Ok(subject)
}

/// The subject of somebody who is not in the directory, by mail address, made when there is none.
pub async fn of_email(tx: &mut Tx, address: &str, at: Instant) -> Result<Subject, StoreError> {
    let folded = fold(address);
    let known = Sql::new("SELECT * FROM subjects WHERE email_folded = $1 AND object_id IS NULL");
    if let Some(known) = one(tx, known.text(&folded)).await? {
        return Ok(known);
    }
    let subject = Subject {
        id: derived(
            &meta::namespace(tx).await?,
            &format!("subject/mailto:{folded}"),
        ),
        display_name: Some(address.to_owned()),
        email: Some(address.to_owned()),
        subject_lifecycle: Some(SubjectLifecycle::NotDefined),
        subject_type: Some(SubjectType::User),
        ..Subject::default()
    };
    let organization = match domain(address) {
        Some(domain) => organizations::by_domain(tx, &domain).await?,
        None => None,
    };
    let organization = organization.map(|organization| organization.id);
    insert(tx, &subject, organization.as_deref(), at).await?;
    Ok(subject)
}

async fn insert(
    tx: &mut Tx,
    subject: &Subject,
    organization: Option<&str>,
    at: Instant,
) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO subjects (id, subject_type, object_id, display_name, display_name_folded, email, email_folded, \
           principal_name, subject_lifecycle, connected_organization_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .text(&subject.id)
    .text(subject.subject_type.unwrap_or(SubjectType::User).as_str())
    .opt_text(subject.object_id.as_deref())
    .opt_text(subject.display_name.as_deref())
    .opt_text(subject.display_name.as_deref().map(fold))
    .opt_text(subject.email.as_deref())
    .opt_text(subject.email.as_deref().map(fold))
    .opt_text(subject.principal_name.as_deref())
    .text(
        subject
            .subject_lifecycle
            .unwrap_or(SubjectLifecycle::NotDefined)
            .as_str(),
    )
    .opt_text(organization)
    .instant(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// What a subject takes over from its directory user.
const AS_IN_THE_DIRECTORY: &str = "UPDATE subjects SET \
   display_name = (SELECT u.display_name FROM users u WHERE u.id = subjects.object_id), \
   display_name_folded = (SELECT u.display_name_folded FROM users u WHERE u.id = subjects.object_id), \
   email = (SELECT u.mail FROM users u WHERE u.id = subjects.object_id), \
   email_folded = (SELECT u.mail_folded FROM users u WHERE u.id = subjects.object_id), \
   principal_name = (SELECT u.user_principal_name FROM users u WHERE u.id = subjects.object_id), \
   connected_organization_id = (SELECT o.id FROM users u \
     JOIN identity_sources s ON s.domain_folded = u.domain_folded OR s.tenant_id = u.home_tenant_id \
     JOIN connected_organizations o ON o.id = s.organization_id \
     WHERE u.id = subjects.object_id ORDER BY o.state, o.id LIMIT 1) ";

/// Brings names, addresses and organisations of all subjects in line with the directory, after it was imported. Who was deleted keeps theirs.
pub async fn refresh_all(tx: &mut Tx) -> Result<(), StoreError> {
    Sql::new(AS_IN_THE_DIRECTORY)
        .push("WHERE object_id IN (SELECT id FROM users WHERE deleted_at IS NULL)")
        .execute(tx)
        .await
        .map(drop)
}

/// The same for the subject of one user.
pub async fn refresh_user(tx: &mut Tx, user: &str) -> Result<(), StoreError> {
    Sql::new(AS_IN_THE_DIRECTORY)
        .push("WHERE object_id = $1")
        .text(user)
        .execute(tx)
        .await
        .map(drop)
}
