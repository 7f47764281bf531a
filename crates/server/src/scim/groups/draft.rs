//! What a resource or a list of operations says about a group, checked. Members are kept apart from the rest: there may be many, and most
//! changes are about one of them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::scim::filter::{Filter, Literal, Operator};
use crate::scim::member::member;
use crate::scim::patch::{Kind, Operation, Target, apply};
use crate::scim::refusal::Refusal;
use crate::scim::value::text;
use crate::store::provisioned::groups::Provisioned;

const MEMBERS: &str = "members";

/// A group as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub display_name: String,
    /// The other side's id.
    pub external_id: Option<String>,
    /// Changes to its members, in order.
    pub steps: Vec<Step>,
}

/// One change to the members, by ids in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// These come.
    Add(BTreeSet<String>),
    /// These go.
    Remove(BTreeSet<String>),
    /// These and no others.
    Only(BTreeSet<String>),
}

impl Draft {
    /// A group from a whole resource.
    ///
    /// # Errors
    /// `invalidValue`, with the name of the attribute.
    pub fn read(resource: &Map<String, Value>) -> Result<Self, Refusal> {
        let steps = match member(resource, MEMBERS) {
            None | Some(Value::Null) => Vec::new(),
            Some(members) => vec![Step::Only(ids(members)?)],
        };
        with_steps(resource, steps)
    }

    /// What operations make of a group.
    ///
    /// # Errors
    /// `invalidValue`, `noTarget` or `invalidFilter`.
    pub fn after(before: &Provisioned, operations: &[Operation]) -> Result<Self, Refusal> {
        let mut resource = Map::new();
        resource.insert("displayName".to_owned(), json!(before.group.display_name));
        resource.insert("externalId".to_owned(), json!(before.external_id));
        let mut steps = Vec::new();
        for operation in operations {
            if operation.target.path.is_in(MEMBERS) {
                steps.push(step(operation)?);
            } else {
                apply(&mut resource, operation)?;
            }
        }
        with_steps(&resource, steps)
    }
}

fn with_steps(resource: &Map<String, Value>, steps: Vec<Step>) -> Result<Draft, Refusal> {
    Ok(Draft {
        display_name: text(resource, "displayName")?
            .ok_or_else(|| Refusal::invalid_value("A group has a displayName."))?,
        external_id: text(resource, "externalId")?,
        steps,
    })
}

fn step(operation: &Operation) -> Result<Step, Refusal> {
    let Target { path, filter, part } = &operation.target;
    if !path.is(&[MEMBERS]) || part.is_some() {
        return Err(Refusal::no_target(
            "Members come and go; nothing about one of them can be changed.",
        ));
    }
    let named = filter.as_ref().map(named).transpose()?;
    let value = operation.value.as_ref().filter(|value| !value.is_null());
    let sent = value.map(ids).transpose()?;
    Ok(match (operation.kind, named, sent) {
        // A list of nobody is not everybody.
        (Kind::Remove, Some(ids), _) | (Kind::Remove, None, Some(ids)) => Step::Remove(ids),
        (Kind::Remove, None, None) => Step::Only(BTreeSet::new()),
        (Kind::Replace, None, Some(ids)) => Step::Only(ids),
        (Kind::Add | Kind::Replace, None, sent) => Step::Add(sent.unwrap_or_default()),
        (Kind::Add | Kind::Replace, Some(_), _) => {
            return Err(Refusal::no_target(
                "Members come and go; nothing about one of them can be changed.",
            ));
        }
    })
}

/// The ids that a filter over members names.
fn named(filter: &Filter) -> Result<BTreeSet<String>, Refusal> {
    match filter {
        Filter::Any(filters) => {
            let mut found = BTreeSet::new();
            for filter in filters {
                found.append(&mut named(filter)?);
            }
            Ok(found)
        }
        Filter::Compare(path, Operator::Eq, Literal::Text(id)) if path.is(&["value"]) => {
            Ok([id.to_ascii_lowercase()].into())
        }
        _ => Err(Refusal::invalid_filter(
            "Members are named by their value: members[value eq \"…\"].",
        )),
    }
}

/// The ids in a list of members; one alone, and bare ids, count as a list too.
fn ids(value: &Value) -> Result<BTreeSet<String>, Refusal> {
    let wrong = || Refusal::invalid_value("'members' is a list of objects with a value.");
    let items = match value {
        Value::Null => return Ok(BTreeSet::new()),
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    items
        .iter()
        .map(|item| match item {
            Value::String(id) => Ok(id.to_ascii_lowercase()),
            Value::Object(item) => text(item, "value")?
                .map(|id| id.to_ascii_lowercase())
                .ok_or_else(wrong),
            _ => Err(wrong()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::patch;

    fn steps(operation: &Value) -> Result<Vec<Step>, Refusal> {
        let body = json!({ "Operations": [operation] });
        let before = Provisioned {
            group: crate::store::groups::Group {
                display_name: "Crew".to_owned(),
                ..Default::default()
            },
            external_id: None,
            created_at: portico_graph::time::Instant::from_unix(0),
            modified_at: portico_graph::time::Instant::from_unix(0),
        };
        let operations = patch::read(body.as_object().unwrap())?;
        Draft::after(&before, &operations).map(|draft| draft.steps)
    }

    fn set(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|&id| id.to_owned()).collect()
    }

    #[test]
    fn members_come_and_go_in_every_spelling() {
        for (operation, expected) in [
            (
                json!({"op": "Add", "path": "members", "value": [{"value": "A"}, {"value": "b"}]}),
                Step::Add(set(&["a", "b"])),
            ),
            (
                json!({"op": "add", "value": {"members": [{"value": "a"}]}}),
                Step::Add(set(&["a"])),
            ),
            (
                json!({"op": "add", "path": "members", "value": {"value": "a"}}),
                Step::Add(set(&["a"])),
            ),
            (
                json!({"op": "Remove", "path": "members[value eq \"a\"]"}),
                Step::Remove(set(&["a"])),
            ),
            (
                json!({"op": "remove", "path": "members[value eq \"a\" or value eq \"b\"]"}),
                Step::Remove(set(&["a", "b"])),
            ),
            (
                json!({"op": "Remove", "path": "members", "value": [{"value": "a"}]}),
                Step::Remove(set(&["a"])),
            ),
            (
                json!({"op": "remove", "path": "members"}),
                Step::Only(set(&[])),
            ),
            (
                json!({"op": "replace", "path": "members", "value": []}),
                Step::Only(set(&[])),
            ),
            (
                json!({"op": "replace", "value": {"id": "x", "members": [{"value": "c"}]}}),
                Step::Only(set(&["c"])),
            ),
        ] {
            assert_eq!(steps(&operation), Ok(vec![expected]), "{operation}");
        }
    }

    #[test]
    fn what_cannot_be_done_to_members() {
        for operation in [
            json!({"op": "add", "path": "members", "value": [{"display": "a"}]}),
            json!({"op": "add", "path": "members", "value": 1}),
            json!({"op": "remove", "path": "members[display eq \"a\"]"}),
            json!({"op": "replace", "path": "members[value eq \"a\"].display", "value": "x"}),
            json!({"op": "replace", "path": "members[value eq \"a\"]", "value": {}}),
            json!({"op": "remove", "path": "displayName"}),
            json!({"op": "replace", "path": "displayName", "value": 7}),
        ] {
            assert!(steps(&operation).is_err(), "{operation}");
        }
    }
}
