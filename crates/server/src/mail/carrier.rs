//! Who takes a letter away, and how it may be refused.

use std::future::Future;
use std::pin::Pin;

use lettre::Message;
use portico_graph::time::Duration;

/// How much of a reason is kept.
const LONGEST_REASON: usize = 500;

/// Why a letter was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It may be taken another time.
    Later(String),
    /// So may every other: it is not about the letter.
    Away(String),
    /// It never will be.
    Never(String),
}

impl Refusal {
    /// Another time.
    pub fn later(why: impl AsRef<str>) -> Self {
        Self::Later(reason(why.as_ref()))
    }

    /// Another time, like every other letter.
    pub fn away(why: impl AsRef<str>) -> Self {
        Self::Away(reason(why.as_ref()))
    }

    /// Never.
    pub fn never(why: impl AsRef<str>) -> Self {
        Self::Never(reason(why.as_ref()))
    }
}

/// What a foreign server says, as one line of bounded length.
fn reason(text: &str) -> String {
    text.split(char::is_control)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(LONGEST_REASON)
        .collect()
}

/// What [`Carrier::carry`] gives back.
pub type Carrying<'a> = Pin<Box<dyn Future<Output = Result<(), Refusal>> + Send + 'a>>;

/// Takes letters away.
pub trait Carrier: Send + Sync {
    /// Takes one; it is gone for good when this answers `Ok`. `id` is the same for the same letter.
    fn carry<'a>(&'a self, id: &'a str, message: &'a Message) -> Carrying<'a>;

    /// The longest that one may take.
    fn limit(&self) -> Duration;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_short_line() {
        let long = format!("550 no\r\n{}", "é".repeat(600));
        let Refusal::Never(why) = Refusal::never(long) else {
            panic!("not never");
        };
        assert!(why.starts_with("550 no é"), "{why}");
        assert_eq!(why.chars().count(), LONGEST_REASON);
    }
}
