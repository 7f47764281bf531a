//! Custom extensions of a catalog: made, changed, deleted (Graph contract: customWorkflowExtensions).

use serde_json::json;

use super::super::act::Act;
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use crate::http::caller::Manager;
use crate::http::members::Change;
use crate::store::fold::fold;
use crate::store::{Row, Sql, StoreError, Tx, catalogs};

const KIND: &str = "customCalloutExtension";

/// What a call says about an extension; what it does not say stays. Value objects are JSON.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The name of its type, which never changes.
    pub kind: Option<&'static str>,
    /// Its name.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Change,
    /// Where it is.
    pub endpoint: Option<String>,
    /// By what it would know Microsoft.
    pub authentication: Change,
    /// How long it may take, and how often it is tried again.
    pub client: Change,
    /// How long its answer is waited for.
    pub callback: Change,
}

/// An extension that is there.
struct Before {
    kind: String,
    display_name: String,
    description: Option<String>,
    endpoint: String,
    authentication: Option<String>,
    client: Option<String>,
    callback: Option<String>,
}

/// Makes an extension of a catalog. Answers its id.
///
/// # Errors
/// [`Refusal::UnknownHere`] to whoever may not know of the catalog, [`Refusal::Forbidden`] to whoever only reads it.
pub async fn create(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    catalog: &str,
    said: &Said,
) -> Result<String, Refusal> {
    admitted(tx, manager, catalog).await?;
    let id = act.ids.guid();
    let name = said.display_name.as_deref().unwrap_or_default();
    Sql::new(
        "INSERT INTO extensions (id, catalog_id, kind, display_name, display_name_folded, description, endpoint, \
           authentication, client, callback, created_at, created_by, modified_at, modified_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11, $12)",
    )
    .text(&id)
    .text(catalog)
    .text(said.kind.unwrap_or_default())
    .text(name)
    .text(fold(name))
    .opt_text(said.description.over(None))
    .text(said.endpoint.as_deref().unwrap_or_default())
    .opt_text(said.authentication.over(None))
    .opt_text(said.client.over(None))
    .opt_text(said.callback.over(None))
    .instant(act.now)
    .opt_text(by(act))
    .execute(tx)
    .await?;
    let details = json!({ "catalogId": catalog });
    act.log(tx, "customExtensionCreated", (KIND, &id), details, None)
        .await?;
    Ok(id)
}

/// Changes what is said of an extension. Calls that wait to be sent go where they were to go.
///
/// # Errors
/// As [`create`], and [`Refusal::Bad`] for another type.
pub async fn change(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    (catalog, id): (&str, &str),
    said: &Said,
) -> Result<(), Refusal> {
    admitted(tx, manager, catalog).await?;
    let before = of(tx, catalog, id).await?;
    if said.kind.is_some_and(|kind| kind != before.kind) {
        return Err(Refusal::Bad(
            "An extension keeps its type: make another one.".to_owned(),
        ));
    }
    let name = said.display_name.clone().unwrap_or(before.display_name);
    Sql::new(
        "UPDATE extensions SET display_name = $2, display_name_folded = $3, description = $4, endpoint = $5, \
           authentication = $6, client = $7, callback = $8, modified_at = $9, modified_by = $10 WHERE id = $1",
    )
    .text(id)
    .text(&name)
    .text(fold(&name))
    .opt_text(said.description.over(before.description))
    .text(said.endpoint.as_deref().unwrap_or(&before.endpoint))
    .opt_text(said.authentication.over(before.authentication))
    .opt_text(said.client.over(before.client))
    .opt_text(said.callback.over(before.callback))
    .instant(act.now)
    .opt_text(by(act))
    .execute(tx)
    .await?;
    let details = json!({ "catalogId": catalog });
    act.log(tx, "customExtensionChanged", (KIND, id), details, None)
        .await?;
    Ok(())
}

/// Deletes an extension that no policy has called.
///
/// # Errors
/// As [`create`], and [`Refusal::InUse`].
pub async fn delete(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    (catalog, id): (&str, &str),
) -> Result<(), Refusal> {
    admitted(tx, manager, catalog).await?;
    of(tx, catalog, id).await?;
    let used = Sql::new("SELECT id FROM extension_stages WHERE extension_id = $1 LIMIT 1")
        .text(id)
        .fetch_optional(tx)
        .await?;
    if used.is_some() {
        return Err(Refusal::InUse(
            "A policy has the extension called: take it out of the policy first.",
        ));
    }
    Sql::new("DELETE FROM extensions WHERE id = $1")
        .text(id)
        .execute(tx)
        .await?;
    let details = json!({ "catalogId": catalog });
    act.log(tx, "customExtensionDeleted", (KIND, id), details, None)
        .await?;
    Ok(())
}

fn by(act: &Act) -> Option<&str> {
    act.actor.as_ref().map(|actor| actor.subject_id.as_str())
}

async fn admitted(tx: &mut Tx, manager: &Manager, catalog: &str) -> Result<(), Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    let known = catalogs::by_id(tx, catalog).await?;
    known.ok_or(Refusal::UnknownHere)?;
    mandate.allow_in(catalog, Duty::Catalog)
}

async fn of(tx: &mut Tx, catalog: &str, id: &str) -> Result<Before, Refusal> {
    let row = Sql::new("SELECT * FROM extensions WHERE id = $1 AND catalog_id = $2")
        .text(id)
        .text(catalog)
        .fetch_optional(tx)
        .await?;
    Ok(Before::read(&row.ok_or(Refusal::UnknownHere)?)?)
}

impl Before {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            kind: row.text("kind")?,
            display_name: row.text("display_name")?,
            description: row.opt_text("description")?,
            endpoint: row.text("endpoint")?,
            authentication: row.opt_text("authentication")?,
            client: row.opt_text("client")?,
            callback: row.opt_text("callback")?,
        })
    }
}
