//! Where things stand, in words.
//!
//! Each of the three tables of the design (what a requester, a holder and an approver read) is a type with one case a row, made from
//! what the back end told and turned into sentences here. Nothing in here asks a clock or a server.

pub mod duty;
pub mod holding;
mod sentences;
pub mod standing;
pub mod who;

use crate::ui::{Icon, Tone};
use crate::words::line::Line;

/// A state in a few words.
#[derive(Clone, Debug, PartialEq)]
pub struct Badge {
    pub glyph: Icon,
    pub tone: Tone,
    pub words: Line,
}

impl Badge {
    pub fn new(glyph: Icon, tone: Tone, words: impl Into<Line>) -> Self {
        Self {
            glyph,
            tone,
            words: words.into(),
        }
    }
}
