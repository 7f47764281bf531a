//! Whether people from outside are governed: taken out of the directory when they have lost their last access (Graph contract: subjects).

use portico_graph::SubjectLifecycle;
use serde_json::json;

use super::super::act::Act;
use super::super::guests;
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use crate::http::caller::Manager;
use crate::store::{Sql, Tx, subjects};

/// By what a subject is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Its own id.
    Id(String),
    /// The directory object's.
    Object(String),
}

/// Says whether somebody is governed.
///
/// # Errors
/// [`Refusal::Forbidden`] to whoever is no administrator, [`Refusal::UnknownHere`].
pub async fn govern(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    key: &Key,
    lifecycle: SubjectLifecycle,
) -> Result<(), Refusal> {
    Mandate::of(tx, manager).await?.allow(Duty::Organization)?;
    let subject = match key {
        Key::Id(id) => subjects::by_id(tx, id).await?,
        Key::Object(object) => subjects::by_object(tx, object).await?,
    };
    let id = subject.ok_or(Refusal::UnknownHere)?.id;
    if lifecycle != SubjectLifecycle::Governed {
        guests::came(tx, act, &id).await?;
    }
    Sql::new("UPDATE subjects SET subject_lifecycle = $2 WHERE id = $1")
        .text(&id)
        .text(lifecycle.as_str())
        .execute(tx)
        .await?;
    let details = json!({ "subjectLifecycle": lifecycle.as_str() });
    act.log(
        tx,
        "subjectGoverned",
        ("accessPackageSubject", &id),
        details,
        None,
    )
    .await?;
    Ok(())
}
