use super::*;
use crate::words::calendar::fixed::Fixed;
use portico_graph::{AnswerChoice, ExpirationPattern, time::Duration};

const OSLO: Fixed = Fixed { offset_hours: 1 };

fn question(id: &str, sequence: i32, required: bool, kind: QuestionKind) -> Question {
    Question {
        id: id.into(),
        is_answer_editable: Some(true),
        is_required: Some(required),
        localizations: vec![],
        sequence: Some(sequence),
        text: Some(id.to_uppercase()),
        kind,
    }
}

fn choices(values: &[&str]) -> Vec<AnswerChoice> {
    let choice = |value: &&str| AnswerChoice {
        actual_value: (*value).into(),
        localizations: vec![],
        text: Some(format!("The {value}")),
    };
    values.iter().map(choice).collect()
}

/// A ticket that must look like one, where (one of two), and on what (any).
fn asked() -> Requirements {
    Requirements {
        policy_id: Some("staff".into()),
        is_requestor_justification_required: Some(true),
        questions: vec![
            question(
                "what",
                3,
                false,
                QuestionKind::Choice {
                    choices: choices(&["r4", "r6", "r8"]),
                    is_multiple: true,
                },
            ),
            question(
                "where",
                2,
                true,
                QuestionKind::Choice {
                    choices: choices(&["bench", "pilot"]),
                    is_multiple: false,
                },
            ),
            question(
                "ticket",
                1,
                true,
                QuestionKind::Text {
                    is_single_line: true,
                    regex_pattern: Some("CHG".into()),
                },
            ),
        ],
        ..Requirements::default()
    }
}

fn rules(asked: &Requirements) -> Rules<'_> {
    // A toy engine: the pattern is a beginning.
    Rules {
        asked,
        now: "2026-11-24T12:52:08Z".parse().unwrap(),
        calendar: &OSLO,
        fits: &|pattern, value| value.starts_with(pattern),
    }
}

fn draft(answers: &[(&str, &[&str])], justification: &str) -> Draft {
    let answers = answers
        .iter()
        .map(|(id, values)| {
            (
                (*id).to_owned(),
                values.iter().map(|value| (*value).to_owned()).collect(),
            )
        })
        .collect();
    Draft {
        answers,
        justification: justification.into(),
        ..Draft::default()
    }
}

fn complete() -> Draft {
    draft(
        &[
            ("ticket", &[" CHG-1 "]),
            ("where", &["pilot"]),
            ("what", &["r8", "r4"]),
        ],
        "  Rotation. ",
    )
}

#[test]
fn blanks_around_words_do_not_count() {
    let asked = asked();
    let problems = draft(&[("ticket", &["  "])], " \n ")
        .trimmed()
        .check_questions(rules(&asked));
    let fields: Vec<String> = problems.iter().map(|problem| problem.field.id()).collect();
    assert_eq!(
        fields,
        ["question-ticket", "question-where", "justification"]
    );
    assert_eq!(problems[0].wrong, Wrong::Answer(AnswerProblemKind::Missing));
    assert_eq!(problems[2].wrong, Wrong::NoReason);
}

#[test]
fn a_wrong_form_and_a_choice_that_is_gone_are_found() {
    let asked = asked();
    let draft = draft(&[("ticket", &["20417"]), ("where", &["moon"])], "Why not");
    let wrong: Vec<Wrong> = draft
        .trimmed()
        .check_questions(rules(&asked))
        .into_iter()
        .map(|problem| problem.wrong)
        .collect();
    assert_eq!(
        wrong,
        [
            Wrong::Answer(AnswerProblemKind::PatternMismatch),
            Wrong::Answer(AnswerProblemKind::NotAChoice)
        ]
    );
}

#[test]
fn what_passed_is_sent_in_the_shape_of_the_api() {
    let asked = asked();
    let valid = complete().trimmed().validate(rules(&asked)).unwrap();
    let sent = serde_json::to_value(valid.request("p1", Some("me"))).unwrap();
    assert_eq!(sent["requestType"], "userAdd");
    assert_eq!(sent["assignment"]["accessPackageId"], "p1");
    assert_eq!(sent["assignment"]["assignmentPolicyId"], "staff");
    assert_eq!(sent["assignment"]["targetId"], "me");
    assert_eq!(sent["justification"], "Rotation.");
    assert!(sent.get("schedule").is_none());
    let answers: Vec<(&str, &str, &str)> = sent["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| {
            let text = |name: &str| answer[name].as_str().unwrap();
            (
                answer["answeredQuestion"]["id"].as_str().unwrap(),
                text("value"),
                text("displayValue"),
            )
        })
        .collect();
    // In the order of the form, the choices in the order of the question.
    assert_eq!(
        answers,
        [
            ("ticket", "CHG-1", "CHG-1"),
            ("where", "pilot", "The pilot"),
            ("what", "r4,r8", "The r4, The r8")
        ]
    );
}

#[test]
fn a_blank_optional_answer_is_not_sent() {
    let asked = asked();
    let mut draft = complete();
    draft.answers.remove("what");
    let sent = draft
        .trimmed()
        .validate(rules(&asked))
        .unwrap()
        .request("p1", None);
    assert_eq!(sent.answers.len(), 2);
    assert_eq!(sent.assignment.target_id, None);
}

#[test]
fn a_period_is_checked_and_sent_where_the_policy_lets_people_choose() {
    let mut asked = asked();
    asked.allow_custom_assignment_schedule = Some(true);
    asked.schedule = Some(Schedule {
        start_date_time: None,
        expiration: Some(ExpirationPattern::after(Duration::from_days(180))),
    });
    let mut draft = complete();
    let problems = draft.trimmed().validate(rules(&asked)).unwrap_err();
    assert_eq!(
        problems,
        [Problem {
            field: Field::Period(period::Field::Length),
            wrong: Wrong::Period(period::Problem::NoLength)
        }]
    );
    draft.period.length = Some(period::Length::Days(90));
    let sent = draft
        .trimmed()
        .validate(rules(&asked))
        .unwrap()
        .request("p1", None);
    let expiration = sent.schedule.and_then(|schedule| schedule.expiration);
    assert_eq!(
        expiration,
        Some(ExpirationPattern::after(Duration::from_days(90)))
    );
}

#[test]
fn an_old_draft_is_read_and_an_unknown_member_is_no_harm() {
    let draft: Draft = serde_json::from_str(r#"{"justification":"x","later":1}"#).unwrap();
    assert_eq!(
        draft,
        Draft {
            justification: "x".into(),
            ..Draft::default()
        }
    );
    let written = serde_json::to_string(&complete()).unwrap();
    assert_eq!(serde_json::from_str::<Draft>(&written).unwrap(), complete());
}

#[test]
fn one_choice_takes_the_place_of_another_unless_many_are_allowed() {
    let mut draft = Draft::default();
    draft.choose("q", "a", true, false);
    draft.choose("q", "b", true, false);
    assert_eq!(draft.chosen("q"), ["b"]);
    draft.choose("q", "a", true, true);
    draft.choose("q", "a", true, true);
    assert_eq!(draft.chosen("q"), ["b", "a"]);
    draft.choose("q", "b", false, true);
    assert_eq!(draft.chosen("q"), ["a"]);
}
