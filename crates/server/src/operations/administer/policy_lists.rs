//! One entry of a list that is part of a policy: added, changed, taken out (Graph contract: questions, customExtensionStageSettings). The policy is
//! written again as a whole, so each rule about policies holds for them too.

use serde_json::{Map, Value, json};

use super::super::act::Act;
use super::super::policies::by_id;
use super::super::refusal::Refusal;
use super::policies;
use crate::directory::{Draft, Problem};
use crate::http::caller::Manager;
use crate::store::Tx;

/// A list in a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// What is asked.
    Questions,
    /// When whom is called.
    StageSettings,
}

impl List {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Questions => "questions",
            Self::StageSettings => "customExtensionStageSettings",
        }
    }
}

/// What is done to a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// An entry more, at the end.
    Add(Map<String, Value>),
    /// Members of the entry with this id.
    Change(String, Map<String, Value>),
    /// The entry with this id.
    Remove(String),
}

/// Does it, and answers the entry as it is written; what was taken out is null.
///
/// # Errors
/// [`Refusal::UnknownHere`] for an unknown policy or entry, or one that the caller may not know of; otherwise as for the whole policy, with paths
/// inside the entry.
pub async fn edit(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    (policy, list): (&str, List),
    edit: &Edit,
) -> Result<Value, Refusal> {
    let package = policies::package_of(tx, manager, policy).await?;
    let before = by_id(tx, policy).await?.ok_or(Refusal::UnknownHere)?;
    let broken = |_| Refusal::Bad("The policy cannot be read.".to_owned());
    let Value::Object(mut body) = serde_json::to_value(&before).map_err(broken)? else {
        return Err(Refusal::UnknownHere);
    };
    body.insert("accessPackage".to_owned(), json!({ "id": package }));
    let place = apply(&mut body, list, edit, &act.ids.guid())?;
    let draft = Draft::read(&body, policy)
        .map_err(|problems| Refusal::Problems(inside(problems, list, place)))?;
    policies::replace(tx, act, manager, &package, &draft).await?;
    let written = match list {
        List::Questions => serde_json::to_value(&draft.policy.questions).map_err(broken)?,
        List::StageSettings => draft
            .policy
            .custom_extension_stage_settings
            .unwrap_or_default(),
    };
    let entry = place.and_then(|place| written.get(place).cloned());
    Ok(entry.unwrap_or_default())
}

/// Changes the list; answers the place of the entry that is there now.
fn apply(
    body: &mut Map<String, Value>,
    list: List,
    edit: &Edit,
    new_id: &str,
) -> Result<Option<usize>, Refusal> {
    let entries = body.entry(list.name()).or_insert_with(|| json!([]));
    let entries = entries.as_array_mut().ok_or(Refusal::UnknownHere)?;
    let find = |id: &str| {
        let has = |entry: &Value| {
            entry["id"]
                .as_str()
                .is_some_and(|it| it.eq_ignore_ascii_case(id))
        };
        entries.iter().position(has).ok_or(Refusal::UnknownHere)
    };
    match edit {
        Edit::Add(members) => {
            let mut entry = members.clone();
            entry.insert("id".to_owned(), json!(new_id));
            entries.push(Value::Object(entry));
            Ok(Some(entries.len() - 1))
        }
        Edit::Change(id, members) => {
            let place = find(id)?;
            if let Some(entry) = entries.get_mut(place).and_then(Value::as_object_mut) {
                let said = members.iter().filter(|(name, _)| *name != "id");
                entry.extend(said.map(|(name, value)| (name.clone(), value.clone())));
            }
            Ok(Some(place))
        }
        Edit::Remove(id) => {
            let place = find(id)?;
            entries.remove(place);
            Ok(None)
        }
    }
}

/// Paths of the body that was sent begin with its own members.
fn inside(problems: Vec<Problem>, list: List, place: Option<usize>) -> Vec<Problem> {
    let before = place.map_or(String::new(), |place| format!("{}[{place}].", list.name()));
    let problems = problems.into_iter().map(|problem| {
        let path = problem.path.strip_prefix(&before);
        Problem {
            path: path.unwrap_or(&problem.path).to_owned(),
            message: problem.message,
        }
    });
    problems.collect()
}
