//! The words of a filter.

use winnow::LocatingSlice;
use winnow::combinator::{alt, delimited, repeat};
use winnow::prelude::*;
use winnow::token::{one_of, take_till, take_while};

use crate::error::{OptionError, Place, Problem};

/// One word, with no meaning yet: whether `true` is a value or a name is for the reader to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'i> {
    Open,
    Close,
    Comma,
    Slash,
    /// A name, an operator, a number, a date or a GUID.
    Word(&'i str),
    /// A quoted text, quotes undone.
    Text(String),
}

/// A token and the characters in front of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed<'i> {
    pub token: Token<'i>,
    pub position: usize,
}

type Input<'i> = LocatingSlice<&'i str>;

/// Cuts the text into tokens.
pub(crate) fn tokens<'i>(text: &'i str, place: Place<'_>) -> Result<Vec<Placed<'i>>, OptionError> {
    let mut input = LocatingSlice::new(text);
    let mut found = Vec::new();
    loop {
        spaces(&mut input);
        let Some(next) = input.chars().next() else {
            return Ok(found);
        };
        let start = text.len() - input.len();
        let position = text[..start].chars().count();
        let Ok(token) = token.parse_next(&mut input) else {
            let problem = if next == '\'' {
                Problem::OpenText
            } else {
                Problem::Character(next)
            };
            return Err(place.fail(position, problem));
        };
        found.push(Placed { token, position });
    }
}

fn spaces(input: &mut Input<'_>) {
    let blank: winnow::Result<&str> = take_while(0.., [' ', '\t', '\r', '\n']).parse_next(input);
    // Taking no or more characters always succeeds.
    debug_assert!(blank.is_ok());
}

fn token<'i>(input: &mut Input<'i>) -> winnow::Result<Token<'i>> {
    alt((
        one_of('(').value(Token::Open),
        one_of(')').value(Token::Close),
        one_of(',').value(Token::Comma),
        one_of('/').value(Token::Slash),
        quoted.map(Token::Text),
        word.map(Token::Word),
    ))
    .parse_next(input)
}

/// `'it''s'`: a quote inside is written twice.
fn quoted(input: &mut Input<'_>) -> winnow::Result<String> {
    let piece = alt((take_till(1.., '\''), "''".value("'")));
    let body = repeat(0.., piece).fold(String::new, |mut text, piece: &str| {
        text.push_str(piece);
        text
    });
    delimited('\'', body, '\'').parse_next(input)
}

fn word<'i>(input: &mut Input<'i>) -> winnow::Result<&'i str> {
    let inside =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '@' | '.' | ':' | '-' | '+' | '$');
    take_while(1.., inside).parse_next(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lex(text: &str) -> Result<Vec<Placed<'_>>, OptionError> {
        tokens(
            text,
            Place {
                option: "$filter",
                base: 0,
            },
        )
    }

    #[test]
    fn words_texts_and_marks() {
        let found: Vec<Token> = lex("target/objectId  eq('it''s') ")
            .unwrap()
            .into_iter()
            .map(|t| t.token)
            .collect();
        let expected = vec![
            Token::Word("target"),
            Token::Slash,
            Token::Word("objectId"),
            Token::Word("eq"),
            Token::Open,
            Token::Text("it's".to_owned()),
            Token::Close,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn positions_count_characters() {
        let found = lex("'ü' x").unwrap();
        assert_eq!(found[1].position, 4);
        let failed = lex("'ü' #").unwrap_err();
        assert_eq!(
            (failed.position, failed.problem),
            (4, Problem::Character('#'))
        );
    }

    #[test]
    fn an_open_text_is_named() {
        for text in ["'", "'abc", "x eq 'a''", "'''"] {
            assert_eq!(lex(text).unwrap_err().problem, Problem::OpenText, "{text}");
        }
        assert_eq!(lex("''").unwrap()[0].token, Token::Text(String::new()));
    }
}
