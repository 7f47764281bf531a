//! Drafts that outlive the tab: kept in the browser, by person and package, so that nothing typed is lost.

use super::request::Draft;
use portico_graph::json::{Fault, FromJson, Reader};
use portico_graph::time::Instant;
use serde::Serialize;
use serde_json::Value;

const REQUESTS: &str = "portico-draft";
const WORDS: &str = "portico-words";

/// A request draft with what is needed to find it again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    pub package: String,
    pub package_name: String,
    /// The step that the person was at: the last part of its address.
    pub step: String,
    /// When it was kept.
    pub at: Instant,
    /// Sent with the request, so that sending it again after a lost answer is the same request.
    pub client_request_id: String,
    pub draft: Draft,
}

impl FromJson for Kept {
    fn blank() -> Self {
        Self {
            package: String::new(),
            package_name: String::new(),
            step: String::new(),
            at: Instant::blank(),
            client_request_id: String::new(),
            draft: Draft::default(),
        }
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let mut reader = Reader::new(value);
        reader.must(&mut self.package, "package");
        reader.must(&mut self.package_name, "packageName");
        reader.must(&mut self.step, "step");
        reader.must(&mut self.at, "at");
        reader.must(&mut self.client_request_id, "clientRequestId");
        reader.must(&mut self.draft, "draft");
        reader.done()
    }
}

/// Where the browser keeps a draft. People who share a browser do not see each other's.
pub fn key(person: &str, package: &str) -> String {
    format!("{REQUESTS}:{person}:{package}")
}

/// What the keys of all drafts of a person begin with.
pub fn prefix(person: &str) -> String {
    format!("{REQUESTS}:{person}:")
}

/// Where the words of a decision are kept.
pub fn words_key(person: &str, request: &str) -> String {
    format!("{WORDS}:{person}:{request}")
}

/// What is kept, as text.
pub fn write(kept: &Kept) -> Option<String> {
    serde_json::to_string(kept).ok()
}

/// Reads what is kept; what cannot be read is no draft.
pub fn read(text: &str) -> Option<Kept> {
    Kept::from_json(serde_json::from_str(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_kept_and_found_by_its_person_only() {
        let kept = Kept {
            package: "p1".into(),
            package_name: "Arm Firmware Signing".into(),
            step: "period".into(),
            at: "2026-11-24T12:42:00Z".parse().unwrap(),
            client_request_id: "c1".into(),
            draft: Draft {
                justification: "Rotation".into(),
                ..Draft::default()
            },
        };
        assert_eq!(read(&write(&kept).unwrap()), Some(kept));
        assert_eq!(read("{}"), None);
        assert_eq!(read("not even JSON"), None);
        assert!(key("ines", "p1").starts_with(&prefix("ines")));
        assert!(!key("ines-2", "p1").starts_with(&prefix("ines")));
    }
}
