//! Tags of single entities, and what is written only over the entity that was read (RFC 9110, sections 8.8.3 and 13.1.1; Graph contract: `ETag`).

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};

use super::fetch::{Node, one};
use super::list::Scope;
use super::source::Source;
use crate::store::{StoreError, Tx};

/// How many bytes of the digest are told.
const BYTES: usize = 12;

/// The tag of an entity as it is read now. It is weak: what `$expand` adds and how an answer is shaped are not in it.
pub fn of(node: &Node) -> String {
    use std::fmt::Write as _;
    let mut digest = Sha256::new();
    // Members came from rows, so they can be written.
    digest.update(serde_json::to_vec(&node.members).unwrap_or_default());
    for key in &node.keys {
        digest.update([0]);
        digest.update(key.as_deref().unwrap_or_default());
    }
    let mut tag = String::from("W/\"");
    for byte in digest.finalize().iter().take(BYTES) {
        // Writing into a String cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// The header `If-Match`, where it asks for something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IfMatch(Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let said = parts.headers.get(header::IF_MATCH);
        // A header that cannot be read matches nothing.
        let said = said.map(|said| said.to_str().unwrap_or_default().to_owned());
        Ok(Self(said.filter(|said| said.trim() != "*")))
    }
}

impl IfMatch {
    /// Whether the entity is still one of those that the header names. One that is not there is none of them, and whoever asks hears of that
    /// from whatever else looks for it.
    pub async fn holds(&self, tx: &mut Tx, source: &Source, id: &str) -> Result<bool, StoreError> {
        let Some(said) = &self.0 else {
            return Ok(true);
        };
        let anywhere = Scope::new("1 = 1", Vec::new());
        let node = one(tx, source, id, anywhere).await?;
        Ok(node.is_none_or(|node| names(said, &of(&node))))
    }
}

/// Whether one of the tags is this one. They are compared weakly: clients of Graph send back the weak tags that they were given.
fn names(said: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    said.split(',').any(|one| opaque(one) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_weakly() {
        assert!(names("W/\"a\"", "W/\"a\""));
        assert!(names("\"a\"", "W/\"a\""));
        assert!(names("\"b\", W/\"a\"", "W/\"a\""));
        assert!(!names("\"b\"", "W/\"a\""));
        assert!(!names("a", "W/\"a\""));
        assert!(!names("", "W/\"a\""));
    }
}
