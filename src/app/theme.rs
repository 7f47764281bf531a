//! Light, dark, or as the device. `boot.js` applies what was chosen before the first paint.

use crate::browser::{document, storage};

const KEY: &str = "portico-theme";

/// A theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The one that was chosen.
    pub fn chosen() -> Self {
        let word = storage::read(KEY);
        Self::ALL
            .into_iter()
            .find(|theme| theme.word() == word.as_deref())
            .unwrap_or(Self::System)
    }

    /// Keeps and applies it.
    pub fn choose(self) {
        match self.word() {
            Some(word) => {
                storage::write(KEY, word);
            }
            None => storage::forget(KEY),
        }
        document::set_root_attribute("data-theme", self.word());
    }

    fn word(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}
