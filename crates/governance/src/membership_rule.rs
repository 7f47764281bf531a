//! Rules over the attributes of people, such as `user.department -eq "Sales"`: a subset of Entra's grammar of dynamic membership
//! (Graph contract: attributeRuleMembers). A rule is read once, when it is written down; whom it holds is one pure function.
//!
//! Text is compared without regard to case. What an attribute does not have is null: it equals null and nothing else, so every
//! negated comparison with a text holds for it.

use std::collections::BTreeMap;
use std::fmt;

mod read;

/// The longest rule, in characters; Entra's limit.
pub const LONGEST: usize = 3_072;
/// How deep parentheses and negations may nest.
pub const DEEPEST: usize = 32;

/// A rule that was read. Its text ([`fmt::Display`]) is the same for all spellings of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// All of them; two or more.
    All(Vec<Rule>),
    /// One of them; two or more.
    Any(Vec<Rule>),
    /// The opposite.
    Not(Box<Rule>),
    /// `user.accountEnabled`, which is never null.
    Enabled(bool),
    /// One text attribute.
    Text {
        /// Which.
        attribute: Attribute,
        /// What must be so.
        test: Test,
        /// Or must not.
        negated: bool,
    },
}

/// What is asked of a text. Texts are in lower case; patterns are as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// There is none.
    Null,
    /// It is this one.
    Equals(String),
    /// It begins so.
    StartsWith(String),
    /// It holds this.
    Contains(String),
    /// A part of it matches this pattern.
    Matches(String),
    /// It is one of these.
    In(Vec<String>),
}

/// A text attribute of a person, by Entra's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// `companyName`
    CompanyName,
    /// `department`
    Department,
    /// `displayName`
    DisplayName,
    /// `givenName`
    GivenName,
    /// `jobTitle`
    JobTitle,
    /// `mail`
    Mail,
    /// `mobile`, which is `mobilePhone` of the user
    Mobile,
    /// `objectId`, which is `id` of the user
    ObjectId,
    /// `physicalDeliveryOfficeName`, which is `officeLocation` of the user
    Office,
    /// `preferredLanguage`
    PreferredLanguage,
    /// `surname`
    Surname,
    /// `userPrincipalName`
    UserPrincipalName,
    /// `userType`: `Member` or `Guest`
    UserType,
}

impl Attribute {
    /// Every attribute by its name in a rule.
    pub const ALL: [(&'static str, Self); 13] = [
        ("companyName", Self::CompanyName),
        ("department", Self::Department),
        ("displayName", Self::DisplayName),
        ("givenName", Self::GivenName),
        ("jobTitle", Self::JobTitle),
        ("mail", Self::Mail),
        ("mobile", Self::Mobile),
        ("objectId", Self::ObjectId),
        ("physicalDeliveryOfficeName", Self::Office),
        ("preferredLanguage", Self::PreferredLanguage),
        ("surname", Self::Surname),
        ("userPrincipalName", Self::UserPrincipalName),
        ("userType", Self::UserType),
    ];

    fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, attribute)| *attribute == self)
            .map_or("", |(name, _)| name)
    }
}

/// What is known of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    enabled: bool,
    texts: BTreeMap<Attribute, String>,
}

impl Attributes {
    /// Somebody of whom nothing else is known yet.
    pub fn of(enabled: bool) -> Self {
        Self {
            enabled,
            texts: BTreeMap::new(),
        }
    }

    /// The same person with one more attribute. An empty text is none.
    #[must_use]
    pub fn with(mut self, attribute: Attribute, text: Option<&str>) -> Self {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.texts.insert(attribute, text.to_lowercase());
        }
        self
    }
}

/// Why a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {message}")]
pub struct RuleProblem {
    /// Where, in characters from 1.
    pub column: usize,
    /// What.
    pub message: String,
}

impl Rule {
    /// Reads a rule. `pattern` says what is wrong with the pattern of a `-match`, which the caller runs.
    ///
    /// # Errors
    /// The first thing that is wrong, with its column.
    pub fn read(
        text: &str,
        pattern: &dyn Fn(&str) -> Result<(), String>,
    ) -> Result<Self, RuleProblem> {
        let end = text.chars().count();
        if end > LONGEST {
            return Err(RuleProblem {
                column: LONGEST + 1,
                message: format!("a rule has at most {LONGEST} characters"),
            });
        }
        read::rule(text, pattern)
    }

    /// Reads a rule that was printed, which may be longer than what it was read from.
    ///
    /// # Errors
    /// For a text that was not printed.
    pub fn again(canonical: &str) -> Result<Self, RuleProblem> {
        read::rule(canonical, &|_| Ok(()))
    }

    /// The text that all spellings of the rule share; `None` for what is no rule. Patterns are taken as they are.
    pub fn canonical(text: &str) -> Option<String> {
        Self::read(text, &|_| Ok(()))
            .ok()
            .map(|rule| rule.to_string())
    }

    /// Whether the rule holds for the person. `matches(pattern, text)` runs a pattern; the text is in lower case.
    pub fn holds(&self, person: &Attributes, matches: &dyn Fn(&str, &str) -> bool) -> bool {
        match self {
            Self::All(rules) => rules.iter().all(|rule| rule.holds(person, matches)),
            Self::Any(rules) => rules.iter().any(|rule| rule.holds(person, matches)),
            Self::Not(rule) => !rule.holds(person, matches),
            Self::Enabled(wanted) => person.enabled == *wanted,
            Self::Text {
                attribute,
                test,
                negated,
            } => {
                let text = person.texts.get(attribute).map(String::as_str);
                test.holds(text, matches) != *negated
            }
        }
    }
}

impl Test {
    /// `text` is in lower case already.
    fn holds(&self, text: Option<&str>, matches: &dyn Fn(&str, &str) -> bool) -> bool {
        let Some(text) = text else {
            return *self == Self::Null;
        };
        match self {
            Self::Null => false,
            Self::Equals(wanted) => text == wanted,
            Self::StartsWith(wanted) => text.starts_with(wanted),
            Self::Contains(wanted) => text.contains(wanted),
            Self::Matches(pattern) => matches(pattern, text),
            Self::In(wanted) => wanted.iter().any(|one| text == one),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(rules) => joined(out, rules, " -and ", |rule| {
                matches!(rule, Self::All(_) | Self::Any(_))
            }),
            Self::Any(rules) => joined(out, rules, " -or ", |rule| matches!(rule, Self::Any(_))),
            // Never deeper than it was written, so that it can be read again.
            Self::Not(rule) if matches!(**rule, Self::All(_) | Self::Any(_)) => {
                write!(out, "-not ({rule})")
            }
            Self::Not(rule) => write!(out, "-not {rule}"),
            Self::Enabled(wanted) => write!(out, "user.accountEnabled -eq {wanted}"),
            Self::Text {
                attribute,
                test,
                negated,
            } => {
                write!(out, "user.{} -", attribute.name())?;
                test.write(out, *negated)
            }
        }
    }
}

fn joined(
    out: &mut fmt::Formatter<'_>,
    rules: &[Rule],
    with: &str,
    grouped: impl Fn(&Rule) -> bool,
) -> fmt::Result {
    for (place, rule) in rules.iter().enumerate() {
        if place > 0 {
            out.write_str(with)?;
        }
        if grouped(rule) {
            write!(out, "({rule})")?;
        } else {
            write!(out, "{rule}")?;
        }
    }
    Ok(())
}

impl Test {
    fn write(&self, out: &mut fmt::Formatter<'_>, negated: bool) -> fmt::Result {
        let pick = |plain, opposite| if negated { opposite } else { plain };
        match self {
            Self::Null => write!(out, "{} null", pick("eq", "ne")),
            Self::Equals(text) => write!(out, "{} {}", pick("eq", "ne"), Quoted(text)),
            Self::StartsWith(text) => {
                let word = pick("startsWith", "notStartsWith");
                write!(out, "{word} {}", Quoted(text))
            }
            Self::Contains(text) => {
                write!(out, "{} {}", pick("contains", "notContains"), Quoted(text))
            }
            Self::Matches(text) => write!(out, "{} {}", pick("match", "notMatch"), Quoted(text)),
            Self::In(texts) => {
                write!(out, "{} [", pick("in", "notIn"))?;
                for (place, text) in texts.iter().enumerate() {
                    let comma = if place > 0 { ", " } else { "" };
                    write!(out, "{comma}{}", Quoted(text))?;
                }
                out.write_str("]")
            }
        }
    }
}

struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let escaped = self.0.replace('`', "``").replace('"', "`\"");
        write!(out, "\"{escaped}\"")
    }
}

#[cfg(test)]
mod tests;
