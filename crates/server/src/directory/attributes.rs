//! `attributes` of a resource: what people are asked about themselves when they ask for it, and which of their attributes in the directory the
//! answer fills (Graph contract: accessPackageResourceAttribute).

use portico_graph::Question;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::node::{Node, Notes};
use super::policies::check_question;
use super::report::Problem;
use crate::store::user_fields;

const DESTINATION: &str = "accessPackageUserDirectoryAttributeStore";
const SOURCE: &str = "accessPackageResourceAttributeQuestion";
/// The most that one resource may have.
const MOST: usize = 20;

/// `accessPackageResourceAttribute`, asked by a question and kept in the directory.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Which attribute of a person, as Graph writes it.
    pub name: String,
    /// Whether the answer replaces what is there already.
    pub is_editable: bool,
    /// Whether it stays when the access ends.
    pub is_persisted: bool,
    /// What is asked. Its id is empty until it is written.
    pub question: Question,
}

/// As it is stored, which is as it is sent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    name: String,
    is_editable: bool,
    is_persisted_on_assignment_removal: bool,
    source: StoredSource,
}

#[derive(Deserialize)]
struct StoredSource {
    question: Question,
}

impl<'de> Deserialize<'de> for Attribute {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(from)?;
        Ok(Self {
            name: stored.name,
            is_editable: stored.is_editable,
            is_persisted: stored.is_persisted_on_assignment_removal,
            question: stored.source.question,
        })
    }
}

impl Attribute {
    /// In Graph's shape.
    pub fn to_json(&self) -> Value {
        json!({
            "destination": { "@odata.type": format!("#microsoft.graph.{DESTINATION}") },
            "isEditable": self.is_editable,
            "isPersistedOnAssignmentRemoval": self.is_persisted,
            "name": self.name,
            "source": {
                "@odata.type": format!("#microsoft.graph.{SOURCE}"),
                "question": self.question,
            },
        })
    }
}

/// Reads the `attributes` of a body; `None`: it has none to say, and what is there stays.
///
/// # Errors
/// Everything that is wrong with them, by the path inside the body.
pub fn read(body: &Map<String, Value>) -> Result<Option<Vec<Attribute>>, Vec<Problem>> {
    let Some(attributes) = body.get("attributes") else {
        return Ok(None);
    };
    let alone = json!({ "attributes": attributes });
    let notes = Notes::default();
    let mut read = Vec::new();
    if let Some(root) = Node::root(&alone, &notes) {
        let entries = root.list("attributes");
        if entries.len() > MOST {
            root.problem("attributes", format!("may have {MOST} entries at the most"));
        }
        read.extend(entries.iter().filter_map(attribute));
        let mut names: Vec<&str> = read.iter().map(|one| one.name.as_str()).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            root.problem("attributes", "name one attribute twice");
        }
    }
    let (problems, _) = notes.finish();
    if problems.is_empty() {
        Ok(Some(read))
    } else {
        Err(problems.into_iter().map(inside).collect())
    }
}

/// `None`: something is wrong with it, which was noted.
fn attribute(node: &Node<'_>) -> Option<Attribute> {
    node.check_names(
        &[
            "name",
            "isEditable",
            "isPersistedOnAssignmentRemoval",
            "source",
            "destination",
        ],
        None,
    );
    let name = node.need("name");
    let known = user_fields::canonical(&name);
    if known.is_none() && !name.is_empty() {
        let names: Vec<&str> = user_fields::names().collect();
        node.problem("name", format!("must be one of {}", names.join(", ")));
    }
    is_of(node, "destination", DESTINATION);
    let source = is_of(node, "source", SOURCE)?;
    let Some(value) = source.raw("question") else {
        source.problem("question", "is missing");
        return None;
    };
    let question: Question = source.typed("question", &value)?;
    check_question(&source, "question", &question);
    Some(Attribute {
        name: known?.to_owned(),
        is_editable: node.flag("isEditable").unwrap_or(true),
        is_persisted: node.flag("isPersistedOnAssignmentRemoval").unwrap_or(true),
        question,
    })
}

/// The object, if it is of the one type that there is for it here.
fn is_of<'a>(node: &Node<'a>, name: &str, kind: &str) -> Option<Node<'a>> {
    let Some(object) = node.object(name) else {
        if node.raw(name).is_none() {
            node.problem(name, "is missing");
        }
        return None;
    };
    let said = object.text("@odata.type").unwrap_or_default();
    let said = said.trim_start_matches('#');
    if said.trim_start_matches("microsoft.graph.") == kind {
        return Some(object);
    }
    object.problem("@odata.type", format!("must be '#microsoft.graph.{kind}'"));
    None
}

fn inside(problem: Problem) -> Problem {
    Problem {
        path: format!("resource.{}", problem.path.trim_start_matches("$.")),
        message: problem.message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(change: impl FnOnce(&mut Value)) -> Map<String, Value> {
        let mut body = json!({ "attributes": [{
            "name": "Department",
            "isEditable": false,
            "isPersistedOnAssignmentRemoval": false,
            "destination": { "@odata.type": "#microsoft.graph.accessPackageUserDirectoryAttributeStore" },
            "source": {
                "@odata.type": "#microsoft.graph.accessPackageResourceAttributeQuestion",
                "question": {
                    "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
                    "id": "5a4b7f5e-2f3b-4d6a-9e1c-0a1b2c3d4e5f",
                    "text": "Which department?",
                    "isRequired": true,
                    "isSingleLineQuestion": true,
                },
            },
        }] });
        change(&mut body);
        let Value::Object(body) = body else {
            panic!("no object");
        };
        body
    }

    fn problems(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let problems = read(&body(change)).unwrap_err();
        problems.into_iter().map(|one| one.path).collect()
    }

    #[test]
    fn an_attribute_goes_there_and_back() {
        let read = read(&body(|_| {})).unwrap().unwrap();
        assert_eq!(read[0].name, "department");
        assert!(!read[0].is_editable && !read[0].is_persisted);
        let written = read[0].to_json();
        assert_eq!(written["source"]["question"]["text"], "Which department?");
        let again: Attribute = serde_json::from_value(written).unwrap();
        assert_eq!(again, read[0]);
    }

    #[test]
    fn what_is_wrong_is_said_where_it_is() {
        let at = "resource.attributes[0]";
        let wrong = |path: &str, value: Value| {
            problems(|body| *body.pointer_mut(&format!("/attributes/0/{path}")).unwrap() = value)
        };
        assert_eq!(wrong("name", json!("shoeSize")), [format!("{at}.name")]);
        assert_eq!(
            wrong("source/@odata.type", json!("#microsoft.graph.other")),
            [format!("{at}.source.@odata.type")]
        );
        assert_eq!(
            wrong("destination", json!(null)),
            [format!("{at}.destination")]
        );
    }

    #[test]
    fn texts_patterns_and_doubles() {
        let at = "resource.attributes[0].source.question";
        let question = |name: &'static str, value: Value| {
            problems(|body| body["attributes"][0]["source"]["question"][name] = value)
        };
        assert_eq!(question("text", json!(" ")), [format!("{at}.text")]);
        assert_eq!(
            question("regexPattern", json!("(")),
            [format!("{at}.regexPattern")]
        );
        assert_eq!(
            question("isRequird", json!(true)),
            [format!("{at}.isRequird")]
        );
        let twice = problems(|body| {
            let one = body["attributes"][0].clone();
            body["attributes"].as_array_mut().unwrap().push(one);
        });
        assert_eq!(twice, ["resource.attributes"]);
    }

    #[test]
    fn none_is_not_the_same_as_an_empty_list() {
        assert_eq!(read(&Map::new()), Ok(None));
        let empty = body(|body| body["attributes"] = json!([]));
        assert_eq!(read(&empty), Ok(Some(Vec::new())));
    }
}
