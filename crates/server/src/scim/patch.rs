//! Changes to a resource (RFC 7644, section 3.5.2): operations that are read whole before the first is carried out.

use serde_json::{Map, Value};

use super::attribute::AttributePath;
use super::filter::{self, Filter};
use super::member::{is_name, member};
use super::refusal::Refusal;

mod apply;
#[cfg(test)]
mod tests;

pub use apply::apply;

/// The schema of the message.
pub const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// How many operations one message may hold.
const MOST: usize = 1_000;
/// What only the service sets.
const READ_ONLY: [&str; 4] = ["id", "meta", "schemas", "groups"];

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Adds values, or sets one.
    Add,
    /// Puts values in the place of others.
    Replace,
    /// Takes values away.
    Remove,
}

/// Where an operation works: an attribute, those of its values that meet a filter, and a part of those.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The attribute.
    pub path: AttributePath,
    /// Which of its values.
    pub filter: Option<Filter>,
    /// Which part of those.
    pub part: Option<String>,
}

/// One operation. Without a target a message was taken apart: there is one for every attribute that it named.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// What it does.
    pub kind: Kind,
    /// Where.
    pub target: Target,
    /// With what; absent for some removals.
    pub value: Option<Value>,
}

/// Reads a message.
///
/// # Errors
/// `invalidSyntax`, `invalidPath`, `noTarget`, `invalidValue` or `mutability`, as the RFC says.
pub fn read(body: &Map<String, Value>) -> Result<Vec<Operation>, Refusal> {
    if let Some(schemas) = member(body, "schemas") {
        let names = schemas.as_array().map(Vec::as_slice).unwrap_or_default();
        let is_one = names
            .iter()
            .any(|name| name.as_str().is_some_and(|name| is_name(name, PATCH_OP)));
        if !is_one {
            return Err(Refusal::invalid_syntax(format!(
                "The schemas of this message must hold {PATCH_OP}."
            )));
        }
    }
    let sent = match member(body, "Operations") {
        Some(Value::Array(sent)) if !sent.is_empty() => sent,
        _ => return Err(Refusal::invalid_syntax("There are no Operations.")),
    };
    if sent.len() > MOST {
        return Err(Refusal::invalid_syntax(format!(
            "There are more than {MOST} Operations."
        )));
    }
    let mut operations = Vec::new();
    for one in sent {
        let Value::Object(one) = one else {
            return Err(Refusal::invalid_syntax("An operation is an object."));
        };
        read_one(one, &mut operations)?;
    }
    Ok(operations)
}

fn read_one(sent: &Map<String, Value>, operations: &mut Vec<Operation>) -> Result<(), Refusal> {
    let word = member(sent, "op")
        .and_then(Value::as_str)
        .unwrap_or_default();
    // Some write the words with a capital.
    let kind = match word.to_ascii_lowercase().as_str() {
        "add" => Kind::Add,
        "replace" => Kind::Replace,
        "remove" => Kind::Remove,
        _ => {
            return Err(Refusal::invalid_syntax(
                "The op of an operation is add, replace or remove.",
            ));
        }
    };
    let value = member(sent, "value").cloned();
    match member(sent, "path") {
        None | Some(Value::Null) => whole(kind, value, operations),
        Some(Value::String(path)) => {
            let target = Target::read(path)?;
            if let Some(name) = target.read_only() {
                return Err(Refusal::read_only(name));
            }
            if value.is_none() && kind != Kind::Remove {
                return Err(Refusal::invalid_value(format!(
                    "The operation on '{path}' has no value."
                )));
            }
            operations.push(Operation {
                kind,
                target,
                value,
            });
            Ok(())
        }
        Some(_) => Err(Refusal::invalid_path("The path is a text.")),
    }
}

/// Without a path the value is the resource, or what of it changes. Clients send back what is read-only, and attributes of their own.
fn whole(kind: Kind, value: Option<Value>, operations: &mut Vec<Operation>) -> Result<(), Refusal> {
    if kind == Kind::Remove {
        return Err(Refusal::no_target("What is to be removed needs a path."));
    }
    let Some(Value::Object(members)) = value else {
        return Err(Refusal::invalid_value(
            "Without a path the value is an object of attributes.",
        ));
    };
    for (name, value) in members {
        let Ok(target) = Target::read(&name) else {
            continue;
        };
        if target.read_only().is_none() {
            operations.push(Operation {
                kind,
                target,
                value: Some(value),
            });
        }
    }
    Ok(())
}

impl Target {
    /// Reads a path: `attribute`, `attribute.part`, `attribute[filter]`, `attribute[filter].part`.
    ///
    /// # Errors
    /// `invalidPath`.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let wrong = || Refusal::invalid_path(format!("'{}' is no path.", shortened(text)));
        let Some((attribute, rest)) = text.trim().split_once('[') else {
            return AttributePath::read(text.trim())
                .map(|path| Self {
                    path,
                    filter: None,
                    part: None,
                })
                .ok_or_else(wrong);
        };
        let path = AttributePath::read(attribute).ok_or_else(wrong)?;
        let (filter, behind) = filter::read_in_brackets(rest).map_err(|problem| {
            Refusal::invalid_path(format!("The filter of the path: {problem}."))
        })?;
        let part = match behind.strip_prefix('.') {
            None if behind.is_empty() => None,
            Some(part) if AttributePath::read(part).is_some_and(|one| one.is(&[part])) => {
                Some(part.to_owned())
            }
            _ => return Err(wrong()),
        };
        Ok(Self {
            path,
            filter: Some(filter),
            part,
        })
    }

    /// The name of what only the service sets, when it is that.
    fn read_only(&self) -> Option<&'static str> {
        READ_ONLY.into_iter().find(|name| self.path.is_in(name))
    }
}

/// Answers do not grow with what was sent.
fn shortened(text: &str) -> String {
    text.chars().take(100).collect()
}
