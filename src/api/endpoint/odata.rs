//! OData query options.

use crate::percent::encode;

/// The options of one call, in the order they are given.
pub(super) struct Options(Vec<(&'static str, String)>);

impl Options {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn expand(self, what: &str) -> Self {
        self.with("$expand", what.to_owned())
    }

    pub(super) fn filter(self, condition: Option<String>) -> Self {
        match condition {
            Some(condition) => self.with("$filter", condition),
            None => self,
        }
    }

    /// Words to search for as one phrase; nothing for blank words.
    pub(super) fn search(self, words: &str) -> Self {
        let words = words.trim();
        if words.is_empty() {
            return self;
        }
        let phrase = words.replace('\\', "\\\\").replace('"', "\\\"");
        self.with("$search", format!("\"{phrase}\""))
    }

    pub(super) fn order_by(self, what: &str) -> Self {
        self.with("$orderby", what.to_owned())
    }

    pub(super) fn count(self) -> Self {
        self.with("$count", "true".to_owned())
    }

    pub(super) fn top(self, top: u32) -> Self {
        self.with("$top", top.to_string())
    }

    fn with(mut self, name: &'static str, value: String) -> Self {
        self.0.push((name, value));
        self
    }

    /// The path with these options behind it.
    pub(super) fn after(&self, path: &str) -> String {
        let options: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        format!("{path}?{}", options.join("&"))
    }
}

/// A text as a literal of `$filter`.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
