//! A place in the file: an object, its path, and where problems are noted. Reading goes on after a problem, so that all of
//! them are found at once; what is returned then is a harmless value that is never written.

use std::cell::{Cell, RefCell};

use portico_graph::model::EntityType;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::report::Problem;

/// Notes of one reading.
#[derive(Default)]
pub struct Notes {
    problems: RefCell<Vec<Problem>>,
    unused: Cell<usize>,
}

impl Notes {
    /// Notes a problem.
    pub fn problem(&self, path: &str, message: impl Into<String>) {
        self.problems.borrow_mut().push(Problem {
            path: path.to_owned(),
            message: message.into(),
        });
    }

    /// Everything that was noted, in the order of paths, and how many properties were passed over.
    pub fn finish(self) -> (Vec<Problem>, usize) {
        let mut problems = self.problems.into_inner();
        problems.sort();
        problems.dedup();
        (problems, self.unused.get())
    }
}

/// An object of the file.
#[derive(Clone)]
pub struct Node<'a> {
    members: &'a Map<String, Value>,
    /// Its JSON path.
    pub path: String,
    notes: &'a Notes,
}

impl<'a> Node<'a> {
    /// The whole file.
    pub fn root(value: &'a Value, notes: &'a Notes) -> Option<Self> {
        Self::at(value, "$".to_owned(), notes)
    }

    fn at(value: &'a Value, path: String, notes: &'a Notes) -> Option<Self> {
        let Value::Object(members) = value else {
            notes.problem(&path, "must be an object");
            return None;
        };
        Some(Self {
            members,
            path,
            notes,
        })
    }

    /// Notes a problem with a property.
    pub fn problem(&self, name: &str, message: impl Into<String>) {
        self.notes.problem(&self.path_of(name), message);
    }

    fn path_of(&self, name: &str) -> String {
        if name.is_empty() {
            self.path.clone()
        } else {
            format!("{}.{name}", self.path)
        }
    }

    /// Checks the names of all properties: `used` are read, those that `declared` knows are counted and passed over.
    pub fn check_names(&self, used: &[&str], declared: Option<&EntityType>) {
        for name in self
            .members
            .keys()
            .filter(|name| !used.contains(&name.as_str()))
        {
            let is_declared = name.contains("@odata.")
                || declared.is_some_and(|kind| {
                    kind.property(name).is_some() || kind.navigation(name).is_some()
                });
            if is_declared {
                self.notes.unused.set(self.notes.unused.get() + 1);
            } else {
                self.problem(name, "no such property");
            }
        }
    }

    /// Whether the property is there, be it null.
    pub fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    fn value(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// A text, if there is one.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.value(name)? {
            Value::String(text) if text.contains('\0') => {
                self.problem(name, "holds the character U+0000");
                None
            }
            Value::String(text) => Some(text.clone()),
            _ => {
                self.problem(name, "must be a text");
                None
            }
        }
    }

    /// A text that must be there and not be empty.
    pub fn need(&self, name: &str) -> String {
        if self.value(name).is_none() {
            self.problem(name, "is missing");
            return String::new();
        }
        let text = self.text(name).unwrap_or_default();
        if text.trim().is_empty() && self.value(name).is_some_and(Value::is_string) {
            self.problem(name, "is empty");
        }
        text
    }

    /// One of some words, without regard to case.
    pub fn word<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name)?;
        let word = read(&text);
        if word.is_none() {
            self.problem(name, format!("'{text}' is no word of this property"));
        }
        word
    }

    /// True or false.
    pub fn flag(&self, name: &str) -> Option<bool> {
        let value = self.value(name)?;
        if !value.is_boolean() {
            self.problem(name, "must be true or false");
        }
        value.as_bool()
    }

    /// The objects of a list; no list is an empty one.
    pub fn list(&self, name: &str) -> Vec<Node<'a>> {
        self.items(name)
            .filter_map(|(item, path)| Self::at(item, path, self.notes))
            .collect()
    }

    /// The texts of a list, each with its path.
    pub fn texts(&self, name: &str) -> Vec<(String, String)> {
        self.items(name)
            .filter_map(|(item, path)| {
                if let Value::String(text) = item {
                    return Some((text.clone(), path));
                }
                self.notes.problem(&path, "must be a text");
                None
            })
            .collect()
    }

    fn items(&self, name: &str) -> impl Iterator<Item = (&'a Value, String)> + use<'a> {
        let items: &[Value] = match self.value(name) {
            None => &[],
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.problem(name, "must be a list");
                &[]
            }
        };
        let path = self.path_of(name);
        items
            .iter()
            .enumerate()
            .map(move |(index, item)| (item, format!("{path}[{index}]")))
    }

    /// An object inside this one.
    pub fn object(&self, name: &str) -> Option<Node<'a>> {
        Self::at(self.value(name)?, self.path_of(name), self.notes)
    }

    /// A value object of the API, as it stands in the file.
    pub fn raw(&self, name: &str) -> Option<Value> {
        self.value(name).cloned()
    }

    /// Reads a value object as its type. `value` is the property, perhaps with keys replaced by ids.
    pub fn typed<T: DeserializeOwned + Serialize>(&self, name: &str, value: &Value) -> Option<T> {
        let path = self.path_of(name);
        let read = T::deserialize(value).map_err(|problem| problem.to_string());
        match read.and_then(|read| {
            Ok((
                serde_json::to_value(&read).map_err(|p| p.to_string())?,
                read,
            ))
        }) {
            Ok((understood, read)) => {
                self.compare(value, &understood, &path);
                Some(read)
            }
            Err(problem) => {
                self.notes.problem(&path, problem);
                None
            }
        }
    }

    /// Types of the API read leniently. Whatever was sent and is not there when the value is written again was lost, which
    /// for a file means that it was misspelt.
    fn compare(&self, sent: &Value, understood: &Value, path: &str) {
        match (sent, understood) {
            (Value::Object(sent), Value::Object(understood)) => {
                for (name, value) in sent.iter().filter(|(_, value)| !value.is_null()) {
                    let path = format!("{path}.{name}");
                    match understood.get(name) {
                        Some(known) => self.compare(value, known, &path),
                        None if name.contains("@odata.") => {
                            self.notes.unused.set(self.notes.unused.get() + 1);
                        }
                        None => self.notes.problem(&path, "no such property"),
                    }
                }
            }
            (Value::Array(sent), Value::Array(understood)) => {
                for (index, (sent, understood)) in sent.iter().zip(understood).enumerate() {
                    self.compare(sent, understood, &format!("{path}[{index}]"));
                }
            }
            (Value::String(word), Value::String(known))
                if known == "unknownFutureValue" && word != known =>
            {
                self.notes
                    .problem(path, format!("'{word}' is no word of this property"));
            }
            _ => {}
        }
    }
}
