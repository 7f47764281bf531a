//! References to entities, as `$ref` calls carry them: `{"@odata.id": "https://…/users/{id}"}` in a body, `?@id=https://…` in an address (OData
//! 4.01 part 1, managing relationships).

use axum::http::Uri;
use portico_odata::decode;

use super::body::JsonBody;
use super::error::ApiError;
use super::members::wrong;

/// What a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The set, its last segment alone: `users`, `accessPackages`.
    pub set: String,
    /// The key in it, in lower case.
    pub id: String,
}

const MEMBER: &str = "@odata.id";

impl Reference {
    /// The one in a body.
    pub fn of_body(body: &JsonBody) -> Result<Self, ApiError> {
        body.only(&[])?;
        let text = body.0.get(MEMBER).and_then(|value| value.as_str());
        let text = text.ok_or_else(|| wrong(MEMBER, "must be the address of an entity"))?;
        Self::read(text).ok_or_else(|| wrong(MEMBER, "is no address of an entity"))
    }

    /// The one in an address, if there is one.
    pub fn of_query(address: &Uri) -> Result<Option<Self>, ApiError> {
        let mut options = address.query().unwrap_or_default().split('&');
        let Some(value) = options.find_map(|option| {
            let (name, value) = option.split_once('=')?;
            let name = decode(name, true)?;
            matches!(name.as_str(), "@id" | "$id").then_some(value)
        }) else {
            return Ok(None);
        };
        let reference = decode(value, true).and_then(|text| Self::read(&text));
        reference
            .map(Some)
            .ok_or_else(|| wrong("@id", "is no address of an entity"))
    }

    /// `…/set/id` or `…/set('id')`, with whatever host and version before.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('/');
        let (set, id) = match text.strip_suffix("')") {
            Some(text) => text.rsplit_once("('")?,
            None => text.rsplit_once('/')?,
        };
        let set = set.rsplit('/').next().unwrap_or(set);
        let plain = |part: &str| !part.is_empty() && !part.contains(['/', '?', '#', '(', ')']);
        (plain(set) && plain(id)).then(|| Self {
            set: set.to_owned(),
            id: id.to_ascii_lowercase(),
        })
    }

    /// Its id, when it names something of this set; directory objects are named by a set of their own too.
    pub fn within(self, sets: &[&str]) -> Result<String, ApiError> {
        if sets.iter().any(|set| set.eq_ignore_ascii_case(&self.set)) {
            Ok(self.id)
        } else {
            Err(wrong(
                MEMBER,
                &format!(
                    "names something of '{}', not of {}",
                    self.set,
                    sets.join(" or ")
                ),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_an_address() {
        for text in [
            "https://graph.microsoft.com/v1.0/users/ABC",
            "https://other.example/v1.0/users('abc')/",
            "users/abc",
        ] {
            let read = Reference::read(text).unwrap();
            assert_eq!((read.set.as_str(), read.id.as_str()), ("users", "abc"));
        }
        for text in [
            "",
            "abc",
            "/",
            "https://x.example/users/?x",
            "users('')",
            "a/b#c",
        ] {
            assert_eq!(Reference::read(text), None, "{text}");
        }
    }

    #[test]
    fn in_the_query_too() {
        let address: Uri = "/x/$ref?$top=1&@id=https%3A%2F%2Fx.example%2Fv1.0%2Fgroups%2FG"
            .parse()
            .unwrap();
        let found = Reference::of_query(&address).unwrap().unwrap();
        assert_eq!(found.within(&["groups"]).unwrap(), "g");
        let none: Uri = "/x/$ref".parse().unwrap();
        assert_eq!(Reference::of_query(&none).unwrap(), None);
    }
}
