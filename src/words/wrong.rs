//! What is wrong with a field of the request form, in words: the same beside the field and in the summary.

use super::calendar::Calendar;
use super::text::ask as text;
use super::when::{self, Style};
use crate::forms::example::example;
use crate::forms::period;
use crate::forms::request::{Field, Problem, Wrong, in_order};
use portico_governance::questions::AnswerProblemKind;
use portico_graph::time::Instant;
use portico_graph::{Question, QuestionKind, Requirements};

/// The words of a problem.
pub fn words(
    problem: &Problem,
    asked: &Requirements,
    now: Instant,
    calendar: &dyn Calendar,
) -> String {
    match (&problem.field, &problem.wrong) {
        (Field::Question(id), Wrong::Answer(kind)) => {
            let questions = in_order(&asked.questions);
            let found = questions
                .iter()
                .enumerate()
                .find(|(_, question)| question.id == *id);
            found.map_or_else(text::wrong_refused, |(index, question)| {
                answer(question, index, *kind)
            })
        }
        (Field::Policy, _) => text::who_missing(),
        (_, Wrong::NoReason) => text::wrong_no_reason(),
        (_, Wrong::Period(problem)) => of_period(*problem, now, calendar),
        (_, Wrong::Refused | Wrong::Answer(_)) => text::wrong_refused(),
    }
}

/// What a question is called; one without text by its place.
pub fn question_name(question: &Question, index: usize) -> String {
    let named = question
        .text
        .clone()
        .filter(|words| !words.trim().is_empty());
    named.unwrap_or_else(|| text::question_unnamed(&(index + 1).to_string()))
}

fn answer(question: &Question, index: usize, kind: AnswerProblemKind) -> String {
    let name = question_name(question, index);
    // "Why?" in quotation marks reads well, and a colon before the closing mark does not.
    let name = name.trim_end_matches([':', '.']);
    match (kind, &question.kind) {
        (AnswerProblemKind::Missing, QuestionKind::Choice { .. }) => {
            text::wrong_choice_missing(name)
        }
        (AnswerProblemKind::Missing | AnswerProblemKind::UnknownQuestion, _) => {
            text::wrong_missing(name)
        }
        (AnswerProblemKind::PatternMismatch, kind) => match pattern(kind).and_then(example) {
            Some(example) => text::wrong_form_like(name, &example),
            None => text::wrong_form(name),
        },
        (AnswerProblemKind::NotAChoice, _) => text::wrong_gone(name),
        (AnswerProblemKind::TooMany, _) => text::wrong_many(name),
        (AnswerProblemKind::TooLong, _) => text::wrong_long(name),
        (AnswerProblemKind::Fixed, _) => text::wrong_fixed(name),
    }
}

/// The pattern that a question's answer must fit.
pub fn pattern(kind: &QuestionKind) -> Option<&str> {
    match kind {
        QuestionKind::Text { regex_pattern, .. } => regex_pattern
            .as_deref()
            .filter(|pattern| !pattern.is_empty()),
        QuestionKind::Choice { .. } | QuestionKind::Other(_) => None,
    }
}

fn of_period(problem: period::Problem, now: Instant, calendar: &dyn Calendar) -> String {
    match problem {
        period::Problem::NotADay(_) => text::wrong_day(),
        period::Problem::NoLength => text::wrong_no_length(),
        period::Problem::EndsTooEarly => text::wrong_too_early(),
        period::Problem::TooLong {
            latest: Some(latest),
            ..
        } => text::wrong_too_long(&when::words(latest, Style::Date, now, calendar)),
        period::Problem::TooLong { latest: None, .. } => text::wrong_too_long_unsaid(),
        period::Problem::Closed => text::wrong_closed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::calendar::fixed::Fixed;
    use AnswerProblemKind as Kind;

    fn question(text: Option<&str>, kind: QuestionKind) -> Requirements {
        let question = Question {
            id: "q".into(),
            is_answer_editable: None,
            is_required: Some(true),
            localizations: vec![],
            sequence: None,
            text: text.map(str::to_owned),
            kind,
        };
        Requirements {
            questions: vec![question],
            ..Requirements::default()
        }
    }

    fn said(asked: &Requirements, field: Field, wrong: Wrong) -> String {
        words(
            &Problem { field, wrong },
            asked,
            "2026-11-24T12:00:00Z".parse().unwrap(),
            &Fixed { offset_hours: 1 },
        )
    }

    #[test]
    fn a_wrong_answer_names_its_question() {
        let free = |pattern: Option<&str>| QuestionKind::Text {
            is_single_line: true,
            regex_pattern: pattern.map(str::to_owned),
        };
        let choice = QuestionKind::Choice {
            choices: vec![],
            is_multiple: false,
        };
        for (asked, kind, words) in [
            (
                question(Some("Change ticket"), free(Some(r"^CHG-\d{5}$"))),
                Kind::PatternMismatch,
                "“Change ticket” must look like CHG-12345",
            ),
            (
                question(Some("Change ticket"), free(Some("a|b"))),
                Kind::PatternMismatch,
                "“Change ticket” does not have the form that is asked for",
            ),
            (
                question(Some("Change ticket:"), free(None)),
                Kind::Missing,
                "Answer “Change ticket”",
            ),
            (
                question(None, free(None)),
                Kind::Missing,
                "Answer “Question 1”",
            ),
            (
                question(Some("Where?"), choice),
                Kind::Missing,
                "Choose an answer to “Where?”",
            ),
        ] {
            assert_eq!(
                said(&asked, Field::Question("q".into()), Wrong::Answer(kind)),
                words
            );
        }
    }

    #[test]
    fn a_period_that_is_too_long_says_what_would_do() {
        let asked = Requirements::default();
        let latest = Some("2027-05-30T10:00:00Z".parse().unwrap());
        let wrong = period::Problem::TooLong {
            field: period::Field::LastDay,
            latest,
        };
        assert_eq!(
            said(
                &asked,
                Field::Period(period::Field::LastDay),
                Wrong::Period(wrong)
            ),
            "Choose 30 May 2027 or earlier: the rules allow no longer"
        );
    }
}
