//! Reads a filter: a descent of one function a level of precedence (`or`, `and`, then `not`, parentheses, brackets and comparisons).

use super::{Filter, Literal, Operator};
use crate::scim::attribute::AttributePath;

/// How deep parentheses and brackets may nest.
const DEEPEST: usize = 16;
/// How many comparisons there may be.
const MOST: usize = 64;
/// The longest filter in bytes.
const LONGEST: usize = 8 * 1024;

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} (at character {at})")]
pub struct Problem {
    /// Where, counted from 1.
    pub at: usize,
    /// What is wrong.
    pub what: &'static str,
}

/// Reads the whole text as a filter.
pub fn read(text: &str) -> Result<Filter, Problem> {
    let mut reader = Reader::new(text)?;
    let filter = reader.any(DEEPEST, false)?;
    reader.blanks();
    match reader.rest() {
        "" => Ok(filter),
        _ => Err(reader.problem("there is more behind the filter")),
    }
}

/// Reads a filter up to the bracket that ends it; what stands behind comes back too. `text` begins behind the opening bracket.
pub fn read_in_brackets(text: &str) -> Result<(Filter, &str), Problem> {
    let mut reader = Reader::new(text)?;
    let filter = reader.any(DEEPEST, true)?;
    reader.expect(']', "the bracket is not closed")?;
    Ok((filter, reader.rest()))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    comparisons: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Result<Self, Problem> {
        let reader = Self {
            text,
            at: 0,
            comparisons: 0,
        };
        if text.len() > LONGEST {
            return Err(reader.problem("the filter is too long"));
        }
        Ok(reader)
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn problem(&self, what: &'static str) -> Problem {
        let before = self.text.get(..self.at).unwrap_or_default();
        Problem {
            at: before.chars().count() + 1,
            what,
        }
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(' ').len();
    }

    fn takes(&mut self, sign: char) -> bool {
        let is_there = self.rest().starts_with(sign);
        if is_there {
            self.at += sign.len_utf8();
        }
        is_there
    }

    fn expect(&mut self, sign: char, what: &'static str) -> Result<(), Problem> {
        self.blanks();
        if self.takes(sign) {
            Ok(())
        } else {
            Err(self.problem(what))
        }
    }

    /// What stands here up to the next blank, quote, parenthesis or bracket, without going on.
    fn word(&self) -> &'a str {
        let rest = self.rest();
        let end = rest.find([' ', '"', '(', ')', '[', ']']);
        rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
    }

    fn takes_word(&mut self, wanted: &str) -> bool {
        self.blanks();
        let word = self.word();
        let is_there = word.eq_ignore_ascii_case(wanted);
        if is_there {
            self.at += word.len();
        }
        is_there
    }

    fn any(&mut self, depth: usize, in_brackets: bool) -> Result<Filter, Problem> {
        let mut filters = vec![self.all(depth, in_brackets)?];
        while self.takes_word("or") {
            filters.push(self.all(depth, in_brackets)?);
        }
        Ok(one_or(filters, Filter::Any))
    }

    fn all(&mut self, depth: usize, in_brackets: bool) -> Result<Filter, Problem> {
        let mut filters = vec![self.one(depth, in_brackets)?];
        while self.takes_word("and") {
            filters.push(self.one(depth, in_brackets)?);
        }
        Ok(one_or(filters, Filter::All))
    }

    fn one(&mut self, depth: usize, in_brackets: bool) -> Result<Filter, Problem> {
        self.blanks();
        if self.takes('(') {
            return self.in_parentheses(depth, in_brackets);
        }
        let start = self.at;
        if self.takes_word("not") {
            self.blanks();
            if self.takes('(') {
                let filter = self.in_parentheses(depth, in_brackets)?;
                return Ok(Filter::Not(Box::new(filter)));
            }
            // An attribute may be called so.
            self.at = start;
        }
        let word = self.word();
        let path = AttributePath::read(word)
            .ok_or_else(|| self.problem("here the name of an attribute is expected"))?;
        self.at += word.len();
        if !in_brackets && self.takes('[') {
            let depth = self.deeper(depth)?;
            let filter = self.any(depth, true)?;
            self.expect(']', "the bracket is not closed")?;
            return Ok(Filter::Within(path, Box::new(filter)));
        }
        self.comparison(path)
    }

    fn in_parentheses(&mut self, depth: usize, in_brackets: bool) -> Result<Filter, Problem> {
        let depth = self.deeper(depth)?;
        let filter = self.any(depth, in_brackets)?;
        self.expect(')', "the parenthesis is not closed")?;
        Ok(filter)
    }

    fn deeper(&self, depth: usize) -> Result<usize, Problem> {
        depth
            .checked_sub(1)
            .ok_or_else(|| self.problem("the filter is nested too deeply"))
    }

    fn comparison(&mut self, path: AttributePath) -> Result<Filter, Problem> {
        self.comparisons += 1;
        if self.comparisons > MOST {
            return Err(self.problem("the filter has too many comparisons"));
        }
        if self.takes_word("pr") {
            return Ok(Filter::Present(path));
        }
        let word = self.word();
        let operator = Operator::read(word).ok_or_else(|| {
            self.problem("here one of eq, ne, co, sw, ew, gt, ge, lt, le, pr is expected")
        })?;
        self.at += word.len();
        self.blanks();
        let literal = self.literal()?;
        Ok(Filter::Compare(path, operator, literal))
    }

    fn literal(&mut self) -> Result<Literal, Problem> {
        if self.rest().starts_with('"') {
            return self.text();
        }
        let word = self.word();
        let literal = if word.eq_ignore_ascii_case("true") {
            Literal::Flag(true)
        } else if word.eq_ignore_ascii_case("false") {
            Literal::Flag(false)
        } else if word.eq_ignore_ascii_case("null") {
            Literal::Null
        } else if serde_json::from_str::<serde_json::Number>(word).is_ok() {
            Literal::Number(word.to_owned())
        } else {
            return Err(
                self.problem("here a text in quotes, a number, true, false or null is expected")
            );
        };
        self.at += word.len();
        Ok(literal)
    }

    /// A JSON string.
    fn text(&mut self) -> Result<Literal, Problem> {
        let rest = self.rest();
        let mut escaped = false;
        let end = rest.bytes().enumerate().skip(1).find_map(|(at, byte)| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends.then_some(at + 1)
        });
        let text = end
            .and_then(|end| rest.get(..end))
            .ok_or_else(|| self.problem("the quote is not closed"))?;
        match serde_json::from_str::<String>(text) {
            // No text of the database may hold it.
            Ok(read) if !read.contains('\0') => {
                self.at += text.len();
                Ok(Literal::Text(read))
            }
            _ => Err(self.problem("the text is no JSON string")),
        }
    }
}

fn one_or(mut filters: Vec<Filter>, many: impl FnOnce(Vec<Filter>) -> Filter) -> Filter {
    match filters.pop() {
        Some(only) if filters.is_empty() => only,
        Some(last) => {
            filters.push(last);
            many(filters)
        }
        None => many(filters),
    }
}
