//! What the resources of a package ask of whoever gets them, and the attributes of people in the directory that the answers fill (Graph contract:
//! accessPackageResourceAttribute). The questions stand behind those of the policy, and are answered and decided with them.

use std::collections::BTreeMap;

use portico_governance::questions;
use portico_graph::{AssignmentPolicy, Subject};
use serde_json::json;

use super::act::Act;
use super::automatic;
use super::case::Case;
use super::pattern;
use crate::directory::Attribute;
use crate::store::users::{self, User};
use crate::store::{Sql, StoreError, Tx, provisioned, subjects, user_fields};

/// What the questions are for. Where an answer must not replace what the directory knows, there is nothing to ask of whoever is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A form for the person: such a question is left out.
    Shown,
    /// A form that comes back: whoever was shown it did not see such a question, or saw it about themselves and answers for another, or it is
    /// an older one. It may have an answer, and need not.
    Sent {
        /// Whether it comes from whoever is to get the package.
        by_target: bool,
    },
}

/// Adds the questions to those of the policies, for somebody who is to get the package.
pub async fn ask(
    tx: &mut Tx,
    package: &str,
    target: &Subject,
    policies: &mut [AssignmentPolicy],
    form: Form,
) -> Result<(), StoreError> {
    let attributes = of_package(tx, package).await?;
    if attributes.is_empty() {
        return Ok(());
    }
    let user = user(tx, target).await?.unwrap_or_default();
    for policy in policies {
        let questions = policy.questions.get_or_insert_default();
        let last = questions.iter().filter_map(|question| question.sequence);
        let mut sequence = last.max().unwrap_or(0);
        for attribute in &attributes {
            let mut question = attribute.question.clone();
            if !attribute.is_editable {
                let is_known = user_fields::get(&user, &attribute.name).is_some();
                match form {
                    Form::Shown if is_known => continue,
                    Form::Sent { by_target } if is_known || !by_target => {
                        question.is_required = Some(false);
                        question.is_answer_editable = None;
                    }
                    _ => {}
                }
            }
            sequence += 1;
            question.sequence = Some(sequence);
            questions.push(question);
        }
    }
    Ok(())
}

/// Writes what was answered into the directory.
pub async fn keep(tx: &mut Tx, act: &Act, case: &Case) -> Result<(), StoreError> {
    let attributes = of_package(tx, &case.package_id).await?;
    if attributes.is_empty() {
        return Ok(());
    }
    let Some(mut user) = user(tx, &case.target).await? else {
        return Ok(());
    };
    let mut changed = Vec::new();
    for attribute in &attributes {
        let before = user_fields::get(&user, &attribute.name);
        // The net below the checks of answers: what people are is not set to what cannot be answered.
        let said = answer(case, &attribute.question.id).filter(|value| {
            questions::problem(&attribute.question, value, &pattern::matches).is_none()
        });
        let kept = before.filter(|_| !attribute.is_editable);
        let Some(value) = kept.or(said).map(ToOwned::to_owned) else {
            continue;
        };
        // What the directory says by itself goes with no access; what access has set goes with the last that has.
        let is_new = before != Some(&value);
        let lent = lent(tx, &user.id, &attribute.name).await?;
        let is_lent = lent.is_some() && lent.as_deref() == before;
        if attribute.is_persisted || !is_lent {
            // It stays from now on; or somebody has set another since, and what was before that is over.
            nothing_goes(tx, &user.id, &attribute.name).await?;
        }
        if !attribute.is_persisted && (is_new || is_lent) {
            goes_with(tx, act, case, (&user.id, &attribute.name, &value)).await?;
        }
        if is_new {
            user_fields::set(&mut user, &attribute.name, Some(value));
            changed.push(attribute.name.clone());
        }
    }
    write(tx, act, &user, &changed, &case.assignment_id).await
}

/// Takes back what goes with access that has ended: what it set, unless somebody has set something else since. What other access has set stands
/// there again.
pub async fn forget(tx: &mut Tx, act: &Act, assignment: &str) -> Result<(), StoreError> {
    let rows = Sql::new(
        "SELECT user_id, name, value FROM attribute_values WHERE assignment_id = $1 ORDER BY name",
    )
    .text(assignment)
    .fetch_all(tx)
    .await?;
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let user = present(tx, &first.text("user_id")?).await?;
    Sql::new("DELETE FROM attribute_values WHERE assignment_id = $1")
        .text(assignment)
        .execute(tx)
        .await?;
    let Some(mut user) = user else {
        return Ok(());
    };
    let mut changed = Vec::new();
    for row in &rows {
        let (name, value) = (row.text("name")?, row.text("value")?);
        if user_fields::get(&user, &name) != Some(&value) {
            continue;
        }
        let other = lent(tx, &user.id, &name).await?;
        if other.as_ref() != Some(&value) {
            user_fields::set(&mut user, &name, other);
            changed.push(name);
        }
    }
    write(tx, act, &user, &changed, assignment).await
}

/// The attributes of every resource that the package opens; of two that fill the same one, the first.
async fn of_package(tx: &mut Tx, package: &str) -> Result<Vec<Attribute>, StoreError> {
    let rows = Sql::new(
        "SELECT r.id AS id, r.created_at AS created_at, r.attributes AS attributes FROM resource_role_scopes x \
         JOIN resource_roles o ON o.id = x.role_id JOIN resources r ON r.id = o.resource_id \
         WHERE x.package_id = $1 AND r.attributes <> '[]'",
    )
    .text(package)
    .fetch_all(tx)
    .await?;
    // Hardly a package asks anything: sorted here, the question costs three look-ups and no more.
    let mut asking = BTreeMap::new();
    for row in &rows {
        let place = (row.instant("created_at")?, row.text("id")?);
        asking.insert(place, row.json::<Vec<Attribute>>("attributes")?);
    }
    let mut found: Vec<Attribute> = Vec::new();
    for attributes in asking.into_values() {
        for attribute in attributes {
            if found.iter().all(|one| one.name != attribute.name) {
                found.push(attribute);
            }
        }
    }
    Ok(found)
}

async fn user(tx: &mut Tx, subject: &Subject) -> Result<Option<User>, StoreError> {
    match &subject.object_id {
        Some(object) => present(tx, object).await,
        None => Ok(None),
    }
}

/// Whoever was deleted is nobody: to write them would bring them back.
async fn present(tx: &mut Tx, user: &str) -> Result<Option<User>, StoreError> {
    let found = provisioned::users::by_id(tx, user).await?;
    Ok(found.map(|found| found.user))
}

/// What was answered, if it says something.
fn answer<'a>(case: &'a Case, question: &str) -> Option<&'a str> {
    let mut answers = case.answers.iter();
    let answer = answers.find(|one| one.answered_question.id.eq_ignore_ascii_case(question))?;
    let value = answer.value.as_deref().map(str::trim);
    value.filter(|value| !value.is_empty())
}

/// What access has set last, of what goes with it.
async fn lent(tx: &mut Tx, user: &str, name: &str) -> Result<Option<String>, StoreError> {
    let row = Sql::new(
        "SELECT value FROM attribute_values WHERE user_id = $1 AND name = $2 ORDER BY set_at DESC, assignment_id LIMIT 1",
    )
    .text(user)
    .text(name)
    .fetch_optional(tx)
    .await?;
    row.map(|row| row.text("value")).transpose()
}

async fn nothing_goes(tx: &mut Tx, user: &str, name: &str) -> Result<(), StoreError> {
    Sql::new("DELETE FROM attribute_values WHERE user_id = $1 AND name = $2")
        .text(user)
        .text(name)
        .execute(tx)
        .await
        .map(drop)
}

async fn goes_with(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
    (user, name, value): (&str, &str, &str),
) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO attribute_values (assignment_id, user_id, name, value, set_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (assignment_id, name) DO UPDATE SET value = excluded.value, set_at = excluded.set_at",
    )
    .text(&case.assignment_id)
    .text(user)
    .text(name)
    .text(value)
    .instant(act.now)
    .execute(tx)
    .await
    .map(drop)
}

async fn write(
    tx: &mut Tx,
    act: &Act,
    user: &User,
    changed: &[String],
    assignment: &str,
) -> Result<(), StoreError> {
    if changed.is_empty() {
        return Ok(());
    }
    users::upsert(tx, user, act.now).await?;
    subjects::refresh_user(tx, &user.id).await?;
    automatic::look_at_all(tx, act).await?;
    // Names alone: values are about a person.
    let details = json!({ "changed": changed, "assignmentId": assignment });
    act.log(tx, "userChanged", ("user", &user.id), details, None)
        .await
}
