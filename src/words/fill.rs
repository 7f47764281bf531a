//! Puts arguments into the texts of the catalogue. Called by the generated functions of [`super::text`] only.

use super::locale::{self, Locale};
use crate::browser::intl;

/// A piece of a sentence that has links in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words as they are.
    Plain(String),
    /// The words between `<1>` and `</1>`, with the digit.
    Link(u8, String),
}

/// The plural form for `n` in the current language, among `(form, text)` pairs that always hold `other`.
pub fn form(n: i64, forms: &[(&str, &'static str)]) -> &'static str {
    let wanted = intl::plural_form(n);
    let find = |name: &str| {
        forms
            .iter()
            .find(|(form, _)| *form == name)
            .map(|(_, text)| *text)
    };
    find(&wanted).or_else(|| find("other")).unwrap_or_default()
}

/// A whole number written as the current language writes it.
pub fn number(n: i64) -> String {
    intl::number(n)
}

/// The text with its `{name}`s replaced.
pub fn plain(text: &str, arguments: &[(&str, &str)]) -> String {
    let mut said = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, name, after)) = placeholder(rest) {
        speak(before, &mut said);
        said.push_str(
            arguments
                .iter()
                .find(|(key, _)| *key == name)
                .map_or("", |(_, value)| value),
        );
        rest = after;
    }
    speak(rest, &mut said);
    said
}

/// The text cut at its `<1>…</1>`, each piece with its `{name}`s replaced. Arguments are never read as marks.
pub fn rich(text: &str, arguments: &[(&str, &str)]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, slot, inside, after)) = link(rest) {
        if !before.is_empty() {
            parts.push(Part::Plain(plain(before, arguments)));
        }
        parts.push(Part::Link(slot, plain(inside, arguments)));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Plain(plain(rest, arguments)));
    }
    parts
}

fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn link(text: &str) -> Option<(&str, u8, &str, &str)> {
    let (before, rest) = text.split_once('<')?;
    let (slot, rest) = rest.split_once('>')?;
    let (inside, rest) = rest.split_once("</")?;
    let (_, after) = rest.split_once('>')?;
    Some((before, slot.parse().ok()?, inside, after))
}

fn speak(words: &str, said: &mut String) {
    match locale::current() {
        Locale::English => said.push_str(words),
        Locale::Mirrored => words.chars().for_each(|letter| accent(letter, said)),
    }
}

/// Doubled, accented vowels: every text stays readable, grows by about a third, and a text that did not come from the
/// catalogue is seen at once.
fn accent(letter: char, said: &mut String) {
    match letter {
        'a' => said.push_str("áá"),
        'e' => said.push_str("éé"),
        'i' => said.push_str("íí"),
        'o' => said.push_str("óó"),
        'u' => said.push_str("úú"),
        'A' => said.push('Å'),
        'E' => said.push('É'),
        'I' => said.push('Î'),
        'O' => said.push('Ø'),
        'U' => said.push('Ü'),
        'c' => said.push('ç'),
        'n' => said.push('ñ'),
        's' => said.push('š'),
        'y' => said.push('ý'),
        other => said.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::locale::speaking;

    #[test]
    fn arguments_go_where_they_are_named() {
        assert_eq!(
            plain(
                "{who} asks for {what}",
                &[("what", "Signing"), ("who", "Amara")]
            ),
            "Amara asks for Signing"
        );
    }

    #[test]
    fn an_argument_is_never_read_as_a_mark() {
        let said = rich("<1>{what}</1> closes", &[("what", "<2>{n}</2>")]);
        assert_eq!(
            said,
            [
                Part::Link(1, "<2>{n}</2>".into()),
                Part::Plain(" closes".into())
            ]
        );
    }

    #[test]
    fn a_form_that_the_language_does_not_have_falls_back() {
        assert_eq!(form(1, &[("other", "many")]), "many");
        assert_eq!(form(1, &[("one", "one"), ("other", "many")]), "one");
        assert_eq!(form(2, &[("one", "one"), ("other", "many")]), "many");
    }

    #[test]
    fn the_mirrored_language_leaves_arguments_alone() {
        speaking(Locale::Mirrored, || {
            assert_eq!(plain("Open {what}", &[("what", "Open")]), "Øpééñ Open");
        });
    }
}
