//! Where things stand, in words.
//!
//! Each of the three tables of the design (what a requester, a holder and an approver read) is a type with one case a row, made from
//! what the back end told and turned into sentences here. Nothing in here asks a clock or a server.

pub mod duty;
pub mod holding;
mod sentences;
pub mod standing;
pub mod who;

/// The drawing beside a state; the words say the same without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Lines,
    Half,
    Clock,
    Open,
    Shut,
    Check,
    Cross,
    Warn,
}

impl Glyph {
    /// The symbol in the icon sprite.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Lines => "requests",
            Self::Half => "half",
            Self::Clock => "clock",
            Self::Open => "open",
            Self::Shut => "shut",
            Self::Check => "check",
            Self::Cross => "cross",
            Self::Warn => "warn",
        }
    }
}

/// What colour may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    /// The way forward.
    Go,
    /// Needs the reader.
    Need,
    /// Refused, failed or taken away.
    No,
}

/// A state in a few words.
#[derive(Clone, Debug, PartialEq)]
pub struct Badge {
    pub glyph: Glyph,
    pub tone: Tone,
    pub words: super::line::Line,
}

impl Badge {
    pub fn new(glyph: Glyph, tone: Tone, words: impl Into<super::line::Line>) -> Self {
        Self { glyph, tone, words: words.into() }
    }
}
