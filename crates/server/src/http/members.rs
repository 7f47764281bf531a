//! The members of a body one by one, for calls that tell an absent member from one that is null (Graph contract: null and absent).

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::body::JsonBody;
use super::error::ApiError;

/// The longest name that a thing may have, in characters.
const LONGEST_NAME: usize = 256;
/// The longest description.
const LONGEST_TEXT: usize = 10_000;

/// What a body says of a text that need not be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    #[default]
    Keep,
    /// Null.
    Clear,
    /// A text.
    To(String),
}

impl Change {
    /// What stands there afterwards.
    pub fn over(&self, before: Option<String>) -> Option<String> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::To(text) => Some(text.clone()),
        }
    }
}

impl JsonBody {
    /// Whether the member stands there, as null perhaps.
    fn member(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A name: present, and a text that says something; surrounding space is dropped. Absent: `None`.
    pub fn name(&self, name: &str) -> Result<Option<String>, ApiError> {
        let Some(value) = self.member(name) else {
            return Ok(None);
        };
        let text = value.as_str().map(str::trim).unwrap_or_default();
        if text.is_empty() {
            return Err(wrong(name, "must be a text that is not empty"));
        }
        if text.chars().count() > LONGEST_NAME {
            return Err(wrong(
                name,
                &format!("may have {LONGEST_NAME} characters at the most"),
            ));
        }
        Ok(Some(text.to_owned()))
    }

    /// A text that may be taken away by null.
    pub fn text(&self, name: &str) -> Result<Change, ApiError> {
        match self.member(name) {
            None => Ok(Change::Keep),
            Some(Value::Null) => Ok(Change::Clear),
            Some(Value::String(text)) if text.chars().count() > LONGEST_TEXT => Err(wrong(
                name,
                &format!("may have {LONGEST_TEXT} characters at the most"),
            )),
            Some(Value::String(text)) => Ok(Change::To(text.clone())),
            Some(_) => Err(wrong(name, "must be a text or null")),
        }
    }

    /// A Boolean; as a text too, which some clients send. Absent: `None`.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, ApiError> {
        match self.member(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(_) => Err(wrong(name, "must be true or false")),
        }
    }

    /// A word of an enumeration. Absent: `None`.
    pub fn word<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, ApiError> {
        let Some(value) = self.member(name) else {
            return Ok(None);
        };
        let word = serde_json::from_value(value.clone());
        word.map(Some)
            .map_err(|problem| wrong(name, &format!("is no word of its type: {problem}")))
    }

    /// Refuses an `id` that contradicts the address; the same one is what clients send back with an entity they read.
    pub fn is_about(&self, id: &str) -> Result<(), ApiError> {
        match self.member("id") {
            None | Some(Value::Null) => Ok(()),
            Some(Value::String(said)) if said.eq_ignore_ascii_case(id) => Ok(()),
            Some(_) => Err(wrong("id", "is not the one in the address")),
        }
    }

    /// The id in a reference such as `"catalog": { "id": "…" }`. Absent: `None`.
    pub fn reference(&self, name: &str) -> Result<Option<String>, ApiError> {
        let Some(value) = self.member(name) else {
            return Ok(None);
        };
        let id = value.get("id").and_then(Value::as_str);
        id.map(|id| Some(id.to_ascii_lowercase()))
            .ok_or_else(|| wrong(name, "must be an object with an id"))
    }
}

/// 400 for a member, by its name.
pub fn wrong(name: &str, problem: &str) -> ApiError {
    ApiError::bad_request(format!("The property '{name}' {problem}.")).with_target(name)
}

/// 400 for a member that is not there.
pub fn missing(name: &str) -> ApiError {
    wrong(name, "is missing")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(value: Value) -> JsonBody {
        let Value::Object(members) = value else {
            panic!("an object");
        };
        JsonBody(members)
    }

    #[test]
    fn absent_is_not_null() {
        let body = body(json!({ "description": null, "state": "published" }));
        assert_eq!(body.text("description").unwrap(), Change::Clear);
        assert_eq!(body.text("other").unwrap(), Change::Keep);
        assert_eq!(
            body.text("state").unwrap().over(None).as_deref(),
            Some("published")
        );
        assert_eq!(body.name("displayName").unwrap(), None);
        assert_eq!(body.flag("isHidden").unwrap(), None);
    }

    #[test]
    fn names_say_something() {
        for wrong in [
            json!(null),
            json!(""),
            json!("  "),
            json!(7),
            json!("x".repeat(257)),
        ] {
            let body = body(json!({ "displayName": wrong }));
            assert_eq!(body.name("displayName").unwrap_err().status(), 400);
        }
        let body = body(json!({ "displayName": " Crane " }));
        assert_eq!(body.name("displayName").unwrap().as_deref(), Some("Crane"));
    }

    #[test]
    fn booleans_may_be_quoted() {
        for (sent, read) in [
            (json!(true), true),
            (json!("True"), true),
            (json!("false"), false),
        ] {
            assert_eq!(body(json!({ "x": sent })).flag("x").unwrap(), Some(read));
        }
        assert!(body(json!({ "x": 1 })).flag("x").is_err());
        assert!(body(json!({ "x": null })).flag("x").is_err());
    }

    #[test]
    fn another_id_than_the_address_is_refused() {
        let mine = "0A000000-0000-4000-8000-000000000001";
        let body = body(json!({ "id": mine, "catalog": { "id": mine } }));
        assert!(body.is_about(&mine.to_lowercase()).is_ok());
        assert!(
            body.is_about("0b000000-0000-4000-8000-000000000001")
                .is_err()
        );
        assert_eq!(
            body.reference("catalog").unwrap(),
            Some(mine.to_lowercase())
        );
    }
}
