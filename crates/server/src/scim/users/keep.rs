//! People come, change and go; each with its entry in the log, and automatic policies look again.

use serde_json::json;

use super::draft::Draft;
use crate::operations::act::Act;
use crate::operations::{automatic, guests};
use crate::scim::refusal::Refusal;
use crate::store::provisioned::users::{self as rows, Provisioned};
use crate::store::users::{self, User};
use crate::store::{StoreError, Tx, subjects};

const KIND: &str = "user";

/// Somebody new.
///
/// # Errors
/// `uniqueness`: somebody has the name. `invalidValue`: there is no such manager.
pub async fn create(tx: &mut Tx, act: &Act, draft: &Draft) -> Result<Provisioned, Refusal> {
    write(tx, act, draft).await?;
    let id = &draft.user.id;
    automatic::look_at_all(tx, act).await?;
    act.log(tx, "userCreated", (KIND, id), json!({}), None)
        .await?;
    again(tx, id).await
}

/// Somebody becomes what the draft says. Nothing is written when they are that already.
///
/// # Errors
/// As [`create`].
pub async fn change(
    tx: &mut Tx,
    act: &Act,
    before: &Provisioned,
    draft: &Draft,
) -> Result<Provisioned, Refusal> {
    if draft.says_active {
        guests::others_decide(tx, &draft.user.id).await?;
    }
    let changed = changed(before, draft);
    if changed.is_empty() {
        return Ok(before.clone());
    }
    write(tx, act, draft).await?;
    let id = &draft.user.id;
    if !draft.user.account_enabled {
        rows::end_sessions(tx, id).await?;
    }
    automatic::look_at_all(tx, act).await?;
    // Names alone: values are about a person.
    let details = json!({ "changed": changed });
    act.log(tx, "userChanged", (KIND, id), details, None)
        .await?;
    again(tx, id).await
}

/// Somebody goes.
///
/// # Errors
/// 404.
pub async fn delete(tx: &mut Tx, act: &Act, id: &str) -> Result<(), Refusal> {
    let Some(found) = rows::by_id(tx, id).await? else {
        return Err(Refusal::unknown(id));
    };
    rows::delete(tx, &found.user, act.now).await?;
    automatic::look_at_all(tx, act).await?;
    act.log(tx, "userDeleted", (KIND, id), json!({}), None)
        .await?;
    Ok(())
}

async fn write(tx: &mut Tx, act: &Act, draft: &Draft) -> Result<(), Refusal> {
    let user = &draft.user;
    let name = user.user_principal_name.as_str();
    let taken = || Refusal::taken(format!("Somebody has the userName '{name}'."));
    if let Some(other) = users::by_principal_name(tx, name).await?
        && other.id != user.id
    {
        return Err(taken());
    }
    if let Some(manager) = &user.manager_id
        && rows::by_id(tx, manager).await?.is_none()
    {
        return Err(Refusal::invalid_value(format!(
            "There is no user {manager} who could be the manager."
        )));
    }
    users::upsert(tx, user, act.now).await.map_err(|cause| {
        if cause.is_taken() {
            taken()
        } else {
            cause.into()
        }
    })?;
    users::set_manager(tx, &user.id, user.manager_id.as_deref()).await?;
    rows::set_external_id(tx, &user.id, draft.external_id.as_deref(), act.now).await?;
    subjects::of_user(tx, user, act.now).await?;
    subjects::refresh_user(tx, &user.id).await?;
    Ok(())
}

async fn again(tx: &mut Tx, id: &str) -> Result<Provisioned, Refusal> {
    rows::by_id(tx, id)
        .await?
        .ok_or_else(|| StoreError::Broken(format!("the user {id} was written and is gone")).into())
}

/// A text of somebody.
type Text = fn(&User) -> Option<&str>;

/// Names of the attributes in which somebody changes.
fn changed(before: &Provisioned, draft: &Draft) -> Vec<&'static str> {
    let (old, new) = (&before.user, &draft.user);
    let texts: [(&str, Text); 11] = [
        ("name.givenName", |user| user.given_name.as_deref()),
        ("name.familyName", |user| user.surname.as_deref()),
        ("displayName", |user| Some(&user.display_name)),
        ("emails", |user| user.mail.as_deref()),
        ("department", |user| user.department.as_deref()),
        ("title", |user| user.job_title.as_deref()),
        ("organization", |user| user.company_name.as_deref()),
        ("phoneNumbers", |user| user.mobile_phone.as_deref()),
        ("preferredLanguage", |user| {
            user.preferred_language.as_deref()
        }),
        ("timezone", |user| user.time_zone.as_deref()),
        ("manager", |user| user.manager_id.as_deref()),
    ];
    let mut names: Vec<&'static str> = texts
        .into_iter()
        .filter(|(_, text)| text(old) != text(new))
        .map(|(name, _)| name)
        .collect();
    for (name, differs) in [
        (
            "userName",
            old.user_principal_name != new.user_principal_name,
        ),
        ("userType", old.user_type != new.user_type),
        ("active", old.account_enabled != new.account_enabled),
        ("externalId", before.external_id != draft.external_id),
    ] {
        if differs {
            names.push(name);
        }
    }
    names
}
