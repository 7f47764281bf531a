//! Sentences that know what they are made of.
//!
//! One sentence is read aloud as plain text and shown with a `<time>` that carries the full instant and a `<bdi>` around each name.
//! The catalogue decides the order of the parts: each argument goes through it as one private mark, and the printed text is cut at the
//! marks afterwards. So no name or other data ever passes through the catalogue's own syntax.
//!
//! ```text
//! let mut marks = Marks::default();
//! let (who, since) = (marks.any_of(names), marks.when(at, Style::Since));
//! marks.line(text::state::waiting(&who, &since))
//! ```

use super::calendar::Calendar;
use super::list::{self, Join};
use super::when::{self, Style};
use portico_graph::time::Instant;

/// What a mark stands for.
#[derive(Clone, Debug, PartialEq)]
enum Arg {
    Text(String),
    Name(String),
    Names(Vec<String>, Join),
    When(Instant, Style),
    Line(Line),
}

/// Collects the arguments of one sentence and hands out their marks.
#[derive(Default)]
pub struct Marks(Vec<Arg>);

impl Marks {
    /// Words of somebody else, shown as they are.
    pub fn text(&mut self, words: impl Into<String>) -> String {
        self.mark(Arg::Text(words.into()))
    }

    /// The name of a person or thing, isolated from the direction of the sentence.
    pub fn name(&mut self, name: impl Into<String>) -> String {
        self.mark(Arg::Name(name.into()))
    }

    /// Names of which any may act: "Grete Solheim or Bram de Wit".
    pub fn any_of(&mut self, names: Vec<String>) -> String {
        self.mark(Arg::Names(names, Join::Or))
    }

    /// Names which all belong: "Ana and Bo".
    pub fn all_of(&mut self, names: Vec<String>) -> String {
        self.mark(Arg::Names(names, Join::And))
    }

    /// An instant in words.
    pub fn when(&mut self, at: Instant, style: Style) -> String {
        self.mark(Arg::When(at, style))
    }

    /// A sentence within the sentence.
    pub fn inner(&mut self, line: Line) -> String {
        self.mark(Arg::Line(line))
    }

    /// The sentence, printed by the catalogue with the marks.
    pub fn line(self, printed: String) -> Line {
        Line {
            printed,
            args: self.0,
        }
    }

    fn mark(&mut self, arg: Arg) -> String {
        self.0.push(arg);
        mark(self.0.len() - 1).to_string()
    }
}

/// A sentence that can be shown or read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    printed: String,
    args: Vec<Arg>,
}

impl From<String> for Line {
    fn from(printed: String) -> Self {
        Self {
            printed,
            args: Vec::new(),
        }
    }
}

/// A part of a sentence, in reading order.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Text(String),
    /// To be isolated with `<bdi>`.
    Name(String),
    /// To be shown as `<time>`.
    Time {
        text: String,
        at: Instant,
    },
}

impl Line {
    /// One sentence after the other.
    #[must_use]
    pub fn then(self, next: Line) -> Line {
        let mut marks = Marks::default();
        let (first, second) = (marks.inner(self), marks.inner(next));
        marks.line(format!("{first} {second}"))
    }

    /// The sentence as text, read at `now`.
    pub fn plain(&self, now: Instant, calendar: &dyn Calendar) -> String {
        let mut plain = String::new();
        for piece in self.pieces(now, calendar) {
            match piece {
                Piece::Text(text) | Piece::Name(text) | Piece::Time { text, .. } => {
                    plain.push_str(&text);
                }
            }
        }
        plain
    }

    /// The sentence in pieces, read at `now`.
    pub fn pieces(&self, now: Instant, calendar: &dyn Calendar) -> Vec<Piece> {
        let mut pieces = Vec::new();
        cut(&self.printed, &mut pieces, |index| {
            self.args
                .get(index)
                .map(|arg| resolve(arg, now, calendar))
                .unwrap_or_default()
        });
        pieces
    }
}

fn resolve(arg: &Arg, now: Instant, calendar: &dyn Calendar) -> Vec<Piece> {
    match arg {
        Arg::Text(text) => vec![Piece::Text(text.clone())],
        Arg::Name(name) => vec![Piece::Name(name.clone())],
        Arg::Names(names, join) => {
            let marks: Vec<String> = (0..names.len())
                .map(|index| mark(index).to_string())
                .collect();
            let mut pieces = Vec::new();
            cut(&list::joined(&marks, *join), &mut pieces, |index| {
                names
                    .get(index)
                    .map(|name| Piece::Name(name.clone()))
                    .into_iter()
                    .collect()
            });
            pieces
        }
        Arg::When(at, style) => {
            vec![Piece::Time {
                text: when::words(*at, *style, now, calendar),
                at: *at,
            }]
        }
        Arg::Line(line) => line.pieces(now, calendar),
    }
}

/// First of the code points that Unicode leaves to private agreements.
const FIRST_MARK: u32 = 0xE000;
const LAST_MARK: u32 = 0xE0FF;

fn mark(index: usize) -> char {
    u32::try_from(index)
        .ok()
        .and_then(|index| char::from_u32(FIRST_MARK + index))
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn cut(printed: &str, pieces: &mut Vec<Piece>, resolve: impl Fn(usize) -> Vec<Piece>) {
    let mut literal = String::new();
    for symbol in printed.chars() {
        let code = u32::from(symbol);
        if (FIRST_MARK..=LAST_MARK).contains(&code) {
            if !literal.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut literal)));
            }
            pieces.extend(resolve(
                usize::try_from(code - FIRST_MARK).unwrap_or(usize::MAX),
            ));
        } else {
            literal.push(symbol);
        }
    }
    if !literal.is_empty() {
        pieces.push(Piece::Text(literal));
    }
}

#[cfg(test)]
mod tests {
    use super::super::calendar::fixed::Fixed;
    use super::*;

    const NOON: &str = "2026-11-24T12:00:00Z";

    #[test]
    fn the_order_is_the_catalogues() {
        let mut marks = Marks::default();
        let who = marks.any_of(vec!["Grete".into(), "Bram".into()]);
        let by = marks.when("2026-11-27T16:00:00Z".parse().unwrap(), Style::At);
        let line = marks.line(format!("By {by}: {who}."));
        let oslo = Fixed { offset_hours: 1 };
        let now = NOON.parse().unwrap();
        assert_eq!(line.plain(now, &oslo), "By Friday 17:00: Grete or Bram.");
        let names: Vec<_> = line
            .pieces(now, &oslo)
            .into_iter()
            .filter(|piece| matches!(piece, Piece::Name(_)))
            .collect();
        assert_eq!(
            names,
            [Piece::Name("Grete".into()), Piece::Name("Bram".into())]
        );
    }

    #[test]
    fn sentences_nest_without_mixing_their_arguments() {
        let mut inner = Marks::default();
        let name = inner.name("Inner");
        let inner = inner.line(format!("({name})"));
        let mut outer = Marks::default();
        let first = outer.name("First");
        let inside = outer.inner(inner);
        let line = outer
            .line(format!("{first} {inside}"))
            .then("End.".to_owned().into());
        assert_eq!(
            line.plain(NOON.parse().unwrap(), &Fixed { offset_hours: 0 }),
            "First (Inner) End."
        );
    }

    #[test]
    fn words_of_others_are_never_marks_of_the_catalogue() {
        let mut marks = Marks::default();
        let quote = marks.text("{who} <1>x</1>");
        let line = marks.line(format!("She wrote: {quote}"));
        assert_eq!(
            line.plain(NOON.parse().unwrap(), &Fixed { offset_hours: 0 }),
            "She wrote: {who} <1>x</1>"
        );
    }
}
