//! An example for a pattern, so that a person reads "must look like CHG-12345" and not a regular expression.
//!
//! Knows the plain patterns that forms use: literals, classes, repetitions. Anything else gives no example rather than a wrong one; the
//! caller also runs the pattern over what comes out.

/// A text that fits the pattern, when the pattern is plain enough.
pub fn example(pattern: &str) -> Option<String> {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let pattern = pattern
        .strip_suffix('$')
        .filter(|rest| !rest.ends_with('\\'))
        .unwrap_or(pattern);
    let mut rest = pattern.chars().peekable();
    let mut made = String::new();
    while let Some(symbol) = rest.next() {
        let kind = match symbol {
            '\\' => escaped(rest.next()?)?,
            '[' => class(&mut rest)?,
            '.' => Kind::Letter,
            '(' | ')' | '|' | '{' | '}' | '*' | '+' | '?' | '^' | '$' => return None,
            plain => Kind::Literal(plain),
        };
        let count = repetition(&mut rest)?;
        for _ in 0..count {
            made.push(kind.next(made.chars().count(), &made));
        }
    }
    (!made.is_empty()).then_some(made)
}

#[derive(Clone, Copy)]
enum Kind {
    Literal(char),
    Digit,
    Letter,
    Capital,
}

impl Kind {
    /// Digits count up and letters go through the alphabet, so that an example looks like one.
    fn next(self, length: usize, made: &str) -> char {
        let before = made.chars().next_back();
        let step = |first: char, last: char| match before {
            Some(before) if (first..last).contains(&before) => {
                char::from_u32(u32::from(before) + 1).unwrap_or(first)
            }
            _ => first,
        };
        match self {
            Self::Literal(symbol) => symbol,
            Self::Digit => step('1', '9'),
            Self::Letter if length == 0 => 'a',
            Self::Letter => step('a', 'z'),
            Self::Capital => step('A', 'Z'),
        }
    }
}

fn escaped(symbol: char) -> Option<Kind> {
    match symbol {
        'd' => Some(Kind::Digit),
        'w' => Some(Kind::Letter),
        's' => Some(Kind::Literal(' ')),
        letter if letter.is_ascii_alphanumeric() => None,
        literal => Some(Kind::Literal(literal)),
    }
}

/// What stands between brackets: the first range or symbol is as good as any.
fn class(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Kind> {
    let mut inside = String::new();
    loop {
        match rest.next()? {
            ']' => break,
            symbol => inside.push(symbol),
        }
    }
    if inside.starts_with('^') || inside.contains('[') {
        return None;
    }
    let first = inside.chars().next()?;
    Some(if inside.contains("A-Z") {
        Kind::Capital
    } else if inside.contains("a-z") {
        Kind::Letter
    } else if inside.contains("0-9") || inside.contains("\\d") {
        Kind::Digit
    } else if first == '\\' {
        return None;
    } else {
        Kind::Literal(first)
    })
}

/// How often the thing before is wanted: the least that is allowed, but a few where any number is.
fn repetition(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<usize> {
    const SOME: usize = 3;
    const TOO_MANY: usize = 24;
    let count = match rest.peek() {
        Some('+' | '*') => SOME,
        Some('?') => 1,
        Some('{') => {
            rest.next();
            let mut inside = String::new();
            while *rest.peek()? != '}' {
                inside.push(rest.next()?);
            }
            let least = inside.split(',').next()?;
            let least: usize = if least.is_empty() {
                1
            } else {
                least.parse().ok()?
            };
            least.max(1)
        }
        _ => return Some(1),
    };
    rest.next();
    // A lazy or possessive mark changes nothing about what fits.
    if matches!(rest.peek(), Some('?' | '+')) {
        rest.next();
    }
    (count <= TOO_MANY).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::example;

    #[test]
    fn plain_patterns_have_an_example() {
        for (pattern, made) in [
            (r"^CHG-\d{5}$", "CHG-12345"),
            (r"CHG-[0-9]{5}", "CHG-12345"),
            (r"[A-Z]{2}\d+", "AB123"),
            (r"^[A-Za-z]{3}-\d{2,4}$", "ABC-12"),
            (r"R\d+\.\d+", "R123.123"),
            (r"PO\s?\d{3}", "PO 123"),
            (r"\w+@\w+\.example", "abc@abc.example"),
            (r"[xy]1", "x1"),
        ] {
            assert_eq!(example(pattern).as_deref(), Some(made), "{pattern}");
        }
    }

    #[test]
    fn other_patterns_have_none() {
        for pattern in [
            r"^(CHG|INC)-\d+$",
            r"(?=x)",
            r"[^a]",
            r"\p{L}+",
            r"a|b",
            "",
            r"[a",
            r"x{",
            r"x{99}",
            r"\",
        ] {
            assert_eq!(example(pattern), None, "{pattern}");
        }
    }
}
