//! What is wrong with a configuration file, all of it at once and each with its line, and what in it can hardly be meant.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::{File, Spoken, settle};

mod contradictions;

/// One thing to say about the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line it stands in, from 1; absent when it is about what is not there.
    pub line: Option<usize>,
    /// What it is, beginning with or naming its key.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "line {line}: {}", self.text),
            None => out.write_str(&self.text),
        }
    }
}

/// The file's text as settings.
pub(super) fn parse(text: &str) -> Result<File, Vec<Problem>> {
    let mut read = Read::new(text);
    if read.problems.is_empty() {
        Ok(read.file)
    } else {
        read.problems.sort_by_key(|problem| problem.line);
        Err(read.problems)
    }
}

/// Checks the file's text as `serve` would with these words beside it. Answers what keeps it from starting, and what it would do but
/// can hardly be meant.
pub fn check(text: &str, spoken: &Spoken) -> (Vec<Problem>, Vec<Problem>) {
    let mut read = Read::new(text);
    let settled = settle(read.file.clone(), spoken.clone());
    for told in settled.as_ref().err().into_iter().flatten() {
        let key = read.mentioned(told);
        // A key that cannot be read is absent from the settings; what follows from that is not news.
        if key.is_some_and(|key| read.faulty.contains(&key.name)) {
            continue;
        }
        let line = key.map(|key| key.line);
        read.problems.push(Problem {
            line,
            text: told.clone(),
        });
    }
    let mut warnings: Vec<_> = contradictions::of(&read.file, spoken, settled.as_ref().ok())
        .into_iter()
        .map(|text| Problem {
            line: read.mentioned(&text).map(|key| key.line),
            text,
        })
        .collect();
    read.problems.sort_by_key(|problem| problem.line);
    warnings.sort_by_key(|warning| warning.line);
    (read.problems, warnings)
}

/// A key of the file.
struct Key {
    /// With its table: `jobs.paused`.
    name: String,
    line: usize,
}

/// What could be read of a file.
struct Read {
    file: File,
    problems: Vec<Problem>,
    /// Every key, in any order.
    keys: Vec<Key>,
    /// Names of keys that were left out because they cannot be read.
    faulty: BTreeSet<String>,
}

impl Read {
    fn new(text: &str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut read = Self {
            file: File::default(),
            problems: Vec::new(),
            keys: Vec::new(),
            faulty: BTreeSet::new(),
        };
        list(table.get_ref(), "", text, &mut read.keys);
        for error in &errors {
            read.problems.push(at(text, error, None));
        }
        read.fill(text, table);
        read
    }

    /// A reader stops at the first thing it does not understand. That is written down and left out, until the rest can be read.
    fn fill(&mut self, text: &str, mut table: Spanned<DeTable<'_>>) {
        loop {
            let error = match File::deserialize(Deserializer::from(table.clone())) {
                Ok(file) => {
                    self.file = file;
                    return;
                }
                Err(error) => error,
            };
            let key = error
                .span()
                .and_then(|span| take_out(table.get_mut(), &span));
            self.problems.push(at(text, &error, key.as_deref()));
            match key {
                Some(key) => self.faulty.insert(key),
                None => return,
            };
        }
    }

    /// The key of the file that a text names first.
    fn mentioned(&self, text: &str) -> Option<&Key> {
        let is_part = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '.');
        text.split(|sign| !is_part(sign))
            .map(|word| word.trim_matches('.'))
            .find_map(|word| self.keys.iter().find(|key| key.name == word))
    }
}

/// Only what is wrong and where, never the line itself: it may hold a password.
fn at(text: &str, error: &Error, key: Option<&str>) -> Problem {
    Problem {
        line: error.span().map(|span| line(text, span.start)),
        text: match key {
            Some(key) => format!("{key}: {}", error.message()),
            None => error.message().to_owned(),
        },
    }
}

fn line(text: &str, place: usize) -> usize {
    let before = text.as_bytes().iter().take(place);
    1 + before.filter(|sign| **sign == b'\n').count()
}

fn list(table: &DeTable<'_>, above: &str, text: &str, keys: &mut Vec<Key>) {
    for (key, value) in table {
        let name = format!("{above}{}", key.get_ref());
        if let DeValue::Table(inner) = value.get_ref() {
            list(inner, &format!("{name}."), text, keys);
        }
        keys.push(Key {
            name,
            line: line(text, key.span().start),
        });
    }
}

/// Takes the innermost key out that the place belongs to, and answers its name.
fn take_out(table: &mut DeTable<'_>, place: &Range<usize>) -> Option<String> {
    let holds = |span: Range<usize>| span.start <= place.start && place.end <= span.end;
    let mut whole = None;
    for (key, value) in table.iter_mut() {
        if let DeValue::Table(inner) = value.get_mut()
            && let Some(name) = take_out(inner, place)
        {
            return Some(format!("{}.{name}", key.get_ref()));
        }
        if holds(key.span()) || holds(value.span()) {
            whole = Some(key.clone());
        }
    }
    let key = whole?;
    table.remove(&key);
    Some(key.get_ref().to_string())
}

#[cfg(test)]
mod tests;
