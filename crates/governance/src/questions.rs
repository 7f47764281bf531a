//! Whether answers fit the questions of a policy (Graph contract: questions and answers). One rule for the form in the browser and
//! for the server; how a pattern is run is a parameter, because the two have different engines.

use portico_graph::{Answer, AnswerChoice, Question, QuestionKind};

/// The most characters that one answer may have.
pub const MAX_ANSWER_CHARS: usize = 4_000;

/// One thing wrong with the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerProblem {
    /// The question concerned; for [`AnswerProblemKind::UnknownQuestion`] the id that the answer named.
    pub question_id: String,
    /// What is wrong.
    pub kind: AnswerProblemKind,
}

/// What can be wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerProblemKind {
    /// A required question without an answer; blank text is none.
    Missing,
    /// The whole answer does not match the question's pattern.
    PatternMismatch,
    /// A value that is not among the choices.
    NotAChoice,
    /// More than one choice where one is allowed, or more than one answer to a question.
    TooMany,
    /// The policy asks no such question.
    UnknownQuestion,
    /// More than [`MAX_ANSWER_CHARS`], or more than one line where there is room for one.
    TooLong,
    /// Changed, and the policy does not let answers to this question change.
    Fixed,
}

/// Checks answers against questions. `pattern(pattern, value)` tells whether the whole value matches.
///
/// Problems come in the order of the questions; unknown questions follow in the order of the answers. Empty: all is well.
pub fn check(
    questions: &[Question],
    answers: &[Answer],
    pattern: &dyn Fn(&str, &str) -> bool,
) -> Vec<AnswerProblem> {
    let mut problems = Vec::new();
    let mut note = |id: &str, kind| {
        problems.push(AnswerProblem {
            question_id: id.to_owned(),
            kind,
        });
    };
    for question in questions {
        let mut given = answers
            .iter()
            .filter(|answer| same_id(&answer.answered_question.id, &question.id));
        let value = given.next().and_then(|answer| answer.value.as_deref());
        if given.next().is_some() {
            note(&question.id, AnswerProblemKind::TooMany);
        } else if let Some(kind) = problem(question, value.unwrap_or_default(), pattern) {
            note(&question.id, kind);
        }
    }
    for answer in answers {
        let id = &answer.answered_question.id;
        if !questions.iter().any(|question| same_id(id, &question.id)) {
            note(id, AnswerProblemKind::UnknownQuestion);
        }
    }
    problems
}

/// Questions whose answers were changed though they may not be: what they say must be what was said before.
pub fn check_kept(
    questions: &[Question],
    before: &[Answer],
    after: &[Answer],
) -> Vec<AnswerProblem> {
    let said = |answers: &[Answer], id: &str| {
        let mut of_it = answers
            .iter()
            .filter(|answer| same_id(&answer.answered_question.id, id));
        let value = of_it.next().and_then(|answer| answer.value.clone());
        value.filter(|value| !value.trim().is_empty())
    };
    questions
        .iter()
        .filter(|question| question.is_answer_editable == Some(false))
        .filter(|question| said(before, &question.id) != said(after, &question.id))
        .map(|question| AnswerProblem {
            question_id: question.id.clone(),
            kind: AnswerProblemKind::Fixed,
        })
        .collect()
}

/// What is wrong with one value as the answer to one question; `None`: nothing. A form uses this field by field.
pub fn problem(
    question: &Question,
    value: &str,
    pattern: &dyn Fn(&str, &str) -> bool,
) -> Option<AnswerProblemKind> {
    if value.trim().is_empty() {
        return (question.is_required == Some(true)).then_some(AnswerProblemKind::Missing);
    }
    if value.chars().count() > MAX_ANSWER_CHARS {
        return Some(AnswerProblemKind::TooLong);
    }
    match &question.kind {
        QuestionKind::Text {
            is_single_line,
            regex_pattern,
        } => {
            if *is_single_line && value.contains(['\n', '\r']) {
                return Some(AnswerProblemKind::TooLong);
            }
            let fits = regex_pattern
                .as_deref()
                .filter(|wanted| !wanted.is_empty())
                .is_none_or(|wanted| pattern(wanted, value));
            (!fits).then_some(AnswerProblemKind::PatternMismatch)
        }
        QuestionKind::Choice {
            choices,
            is_multiple,
        } => match chosen(choices, value) {
            None => Some(AnswerProblemKind::NotAChoice),
            Some(several) if several.len() > 1 && !is_multiple => Some(AnswerProblemKind::TooMany),
            Some(_) => None,
        },
        QuestionKind::Other(_) => None,
    }
}

/// The choices that an answer's value names: one `actualValue`, or several joined by commas, each at most once. `None` when part
/// of the value is no choice. A choice whose own value contains a comma is recognised too.
pub fn chosen<'q>(choices: &'q [AnswerChoice], value: &str) -> Option<Vec<&'q AnswerChoice>> {
    let mut found: Vec<&AnswerChoice> = Vec::new();
    let mut rest = value.trim();
    loop {
        // The longest choice first, so that "a" does not hide "a,b".
        let choice = choices
            .iter()
            .filter(|choice| leads(rest, &choice.actual_value))
            .max_by_key(|choice| choice.actual_value.len())?;
        if found
            .iter()
            .any(|before| before.actual_value == choice.actual_value)
        {
            return None;
        }
        found.push(choice);
        rest = rest[choice.actual_value.len()..].trim_start();
        match rest.strip_prefix(',') {
            None => return Some(found),
            Some(next) => rest = next.trim_start(),
        }
    }
}

/// Whether `rest` begins with `choice` as a whole item.
fn leads(rest: &str, choice: &str) -> bool {
    !choice.is_empty()
        && rest.strip_prefix(choice).is_some_and(|after| {
            let after = after.trim_start();
            after.is_empty() || after.starts_with(',')
        })
}

fn same_id(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_graph::AnsweredQuestion;

    fn question(id: &str, required: bool, kind: QuestionKind) -> Question {
        Question {
            id: id.to_owned(),
            is_answer_editable: None,
            is_required: Some(required),
            localizations: Vec::new(),
            sequence: None,
            text: None,
            kind,
        }
    }

    fn text(id: &str, pattern: Option<&str>) -> Question {
        let kind = QuestionKind::Text {
            is_single_line: true,
            regex_pattern: pattern.map(str::to_owned),
        };
        question(id, true, kind)
    }

    fn choice(id: &str, values: &[&str], is_multiple: bool) -> Question {
        let choices = values
            .iter()
            .map(|value| AnswerChoice {
                actual_value: (*value).to_owned(),
                ..AnswerChoice::default()
            })
            .collect();
        question(
            id,
            false,
            QuestionKind::Choice {
                choices,
                is_multiple,
            },
        )
    }

    fn answer(id: &str, value: &str) -> Answer {
        Answer {
            display_value: None,
            value: Some(value.to_owned()),
            answered_question: AnsweredQuestion {
                odata_type: None,
                id: id.to_owned(),
                text: None,
            },
        }
    }

    fn kinds(questions: &[Question], answers: &[Answer]) -> Vec<(String, AnswerProblemKind)> {
        // A toy engine: the pattern is a prefix.
        check(questions, answers, &|pattern, value| {
            value.starts_with(pattern)
        })
        .into_iter()
        .map(|p| (p.question_id, p.kind))
        .collect()
    }

    #[test]
    fn text_answers() {
        let asked = [text("a", Some("CHG-")), text("b", None)];
        assert_eq!(kinds(&asked, &[answer("A", "CHG-1"), answer("b", "x")]), []);
        assert_eq!(
            kinds(
                &asked,
                &[answer("a", "INC-1"), answer("b", "  "), answer("z", "x")]
            ),
            [
                ("a".to_owned(), AnswerProblemKind::PatternMismatch),
                ("b".to_owned(), AnswerProblemKind::Missing),
                ("z".to_owned(), AnswerProblemKind::UnknownQuestion)
            ]
        );
        let long = "x".repeat(MAX_ANSWER_CHARS + 1);
        assert_eq!(
            kinds(&asked[1..], &[answer("b", &long)]),
            [("b".to_owned(), AnswerProblemKind::TooLong)]
        );
        assert_eq!(
            kinds(&asked[1..], &[answer("b", "two\nlines")]),
            [("b".to_owned(), AnswerProblemKind::TooLong)]
        );
        assert_eq!(
            kinds(&asked[1..], &[answer("b", "x"), answer("b", "y")]),
            [("b".to_owned(), AnswerProblemKind::TooMany)]
        );
    }

    #[test]
    fn choices() {
        let one = [choice("c", &["a", "a,b", "c"], false)];
        let many = [choice("c", &["a", "a,b", "c"], true)];
        for (asked, value, expected) in [
            (&one, "a", None),
            (&one, "a,b", None),
            (&one, "", None),
            (&one, "a,c", Some(AnswerProblemKind::TooMany)),
            (&one, "d", Some(AnswerProblemKind::NotAChoice)),
            (&one, "ac", Some(AnswerProblemKind::NotAChoice)),
            (&many, "a,b, c", None),
            (&many, "c,a", None),
            (&many, "c,c", Some(AnswerProblemKind::NotAChoice)),
            (&many, "c,", Some(AnswerProblemKind::NotAChoice)),
        ] {
            let found: Vec<_> = kinds(asked, &[answer("c", value)])
                .into_iter()
                .map(|(_, kind)| kind)
                .collect();
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{value:?}");
        }
    }
}
