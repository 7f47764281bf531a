//! The language of the portal. It is chosen once, before anything is drawn; choosing another one loads the page again,
//! so texts are plain strings and not signals.

use std::cell::Cell;

/// A language the portal speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locale {
    English,
    /// English with accents, written from right to left: for tests of direction, growth and forgotten texts.
    Mirrored,
}

impl Locale {
    /// The languages a person may choose. The mirrored one is reached by `?locale=qps-plocm` only.
    pub const OFFERED: [Self; 1] = [Self::English];

    /// From a BCP 47 tag; regions and unknown variants are ignored, an unknown language is `None`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "qps-plocm" => Some(Self::Mirrored),
            _ if tag == "en" || tag.starts_with("en-") => Some(Self::English),
            _ => None,
        }
    }

    /// The tag for storage, for the address and for `Accept-Language`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Mirrored => "qps-plocm",
        }
    }

    /// The tag for the document. No checker and no voice knows an invented language, so the mirrored one is English of a
    /// private kind.
    pub fn document_tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Mirrored => "en-x-mirrored",
        }
    }

    /// The tag for `Intl`, which knows no invented languages.
    #[cfg(target_arch = "wasm32")]
    pub fn intl_tag(self) -> &'static str {
        match self {
            Self::English | Self::Mirrored => "en-GB",
        }
    }

    /// The value of `dir` on the document.
    pub fn direction(self) -> &'static str {
        match self {
            Self::English => "ltr",
            Self::Mirrored => "rtl",
        }
    }

    /// Whether letters join, so that a monogram may hold one only.
    pub fn joins_letters(self) -> bool {
        match self {
            Self::English | Self::Mirrored => false,
        }
    }
}

thread_local! {
    static CURRENT: Cell<Locale> = const { Cell::new(Locale::English) };
}

/// The language everything is said in.
pub fn current() -> Locale {
    CURRENT.get()
}

/// Chooses the language: called once, at the start.
pub fn speak(locale: Locale) {
    CURRENT.set(locale);
}

/// Runs a test in another language.
#[cfg(test)]
pub fn speaking<R>(locale: Locale, what: impl FnOnce() -> R) -> R {
    let before = CURRENT.replace(locale);
    let result = what();
    CURRENT.set(before);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_back() {
        for locale in [Locale::English, Locale::Mirrored] {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
        }
        assert_eq!(Locale::from_tag("en-GB"), Some(Locale::English));
        assert_eq!(Locale::from_tag("enx"), None);
    }
}
