//! The steps of the request form.

/// A step of the request form, in the order they are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Who,
    Questions,
    Period,
    Check,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 4] = [Self::Who, Self::Questions, Self::Period, Self::Check];

    /// The step's part of the path.
    pub fn segment(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::Questions => "questions",
            Self::Period => "period",
            Self::Check => "check",
        }
    }

    /// The step that a part of a path names.
    pub fn from_segment(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.segment() == segment)
    }
}
