//! Sentences, times and states as the person at the screen reads them: in the person's zone, seen from now.

use crate::browser::clock;
use crate::session::Session;
use crate::ui::state;
use crate::words::calendar::{Calendar, Form};
use crate::words::line::{Line, Marks, Piece};
use crate::words::local::Local;
use crate::words::state::Badge;
use crate::words::when::Style;
use leptos::prelude::*;
use portico_graph::time::Instant;
use portico_view::view;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// Shows lines to one person.
#[derive(Clone)]
pub struct Reader {
    calendar: SendWrapper<Rc<Local>>,
}

impl Reader {
    /// The person at the screen.
    pub fn here() -> Self {
        Self {
            calendar: SendWrapper::new(Local::of(Session::here().time_zone().as_deref())),
        }
    }

    /// The calendar of the person.
    pub fn calendar(&self) -> &Local {
        &self.calendar
    }

    /// The server's time.
    #[expect(
        clippy::unused_self,
        reason = "who reads asks the reader for the time, too"
    )]
    pub fn now(&self) -> Instant {
        clock::now()
    }

    /// The line as text, for titles, labels and what is read aloud.
    pub fn plain(&self, line: &Line) -> String {
        line.plain(self.now(), self.calendar())
    }

    /// The line as it is shown: names isolated, times with their full instant.
    pub fn line(&self, line: &Line) -> AnyView {
        let pieces = line.pieces(self.now(), self.calendar());
        pieces
            .into_iter()
            .map(|piece| self.piece(piece))
            .collect::<Vec<_>>()
            .into_any()
    }

    /// A moment in words.
    pub fn time(&self, at: Instant, style: Style) -> AnyView {
        let mut marks = Marks::default();
        let when = marks.when(at, style);
        self.line(&marks.line(when))
    }

    /// A moment as text.
    pub fn moment(&self, at: Instant, style: Style) -> String {
        let mut marks = Marks::default();
        let when = marks.when(at, style);
        self.plain(&marks.line(when))
    }

    /// A state: glyph and words.
    pub fn badge(&self, badge: &Badge) -> AnyView {
        state(
            badge.tone,
            badge.glyph,
            view! { <span>{self.line(&badge.words)}</span> },
        )
    }

    fn piece(&self, piece: Piece) -> AnyView {
        match piece {
            Piece::Text(text) => text.into_any(),
            Piece::Name(name) => view! { <bdi>{name}</bdi> }.into_any(),
            Piece::Time { text, at } => {
                let title = self.calendar.print(at, Form::Full);
                view! { <time datetime=at.to_string() title=title>{text}</time> }.into_any()
            }
        }
    }
}
