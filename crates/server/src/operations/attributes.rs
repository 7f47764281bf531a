//! What the resources of a package ask of whoever gets them, and the attributes of people in the directory that the answers fill (Graph contract:
//! accessPackageResourceAttribute). The questions stand behind those of the policy, and are answered and decided with them.

use portico_graph::{AssignmentPolicy, Subject};
use serde_json::json;

use super::act::Act;
use super::automatic;
use super::case::Case;
use crate::directory::Attribute;
use crate::store::users::{self, User};
use crate::store::{Sql, StoreError, Tx, provisioned, subjects, user_fields};

/// What becomes of a question whose answer the directory knows and nobody may replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is not asked.
    LeftOut,
    /// It may be answered, in vain: whoever asked for the form may have been asked about somebody else.
    Optional,
}

/// Adds the questions to those of the policies, for somebody who is to get the package.
pub async fn ask(
    tx: &mut Tx,
    package: &str,
    target: &Subject,
    policies: &mut [AssignmentPolicy],
    known: Known,
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
            if !attribute.is_editable && user_fields::get(&user, &attribute.name).is_some() {
                if known == Known::LeftOut {
                    continue;
                }
                question.is_required = Some(false);
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
        let Some(value) = answer(case, &attribute.question.id) else {
            continue;
        };
        let before = user_fields::get(&user, &attribute.name);
        if before == Some(value) || before.is_some() && !attribute.is_editable {
            continue;
        }
        if !attribute.is_persisted {
            goes_with(tx, &case.assignment_id, &user.id, (&attribute.name, value)).await?;
        }
        user_fields::set(&mut user, &attribute.name, Some(value.to_owned()));
        changed.push(attribute.name.clone());
    }
    write(tx, act, &user, &changed, &case.assignment_id).await
}

/// Takes back what goes with access that has ended: what it set, unless somebody has set something else since or other access has set it too.
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
        let other =
            Sql::new("SELECT value FROM attribute_values WHERE user_id = $1 AND name = $2 LIMIT 1")
                .text(&user.id)
                .text(&name)
                .fetch_optional(tx)
                .await?;
        if other.is_none() && user_fields::get(&user, &name) == Some(&value) {
            user_fields::set(&mut user, &name, None);
            changed.push(name);
        }
    }
    write(tx, act, &user, &changed, assignment).await
}

/// The attributes of every resource that the package opens; of two that fill the same one, the first.
async fn of_package(tx: &mut Tx, package: &str) -> Result<Vec<Attribute>, StoreError> {
    let rows = Sql::new(
        "SELECT r.attributes AS attributes FROM resources r WHERE r.attributes <> '[]' AND r.id IN \
           (SELECT o.resource_id FROM resource_role_scopes x JOIN resource_roles o ON o.id = x.role_id WHERE x.package_id = $1) \
         ORDER BY r.created_at, r.id",
    )
    .text(package)
    .fetch_all(tx)
    .await?;
    let mut found: Vec<Attribute> = Vec::new();
    for row in &rows {
        for attribute in row.json::<Vec<Attribute>>("attributes")? {
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

async fn goes_with(
    tx: &mut Tx,
    assignment: &str,
    user: &str,
    (name, value): (&str, &str),
) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO attribute_values (assignment_id, user_id, name, value) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (assignment_id, name) DO UPDATE SET value = excluded.value",
    )
    .text(assignment)
    .text(user)
    .text(name)
    .text(value)
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
