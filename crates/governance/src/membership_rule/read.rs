//! Reading a rule: signs with their columns, then one function a level of precedence (`-not` before `-and` before `-or`). The hyphen
//! before an operator and the `user.` before an attribute may be left out, as in Entra's own and in rules of workflows.

use super::{Attribute, DEEPEST, Rule, RuleProblem, Test};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    Open,
    Close,
    ListOpen,
    ListClose,
    Comma,
    Word(String),
    Text(String),
}

/// Operators: word, and the word of the opposite.
const OPERATORS: [(&str, &str); 5] = [
    ("eq", "ne"),
    ("startswith", "notstartswith"),
    ("contains", "notcontains"),
    ("match", "notmatch"),
    ("in", "notin"),
];

struct Reader<'a> {
    signs: Vec<(usize, Sign)>,
    at: usize,
    /// The column behind the last character.
    end: usize,
    pattern: &'a dyn Fn(&str) -> Result<(), String>,
}

pub(super) fn rule(
    text: &str,
    pattern: &dyn Fn(&str) -> Result<(), String>,
) -> Result<Rule, RuleProblem> {
    let end = text.chars().count() + 1;
    let mut reader = Reader {
        signs: signs(text)?,
        at: 0,
        end,
        pattern,
    };
    let rule = reader.any(0)?;
    match reader.peek() {
        None => Ok(rule),
        Some(Sign::Close) => Err(reader.here("this parenthesis closes nothing")),
        Some(_) => Err(reader.here("-and, -or or the end is expected")),
    }
}

fn problem(column: usize, message: impl Into<String>) -> RuleProblem {
    RuleProblem {
        column,
        message: message.into(),
    }
}

fn signs(text: &str) -> Result<Vec<(usize, Sign)>, RuleProblem> {
    let mut letters = (1..).zip(text.chars()).peekable();
    let mut signs = Vec::new();
    while let Some((column, letter)) = letters.next() {
        let sign = match letter {
            '(' => Sign::Open,
            ')' => Sign::Close,
            '[' => Sign::ListOpen,
            ']' => Sign::ListClose,
            ',' => Sign::Comma,
            '"' | '\'' => Sign::Text(quoted(&mut letters, letter, column)?),
            _ if letter.is_whitespace() => continue,
            _ if is_of_word(letter) => {
                let mut word = letter.to_string();
                while let Some((_, letter)) = letters.next_if(|(_, letter)| is_of_word(*letter)) {
                    word.push(letter);
                }
                Sign::Word(word)
            }
            _ => return Err(problem(column, format!("'{letter}' means nothing here"))),
        };
        signs.push((column, sign));
    }
    Ok(signs)
}

fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '$')
}

/// The rest of a text: a backtick takes the next character as it is, and in single quotes two of them are one.
fn quoted(
    letters: &mut std::iter::Peekable<impl Iterator<Item = (usize, char)>>,
    quote: char,
    column: usize,
) -> Result<String, RuleProblem> {
    let mut text = String::new();
    while let Some((_, letter)) = letters.next() {
        if letter == '`' {
            match letters.next() {
                Some((_, letter)) => text.push(letter),
                None => break,
            }
        } else if letter != quote {
            text.push(letter);
        } else if quote == '\'' && letters.next_if(|(_, next)| *next == quote).is_some() {
            text.push(quote);
        } else {
            return Ok(text);
        }
    }
    Err(problem(column, "this text has no end"))
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Sign> {
        self.signs.get(self.at).map(|(_, sign)| sign)
    }

    fn column(&self) -> usize {
        self.signs
            .get(self.at)
            .map_or(self.end, |(column, _)| *column)
    }

    fn here(&self, message: impl Into<String>) -> RuleProblem {
        problem(self.column(), message)
    }

    /// Goes past the sign, if it is the next.
    fn took(&mut self, sign: &Sign) -> bool {
        let is_next = self.peek() == Some(sign);
        self.at += usize::from(is_next);
        is_next
    }

    /// Goes past the word, with or without its hyphen, if it is the next.
    fn took_word(&mut self, wanted: &str) -> bool {
        let is_next = matches!(self.peek(), Some(Sign::Word(word)) if bare(word).eq_ignore_ascii_case(wanted));
        self.at += usize::from(is_next);
        is_next
    }

    fn any(&mut self, depth: usize) -> Result<Rule, RuleProblem> {
        let mut rules = vec![self.all(depth)?];
        while self.took_word("or") {
            rules.push(self.all(depth)?);
        }
        Ok(one_or(rules, Rule::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Rule, RuleProblem> {
        let mut rules = vec![self.single(depth)?];
        while self.took_word("and") {
            rules.push(self.single(depth)?);
        }
        Ok(one_or(rules, Rule::All))
    }

    fn single(&mut self, depth: usize) -> Result<Rule, RuleProblem> {
        if depth > DEEPEST {
            return Err(self.here(format!("nests deeper than {DEEPEST} levels")));
        }
        if self.took_word("not") {
            return Ok(Rule::Not(Box::new(self.single(depth + 1)?)));
        }
        let column = self.column();
        if !self.took(&Sign::Open) {
            return self.comparison();
        }
        let rule = self.any(depth + 1)?;
        if self.took(&Sign::Close) {
            return Ok(rule);
        }
        match self.peek() {
            None => Err(problem(column, "this parenthesis is never closed")),
            Some(_) => Err(self.here("-and, -or or a closing parenthesis is expected")),
        }
    }

    fn comparison(&mut self) -> Result<Rule, RuleProblem> {
        let column = self.column();
        let Some(Sign::Word(word)) = self.peek().cloned() else {
            return Err(self.here("an attribute such as user.department is expected"));
        };
        self.at += 1;
        let name = match word.get(..5) {
            Some(prefix) if prefix.eq_ignore_ascii_case("user.") => &word[5..],
            _ => word.as_str(),
        };
        if name.eq_ignore_ascii_case("accountEnabled") {
            return self.enabled();
        }
        let known = Attribute::ALL
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        let Some((_, attribute)) = known else {
            let names: Vec<_> = Attribute::ALL.iter().map(|(name, _)| *name).collect();
            let names = names.join(", ");
            return Err(problem(
                column,
                format!("'{word}' is no attribute that rules know: user.accountEnabled, {names}"),
            ));
        };
        let (operator, negated) = self.operator()?;
        let test = self.test(operator)?;
        Ok(Rule::Text {
            attribute: *attribute,
            test,
            negated,
        })
    }

    fn operator(&mut self) -> Result<(&'static str, bool), RuleProblem> {
        let expected = "an operator is expected: -eq, -ne, -startsWith, -contains, -match, -in, or one with -not in front such as -notIn";
        let Some(Sign::Word(word)) = self.peek() else {
            return Err(self.here(expected));
        };
        let word = bare(word).to_ascii_lowercase();
        if word == "any" || word == "all" {
            return Err(self.here(format!(
                "-{word} looks into a collection, and people have none here"
            )));
        }
        let found = OPERATORS.iter().find_map(|(plain, opposite)| {
            (word == *plain || word == *opposite).then_some((*plain, word == *opposite))
        });
        let found = found.ok_or_else(|| self.here(expected))?;
        self.at += 1;
        Ok(found)
    }

    fn test(&mut self, operator: &str) -> Result<Test, RuleProblem> {
        Ok(match operator {
            "eq" if self.took_word("null") || self.took_word("$null") => Test::Null,
            "eq" => Test::Equals(self.folded()?),
            "startswith" => Test::StartsWith(self.folded()?),
            "contains" => Test::Contains(self.folded()?),
            "match" => {
                let column = self.column();
                let pattern = self.text()?;
                (self.pattern)(&pattern).map_err(|why| problem(column, why))?;
                Test::Matches(pattern)
            }
            _ => Test::In(self.list()?),
        })
    }

    fn text(&mut self) -> Result<String, RuleProblem> {
        let Some(Sign::Text(text)) = self.peek() else {
            return Err(self.here("a text in quotes is expected"));
        };
        let text = text.clone();
        if text.is_empty() {
            return Err(self.here("is empty; what an attribute does not have is null"));
        }
        self.at += 1;
        Ok(text)
    }

    fn folded(&mut self) -> Result<String, RuleProblem> {
        Ok(self.text()?.to_lowercase())
    }

    fn list(&mut self) -> Result<Vec<String>, RuleProblem> {
        if !self.took(&Sign::ListOpen) {
            return Err(self.here("a list such as [\"a\", \"b\"] is expected"));
        }
        let mut texts = vec![self.folded()?];
        while self.took(&Sign::Comma) {
            texts.push(self.folded()?);
        }
        if self.took(&Sign::ListClose) {
            Ok(texts)
        } else {
            Err(self.here("a comma or the end of the list is expected"))
        }
    }

    fn enabled(&mut self) -> Result<Rule, RuleProblem> {
        let equal = if self.took_word("eq") {
            true
        } else if self.took_word("ne") {
            false
        } else {
            return Err(self.here("user.accountEnabled takes -eq or -ne"));
        };
        for value in [true, false] {
            if self.took_word(if value { "true" } else { "false" }) {
                return Ok(Rule::Enabled(value == equal));
            }
        }
        Err(self.here("true or false is expected"))
    }
}

fn bare(word: &str) -> &str {
    word.strip_prefix('-').unwrap_or(word)
}

/// The only one, or all of them together.
fn one_or(mut rules: Vec<Rule>, together: impl Fn(Vec<Rule>) -> Rule) -> Rule {
    match rules.pop() {
        Some(only) if rules.is_empty() => only,
        Some(last) => {
            rules.push(last);
            together(rules)
        }
        None => together(rules),
    }
}
