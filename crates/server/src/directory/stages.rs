//! The moments at which a policy has extensions called. They have no keys: their ids come from the policy's and their place.

use serde_json::Value;
use uuid::Uuid;

use super::keys::{Keys, Kind};
use super::node::Node;
use crate::operations::extensions::stages::{Setting, Stage};

/// What stands in a setting; the rest is what one is sent back with.
const NAMES: [&str; 3] = ["id", "stage", "customExtension"];

/// As the row keeps them; `None`: the policy calls nobody.
pub fn read(node: &Node<'_>, policy: &str, keys: &Keys<'_>) -> Option<Value> {
    let name = "customExtensionStageSettings";
    let settings: Vec<Value> = node
        .list(name)
        .iter()
        .enumerate()
        .map(|(index, node)| setting(node, &format!("{policy}/{index}"), keys).to_json())
        .collect();
    (!settings.is_empty()).then_some(Value::Array(settings))
}

fn setting(node: &Node<'_>, place: &str, keys: &Keys<'_>) -> Setting {
    node.check_names(&NAMES, None);
    let stage = node.word("stage", Stage::parse);
    if stage.is_none() && !node.has("stage") {
        node.problem("stage", "is missing");
    }
    let extension = node.raw("customExtension");
    let extension = extension.as_ref().and_then(|it| it["id"].as_str());
    if extension.is_none() {
        node.problem("customExtension", "must be an object with an id");
    }
    let id = node.text("id").map(|id| id.to_ascii_lowercase());
    if id.as_deref().is_some_and(|id| Uuid::parse_str(id).is_err()) {
        node.problem("id", "is no GUID");
    }
    let path = format!("{}.customExtension.id", node.path);
    Setting {
        id: id.unwrap_or_else(|| keys.derived(&format!("stageSetting/{place}"))),
        stage: stage.unwrap_or(Stage::Created),
        extension: extension.map_or(String::new(), |id| keys.resolve(Kind::Extension, id, &path)),
    }
}
