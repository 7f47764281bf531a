//! What the grammar stands on: a place among the tokens, the limits, and the entity model.

use portico_graph::model::EntityType;

use super::literal::{Literal, value};
use super::{Path, Value};
use crate::error::{OptionError, Place, Problem};
use crate::limits;
use crate::token::{Placed, Token};

pub(super) struct Reader<'t, 'i> {
    pub tokens: &'t [Placed<'i>],
    pub at: usize,
    pub end: usize,
    pub depth: usize,
    pub comparisons: usize,
    pub entity: &'static EntityType,
    pub place: Place<'t>,
}

impl<'i> Reader<'_, 'i> {
    pub fn typed(
        &self,
        position: usize,
        path: &Path,
        literal: &Literal<'_>,
    ) -> Result<Value, OptionError> {
        if !path.property.filterable {
            return Err(self.not_usable(position, path, "$filter"));
        }
        value(literal, path.property).map_err(|problem| self.place.fail(position, problem))
    }

    pub fn not_usable(&self, position: usize, path: &Path, usage: &'static str) -> OptionError {
        self.place.fail(
            position,
            Problem::NotUsable {
                name: path.text(),
                usage,
            },
        )
    }

    /// The name of the function that is called here.
    pub fn call(&self) -> Option<&'i str> {
        match (self.tokens.get(self.at)?, self.tokens.get(self.at + 1)?) {
            (
                Placed {
                    token: Token::Word(name),
                    ..
                },
                Placed {
                    token: Token::Open, ..
                },
            ) => Some(name),
            _ => None,
        }
    }

    pub fn mark(&mut self, token: &Token<'_>, name: &'static str) -> Result<(), OptionError> {
        if self.peek() == Some(token) {
            self.at += 1;
            return Ok(());
        }
        Err(self.place.fail(self.position(), Problem::Expected(name)))
    }

    pub fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, OptionError>,
    ) -> Result<T, OptionError> {
        if self.depth == limits::FILTER_DEPTH {
            return Err(self
                .place
                .fail(self.position(), Problem::TooMuch("nesting")));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    pub fn count(&mut self, position: usize) -> Result<(), OptionError> {
        self.comparisons += 1;
        if self.comparisons > limits::FILTER_COMPARISONS {
            return Err(self.place.fail(position, Problem::TooMuch("comparisons")));
        }
        Ok(())
    }

    pub fn peek(&self) -> Option<&Token<'i>> {
        self.tokens.get(self.at).map(|placed| &placed.token)
    }

    pub fn position(&self) -> usize {
        self.tokens
            .get(self.at)
            .map_or(self.end, |placed| placed.position)
    }
}
