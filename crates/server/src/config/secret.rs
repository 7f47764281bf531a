//! A text that is never shown: it has no `Debug`, `Display` or `Serialize`.

/// A password as the operator gave it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What an environment variable holds; an empty one holds nothing.
    pub fn from_environment(name: &str) -> Option<Self> {
        std::env::var(name)
            .ok()
            .filter(|text| !text.is_empty())
            .map(Self)
    }

    /// The text, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}
