//! The three jobs of colour.

/// What a colour says. It is never the only thing that says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    #[default]
    Neutral,
    /// The way forward, done, open.
    Go,
    /// The reader has to do something.
    Need,
    /// Refused, failed, taken away.
    No,
}

impl Tone {
    /// The modifier in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "",
            Self::Go => "go",
            Self::Need => "need",
            Self::No => "no",
        }
    }
}
