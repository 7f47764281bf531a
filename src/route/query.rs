//! The query of the portal's own addresses: what is narrowed down lives in the URL.

use crate::percent::{decode, encode};

/// The members of a query, decoded.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn parse(search: &str) -> Self {
        let search = search.strip_prefix('?').unwrap_or(search);
        let pairs = search
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (
                    decode(&name.replace('+', " ")),
                    decode(&value.replace('+', " ")),
                )
            });
        Self(pairs.collect())
    }

    /// A member that is there and not empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.0
            .iter()
            .find(|(member, value)| member == name && !value.is_empty())
            .map(|(_, value)| value.clone())
    }

    pub(super) fn with(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.0.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// The path with this query behind it.
    pub(super) fn after(&self, path: &str) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        if pairs.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", pairs.join("&"))
        }
    }
}

/// What the list of packages is narrowed down to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Browse {
    /// Words to look for; empty for everything.
    pub q: String,
    /// The id of a catalog.
    pub area: Option<String>,
    pub show: PackagesShow,
}

impl Browse {
    pub(super) fn read(query: &Query) -> Self {
        Self {
            q: query.text("q").unwrap_or_default(),
            area: query.text("area"),
            show: PackagesShow::read(query),
        }
    }

    pub(super) fn write(&self) -> Query {
        Query::new()
            .with("q", Some(&self.q))
            .with("area", self.area.as_deref())
            .with("show", self.show.word())
    }
}

/// An enum chosen by `show=`: the first variant is the default and is not written.
macro_rules! show {
    ($(#[$about:meta])* $name:ident { $first:ident, $($variant:ident = $word:literal),+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub enum $name { #[default] $first, $($variant),+ }

        impl $name {
            /// All, in the order they are offered.
            pub const ALL: &'static [Self] = &[Self::$first, $(Self::$variant),+];

            /// The word in the query; none for the default.
            pub fn word(self) -> Option<&'static str> {
                match self { Self::$first => None, $(Self::$variant => Some($word)),+ }
            }

            pub(super) fn read(query: &Query) -> Self {
                let word = query.text("show");
                Self::ALL.iter().copied().find(|show| show.word() == word.as_deref()).unwrap_or_default()
            }
        }
    };
}

show! {
    /// Which packages.
    PackagesShow { All, New = "new", Mine = "mine" }
}
show! {
    /// Which of my requests.
    RequestsShow { Motion, Done = "done" }
}
show! {
    /// Which of my accesses.
    AccessShow { Now, Ended = "ended" }
}
show! {
    /// Which approvals.
    ApprovalsShow { Waiting, Settled = "settled" }
}
