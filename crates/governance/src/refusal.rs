//! Why a command was not carried out. Nothing changed when one of these comes back.

use portico_graph::time::Instant;

/// The answer to a command that cannot happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No documented transition leads from this state by this command.
    #[error("this cannot happen in the present state")]
    NotPossible,
    /// The stage was decided before, or the request has left it behind.
    #[error("the stage was decided already")]
    StageSettled,
    /// An earlier stage is still undecided.
    #[error("the stage has not begun")]
    StageNotOpen,
    /// The deadline of the stage has passed; only its expiry can follow.
    #[error("the deadline of the stage has passed")]
    DeadlinePassed {
        /// When it passed.
        deadline: Instant,
    },
    /// The policy wants words with a decision and there were none.
    #[error("a decision in this stage needs a justification")]
    JustificationRequired,
    /// Clockwork called before its time.
    #[error("not due yet")]
    TooEarly {
        /// When it is due.
        due: Instant,
    },
    /// Too long after its end to be tried again.
    #[error("it ended too long ago to be tried again")]
    TooLate,
}
