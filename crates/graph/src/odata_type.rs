//! `@odata.type`: which concrete type an object of an abstract type is (Graph contract: abstract types).

use serde_json::{Map, Value};

/// The member's name on the wire.
pub(crate) const ODATA_TYPE: &str = "@odata.type";

/// `#microsoft.graph.singleUser` and `microsoft.graph.singleUser` both read as `singleUser`; Graph's documentation uses both.
pub fn short_type(full: &str) -> &str {
    let name = full.strip_prefix('#').unwrap_or(full);
    name.strip_prefix("microsoft.graph.").unwrap_or(name)
}

/// The short type of an object, or an empty text when it carries none.
pub(crate) fn of(object: &Map<String, Value>) -> &str {
    object
        .get(ODATA_TYPE)
        .and_then(Value::as_str)
        .map_or("", short_type)
}

/// A new object that carries its type.
pub(crate) fn object(short: &str) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert(
        ODATA_TYPE.to_owned(),
        Value::String(format!("#microsoft.graph.{short}")),
    );
    map
}

/// A text member; absent, null and other kinds read as `None`.
pub(crate) fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// A Boolean member. Graph's documentation also sends `"true"` as text.
pub(crate) fn flag(object: &Map<String, Value>, name: &str) -> Option<bool> {
    match object.get(name)? {
        Value::Bool(b) => Some(*b),
        Value::String(s) if s.eq_ignore_ascii_case("true") => Some(true),
        Value::String(s) if s.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// An `Int32` member. Graph's documentation also sends `"1"` as text.
pub(crate) fn int(object: &Map<String, Value>, name: &str) -> Option<i32> {
    match object.get(name)? {
        Value::Number(n) => n.as_i64().and_then(|n| i32::try_from(n).ok()),
        Value::String(s) => s.parse().ok(),
        _ => None,
    }
}

/// Text or null.
pub(crate) fn or_null(text: Option<&String>) -> Value {
    text.map_or(Value::Null, |t| Value::String(t.clone()))
}
