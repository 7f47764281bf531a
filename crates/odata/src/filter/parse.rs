//! Reads a filter by precedence climbing, and checks it against the entity model on the way.

use portico_graph::model::{EntityType, Kind, Property};

use super::literal::Literal;
use super::path::property_path;
use super::reader::Reader;
use super::{Comparison, Filter, Path, TextTest, Value};
use crate::error::{OptionError, Place, Problem};
use crate::guid::is_guid;
use crate::token::{Token, tokens};

/// Reads `$filter` for entities of one type.
pub(crate) fn parse(
    text: &str,
    entity: &'static EntityType,
    place: Place<'_>,
) -> Result<Filter, OptionError> {
    let tokens = tokens(text, place)?;
    let end = text.chars().count();
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        end,
        depth: 0,
        comparisons: 0,
        entity,
        place,
    };
    let filter = reader.condition(Binding::Or)?;
    match reader.tokens.get(reader.at) {
        None => Ok(filter),
        Some(extra) => Err(place.fail(extra.position, Problem::Expected("'and', 'or' or the end"))),
    }
}

/// How tightly an operator holds its sides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
}

/// One side of a comparison.
enum Operand<'i> {
    Property(Path),
    Literal(Literal<'i>),
}

impl<'i> Reader<'_, 'i> {
    fn condition(&mut self, least: Binding) -> Result<Filter, OptionError> {
        let mut left = self.prefix()?;
        loop {
            let binding = match self.peek() {
                Some(Token::Word("or")) => Binding::Or,
                Some(Token::Word("and")) => Binding::And,
                _ => return Ok(left),
            };
            if binding < least {
                return Ok(left);
            }
            self.at += 1;
            // The right side takes only what binds tighter: chains lean left, and the loop keeps them flat.
            left = match binding {
                Binding::Or => Filter::any(left, self.condition(Binding::And)?),
                Binding::And | Binding::Not => Filter::all(left, self.condition(Binding::Not)?),
            };
        }
    }

    fn prefix(&mut self) -> Result<Filter, OptionError> {
        match self.peek() {
            Some(Token::Open) => self.deeper(|reader| {
                reader.at += 1;
                let inner = reader.condition(Binding::Or)?;
                reader.mark(&Token::Close, "')'")?;
                Ok(inner)
            }),
            Some(Token::Word("not")) => self.deeper(|reader| {
                reader.at += 1;
                Ok(Filter::Not(Box::new(reader.prefix()?)))
            }),
            _ => self.comparison(),
        }
    }

    fn comparison(&mut self) -> Result<Filter, OptionError> {
        let start = self.position();
        if let Some(test) = self.call().and_then(TextTest::from_text) {
            return self.text_test(test);
        }
        let left = self.operand()?;
        let operator_at = self.position();
        let operator = match self.peek() {
            Some(Token::Word("in")) => {
                self.at += 1;
                return self.list(left, start);
            }
            Some(Token::Word(word)) => Comparison::from_text(word),
            _ => None,
        };
        let Some(operator) = operator else {
            return match left {
                Operand::Property(path) if path.property.kind == Kind::Boolean => {
                    self.compare(start, path, Comparison::Equal, &Literal::Bare("true"))
                }
                _ => Err(self.place.fail(
                    operator_at,
                    Problem::Expected("an operator (eq, ne, gt, ge, lt, le, in)"),
                )),
            };
        };
        self.at += 1;
        let right_at = self.position();
        match (left, self.operand()?) {
            (Operand::Property(path), Operand::Literal(literal)) => {
                self.compare(start, path, operator, &literal)
            }
            (Operand::Literal(literal), Operand::Property(path)) => {
                self.compare(start, path, operator.mirrored(), &literal)
            }
            _ => Err(self.place.fail(
                right_at,
                Problem::Expected("a property on one side and a literal on the other"),
            )),
        }
    }

    fn compare(
        &mut self,
        start: usize,
        path: Path,
        operator: Comparison,
        literal: &Literal<'_>,
    ) -> Result<Filter, OptionError> {
        self.count(start)?;
        let value = self.typed(start, &path, literal)?;
        let ordered = matches!(value, Value::Int(_) | Value::Instant(_) | Value::Within(_));
        if operator.orders() && !ordered {
            return Err(self.not_usable(start, &path, "an ordering comparison"));
        }
        Ok(Filter::Compare {
            path,
            operator,
            value,
        })
    }

    /// `property in ('a','b')`, after the word `in`.
    fn list(&mut self, left: Operand<'_>, start: usize) -> Result<Filter, OptionError> {
        let Operand::Property(path) = left else {
            return Err(self
                .place
                .fail(start, Problem::Expected("a property before 'in'")));
        };
        self.mark(&Token::Open, "'('")?;
        let mut values = Vec::new();
        loop {
            let at = self.position();
            self.count(at)?;
            let Operand::Literal(literal) = self.operand()? else {
                return Err(self.place.fail(at, Problem::Expected("a literal")));
            };
            values.push(self.typed(at, &path, &literal)?);
            if self.peek() != Some(&Token::Comma) {
                break;
            }
            self.at += 1;
        }
        self.mark(&Token::Close, "',' or ')'")?;
        Ok(Filter::In { path, values })
    }

    fn text_test(&mut self, test: TextTest) -> Result<Filter, OptionError> {
        let start = self.position();
        self.count(start)?;
        self.at += 1;
        self.mark(&Token::Open, "'('")?;
        let path_at = self.position();
        let Operand::Property(path) = self.operand()? else {
            return Err(self.place.fail(path_at, Problem::Expected("a property")));
        };
        self.mark(&Token::Comma, "','")?;
        let part_at = self.position();
        let Operand::Literal(Literal::Quoted(part)) = self.operand()? else {
            return Err(self
                .place
                .fail(part_at, Problem::Expected("a text in quotes")));
        };
        self.mark(&Token::Close, "')'")?;
        // `contains(…) eq true` is the same condition, spelt out.
        if self.peek() == Some(&Token::Word("eq")) {
            self.at += 1;
            let truth = self.peek() == Some(&Token::Word("true"));
            if !truth && self.peek() != Some(&Token::Word("false")) {
                return Err(self
                    .place
                    .fail(self.position(), Problem::Expected("true or false")));
            }
            self.at += 1;
            let condition = self.text_condition(start, path, test, part)?;
            return Ok(if truth {
                condition
            } else {
                Filter::Not(Box::new(condition))
            });
        }
        self.text_condition(start, path, test, part)
    }

    fn text_condition(
        &self,
        start: usize,
        path: Path,
        test: TextTest,
        part: String,
    ) -> Result<Filter, OptionError> {
        if !path.property.searchable {
            return Err(self.not_usable(start, &path, test.text()));
        }
        Ok(Filter::Text { path, test, part })
    }

    fn operand(&mut self) -> Result<Operand<'i>, OptionError> {
        let position = self.position();
        // They change nothing where texts are compared without regard to case anyway.
        if self.call().is_some_and(|name| {
            ["tolower", "toupper"]
                .iter()
                .any(|f| f.eq_ignore_ascii_case(name))
        }) {
            return self.deeper(|reader| {
                reader.at += 2;
                let inner = reader.operand()?;
                if let Operand::Property(path) = &inner
                    && !has_no_case(path.property)
                {
                    return Err(reader.not_usable(position, path, "tolower or toupper"));
                }
                reader.mark(&Token::Close, "')'")?;
                Ok(inner)
            });
        }
        match self.peek() {
            Some(Token::Text(text)) => {
                let text = text.clone();
                self.at += 1;
                Ok(Operand::Literal(Literal::Quoted(text)))
            }
            Some(&Token::Word(word)) => {
                if self.call().is_some() {
                    return Err(self
                        .place
                        .fail(position, Problem::Expected("a supported function")));
                }
                self.at += 1;
                // `microsoft.graph.requestState'delivered'`: the type says nothing the property does not.
                if let (true, Some(Token::Text(text))) = (word.contains('.'), self.peek()) {
                    let text = text.clone();
                    self.at += 1;
                    return Ok(Operand::Literal(Literal::Quoted(text)));
                }
                // An unescaped `+` of an offset has become a space.
                if let (true, Some(&Token::Word(offset))) = (ends_in_time(word), self.peek())
                    && is_offset(offset)
                {
                    self.at += 1;
                    return Ok(Operand::Literal(Literal::Quoted(format!(
                        "{word}+{offset}"
                    ))));
                }
                if is_bare_literal(word) {
                    return Ok(Operand::Literal(Literal::Bare(word)));
                }
                self.path(word, position).map(Operand::Property)
            }
            _ => Err(self
                .place
                .fail(position, Problem::Expected("a property or a literal"))),
        }
    }

    fn path(&mut self, first: &'i str, position: usize) -> Result<Path, OptionError> {
        let mut names = vec![first];
        while self.peek() == Some(&Token::Slash) {
            self.at += 1;
            let Some(&Token::Word(name)) = self.peek() else {
                return Err(self
                    .place
                    .fail(self.position(), Problem::Expected("a property after '/'")));
            };
            self.at += 1;
            if matches!(name, "any" | "all") && self.peek() == Some(&Token::Open) {
                return Err(self.place.fail(position, Problem::Lambda));
            }
            names.push(name);
        }
        property_path(&names, self.entity).map_err(|problem| self.place.fail(position, problem))
    }
}

/// Whether a comparison passes over the case of the property's texts: those with a folded twin, and GUIDs.
fn has_no_case(property: &Property) -> bool {
    property.searchable || matches!(property.name, "id" | "objectId")
}

/// `2026-11-24T08:00:00`, with nothing that says in which zone.
fn ends_in_time(word: &str) -> bool {
    word.as_bytes().get(10) == Some(&b'T') && word.ends_with(|c: char| c.is_ascii_digit())
}

/// `02:00`
fn is_offset(word: &str) -> bool {
    matches!(word.as_bytes(), [a, b, b':', c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()))
}

fn is_bare_literal(word: &str) -> bool {
    let starts_like_number = word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    starts_like_number || matches!(word, "null" | "true" | "false") || is_guid(word)
}
