//! Values of attributes, by name and type.

use serde_json::{Map, Value};

use super::member::member;
use super::refusal::Refusal;

/// The longest text of an attribute, in characters.
const LONGEST: usize = 1_024;

/// A text. Null and an empty one are none: clients send both to take a value away.
///
/// # Errors
/// `invalidValue`: another type, or too long.
pub fn text(object: &Map<String, Value>, name: &str) -> Result<Option<String>, Refusal> {
    match member(object, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.chars().count() > LONGEST => Err(Refusal::invalid_value(
            format!("'{name}' has more than {LONGEST} characters."),
        )),
        Some(Value::String(text)) => Ok(Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(ToOwned::to_owned)),
        Some(_) => Err(Refusal::invalid_value(format!("'{name}' is a text."))),
    }
}

/// true or false, also as a text, which some send.
///
/// # Errors
/// `invalidValue`: something else.
pub fn flag(object: &Map<String, Value>, name: &str) -> Result<Option<bool>, Refusal> {
    match member(object, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
        Some(_) => Err(Refusal::invalid_value(format!(
            "'{name}' is true or false."
        ))),
    }
}

/// An object.
///
/// # Errors
/// `invalidValue`: something else.
pub fn object<'a>(
    resource: &'a Map<String, Value>,
    name: &str,
) -> Result<Option<&'a Map<String, Value>>, Refusal> {
    match member(resource, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(members)) => Ok(Some(members)),
        Some(_) => Err(Refusal::invalid_value(format!("'{name}' is an object."))),
    }
}
