//! Cuts an option at a separator, but not inside parentheses or quotes.

use crate::error::{OptionError, Place, Problem};

/// The parts with the number of characters in front of each; blanks around a part are left out. An
/// empty part is an error.
pub(crate) fn split<'t>(
    text: &'t str,
    separator: char,
    place: Place<'_>,
) -> Result<Vec<(usize, &'t str)>, OptionError> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut quoted: Option<char> = None;
    let (mut start, mut start_position) = (0, 0);
    for (position, (index, c)) in text.char_indices().enumerate() {
        match (quoted, c) {
            (Some(quote), c) if c == quote => quoted = None,
            (None, '\'' | '"') => quoted = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => return Err(place.fail(position, Problem::Character(')'))),
            (None, ')') => depth -= 1,
            (None, c) if c == separator && depth == 0 => {
                parts.push((start_position, &text[start..index]));
                (start, start_position) = (index + c.len_utf8(), position + 1);
            }
            _ => {}
        }
    }
    let end = text.chars().count();
    if quoted.is_some() {
        return Err(place.fail(end, Problem::OpenText));
    }
    if depth > 0 {
        return Err(place.fail(end, Problem::Expected("')'")));
    }
    parts.push((start_position, &text[start..]));
    for (position, part) in &mut parts {
        let trimmed = part.trim_start();
        *position += part.chars().count() - trimmed.chars().count();
        *part = trimmed.trim_end();
        if part.is_empty() {
            return Err(place.fail(*position, Problem::Expected("a name")));
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'static> = Place {
        option: "$expand",
        base: 0,
    };

    #[test]
    fn cuts_outside_parentheses_and_quotes() {
        let parts = split("role($expand=a,b), scope ,x('a,)')", ',', PLACE).unwrap();
        assert_eq!(
            parts,
            vec![(0, "role($expand=a,b)"), (19, "scope"), (26, "x('a,)')")]
        );
    }

    #[test]
    fn names_what_is_left_open() {
        let problem = |text| split(text, ',', PLACE).unwrap_err().problem;
        assert_eq!(problem("a(b"), Problem::Expected("')'"));
        assert_eq!(problem("a)b"), Problem::Character(')'));
        assert_eq!(problem("a'b"), Problem::OpenText);
        assert_eq!(problem("a,,b"), Problem::Expected("a name"));
        assert_eq!(problem(""), Problem::Expected("a name"));
    }
}
