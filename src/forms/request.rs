//! The request form: answers, reason and period for one package.

use super::period;
use crate::order::by_number;
use crate::words::calendar::Calendar;
use portico_governance::questions::{self, AnswerProblemKind};
use portico_graph::read_object;
use portico_graph::time::Instant;
use portico_graph::{
    Answer, AnsweredQuestion, NewAssignment, NewAssignmentRequest, Question, QuestionKind,
    RequestType, Requirements, Schedule,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// What was typed and chosen. Kept between visits, so every member may be missing in what an older version kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The policy chosen, when more than one fits.
    pub policy: Option<String>,
    /// By question: the text typed, or the values chosen.
    pub answers: BTreeMap<String, Vec<String>>,
    pub justification: String,
    pub period: period::Draft,
}

read_object!(Draft {
    policy = "policy",
    answers = "answers",
    justification = "justification",
    period = "period"
});

/// The same without blanks around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trimmed {
    answers: BTreeMap<String, Vec<String>>,
    justification: String,
    period: period::Draft,
}

/// A field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Which rules to ask under.
    Policy,
    Question(String),
    Justification,
    Period(period::Field),
}

impl Field {
    /// The id of the field in the document.
    pub fn id(&self) -> String {
        match self {
            Self::Policy => "policy".to_owned(),
            Self::Question(id) => format!("question-{id}"),
            Self::Justification => "justification".to_owned(),
            Self::Period(period::Field::FirstDay) => "first-day".to_owned(),
            Self::Period(period::Field::Length) => "length".to_owned(),
            Self::Period(period::Field::LastDay) => "last-day".to_owned(),
        }
    }
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    Answer(AnswerProblemKind),
    NoReason,
    Period(period::Problem),
    /// The server refused this field; the words are ours.
    Refused,
}

/// One thing to look at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub field: Field,
    pub wrong: Wrong,
}

/// What the form is checked against.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    pub asked: &'a Requirements,
    pub now: Instant,
    pub calendar: &'a dyn Calendar,
    /// Whether a value fits a pattern: the browser's own expressions, as a hint.
    pub fits: &'a dyn Fn(&str, &str) -> bool,
}

/// What may be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Valid {
    policy: Option<String>,
    answers: Vec<Answer>,
    justification: Option<String>,
    schedule: Option<Schedule>,
}

impl Draft {
    /// The text typed for a question.
    pub fn text(&self, question: &str) -> String {
        self.answers
            .get(question)
            .and_then(|values| values.first())
            .cloned()
            .unwrap_or_default()
    }

    /// The values chosen for a question.
    pub fn chosen(&self, question: &str) -> Vec<String> {
        self.answers.get(question).cloned().unwrap_or_default()
    }

    /// Takes a choice or gives it back; where one is allowed, it takes the place of the other.
    pub fn choose(&mut self, question: &str, value: &str, taken: bool, many: bool) {
        let values = self.answers.entry(question.to_owned()).or_default();
        values.retain(|other| many && other != value);
        if taken {
            values.push(value.to_owned());
        }
    }

    pub fn trimmed(&self) -> Trimmed {
        let mut answers = BTreeMap::new();
        for (question, values) in &self.answers {
            let kept = values
                .iter()
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
                .collect();
            // One by one: collecting would bring a sort of its own.
            answers.insert(question.clone(), kept);
        }
        Trimmed {
            answers,
            justification: self.justification.trim().to_owned(),
            period: self.period.clone(),
        }
    }
}

impl Trimmed {
    /// The value that is sent as the answer to a question: choices in the order of the question, joined by commas.
    pub fn value(&self, question: &Question) -> String {
        let given = self
            .answers
            .get(&question.id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        match &question.kind {
            QuestionKind::Choice { choices, .. } => {
                let known = choices
                    .iter()
                    .map(|choice| &choice.actual_value)
                    .filter(|value| given.contains(value));
                // What is no choice any more goes last, so that the rules see it.
                let gone = given
                    .iter()
                    .filter(|value| !choices.iter().any(|choice| choice.actual_value == **value));
                known.chain(gone).cloned().collect::<Vec<_>>().join(",")
            }
            QuestionKind::Text { .. } | QuestionKind::Other(_) => {
                given.first().cloned().unwrap_or_default()
            }
        }
    }

    pub fn justification(&self) -> &str {
        &self.justification
    }

    /// What is wrong with the answers and the reason.
    pub fn check_questions(&self, rules: Rules<'_>) -> Vec<Problem> {
        let asked = rules.asked;
        let mut problems: Vec<Problem> = in_order(&asked.questions)
            .into_iter()
            .filter_map(|question| {
                let kind = questions::problem(question, &self.value(question), rules.fits)?;
                Some(Problem {
                    field: Field::Question(question.id.clone()),
                    wrong: Wrong::Answer(kind),
                })
            })
            .collect();
        if asked.is_requestor_justification_required == Some(true) && self.justification.is_empty()
        {
            problems.push(Problem {
                field: Field::Justification,
                wrong: Wrong::NoReason,
            });
        }
        problems
    }

    /// What is wrong with the period; nothing where the policy lets nobody choose.
    pub fn check_period(&self, rules: Rules<'_>) -> Option<Problem> {
        let bounds = period::Bounds::new(rules.asked, rules.now, rules.calendar);
        if !bounds.allow_custom {
            return None;
        }
        let wrong = bounds.check(&self.period).err()?;
        Some(Problem {
            field: Field::Period(wrong.field()),
            wrong: Wrong::Period(wrong),
        })
    }

    /// Checks everything. Only what passed can be sent.
    pub fn validate(&self, rules: Rules<'_>) -> Result<Valid, Vec<Problem>> {
        let mut problems = self.check_questions(rules);
        problems.extend(self.check_period(rules));
        if !problems.is_empty() {
            return Err(problems);
        }
        let bounds = period::Bounds::new(rules.asked, rules.now, rules.calendar);
        let schedule = bounds
            .allow_custom
            .then(|| bounds.check(&self.period).ok())
            .flatten()
            .map(|(schedule, _)| schedule);
        let answers = in_order(&rules.asked.questions)
            .into_iter()
            .filter_map(|question| {
                let value = Some(self.value(question)).filter(|value| !value.is_empty())?;
                Some(Answer {
                    display_value: Some(display(question, &value)),
                    value: Some(value),
                    answered_question: AnsweredQuestion {
                        odata_type: Some(format!("#microsoft.graph.{}", question.type_name())),
                        id: question.id.clone(),
                        text: None,
                    },
                })
            });
        Ok(Valid {
            policy: rules.asked.policy_id.clone(),
            answers: answers.collect(),
            justification: Some(self.justification.clone()).filter(|words| !words.is_empty()),
            schedule,
        })
    }
}

/// An answer as a person reads it: the texts of choices instead of their values.
pub fn display(question: &Question, value: &str) -> String {
    let QuestionKind::Choice { choices, .. } = &question.kind else {
        return value.to_owned();
    };
    let chosen = questions::chosen(choices, value).unwrap_or_default();
    let texts: Vec<&str> = chosen
        .iter()
        .map(|choice| choice.text.as_deref().unwrap_or(&choice.actual_value))
        .collect();
    if texts.is_empty() {
        value.to_owned()
    } else {
        texts.join(", ")
    }
}

/// The questions in the order of the form.
pub fn in_order(questions: &[Question]) -> Vec<&Question> {
    by_number(questions.iter().collect(), |question| {
        question.sequence.map_or(i64::MAX, i64::from)
    })
}

impl Valid {
    /// The request for the person who sends it.
    pub fn request(self, package: &str, target: Option<&str>) -> NewAssignmentRequest {
        NewAssignmentRequest {
            request_type: Some(RequestType::UserAdd),
            assignment: NewAssignment {
                id: None,
                access_package_id: Some(package.to_owned()),
                assignment_policy_id: self.policy,
                target_id: target.map(str::to_owned),
            },
            justification: self.justification,
            schedule: self.schedule,
            answers: self.answers,
        }
    }
}

#[cfg(test)]
mod tests;
