//! Questions and answers (Graph contract: questions and answers).

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::json::{self, Fault, FromJson, read_object};
use crate::odata_type::{ODATA_TYPE, flag, int, object, of, or_null, text};

/// `accessPackageQuestion`, with what its concrete type adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// A GUID.
    pub id: String,
    /// Whether a later change may touch the answer.
    pub is_answer_editable: Option<bool>,
    /// Whether it must be answered.
    pub is_required: Option<bool>,
    /// The text in other languages.
    pub localizations: Vec<LocalizedText>,
    /// Order in the form.
    pub sequence: Option<i32>,
    /// The text in the default language, or the best match of Accept-Language in an answer of the server.
    pub text: Option<String>,
    /// Which kind it is.
    pub kind: QuestionKind,
}

/// The concrete types of `accessPackageQuestion`.
#[derive(Clone, Debug, PartialEq)]
pub enum QuestionKind {
    /// `accessPackageTextInputQuestion`.
    Text {
        /// One line, or room for several.
        is_single_line: bool,
        /// The whole answer must match.
        regex_pattern: Option<String>,
    },
    /// `accessPackageMultipleChoiceQuestion`.
    Choice {
        /// What to choose from.
        choices: Vec<AnswerChoice>,
        /// More than one may be chosen.
        is_multiple: bool,
    },
    /// A kind that this product does not know: kept as it came.
    Other(Map<String, Value>),
}

/// `accessPackageAnswerChoice`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerChoice {
    /// Sent as the answer; for machines.
    pub actual_value: String,
    /// The text in other languages.
    pub localizations: Vec<LocalizedText>,
    /// The text in the default language.
    pub text: Option<String>,
}

read_object!(AnswerChoice {
    actual_value = "actualValue",
    localizations = "localizations",
    text = "text"
});

/// `accessPackageLocalizedText`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LocalizedText {
    /// A tag such as `fr-CA`; compared without regard to case.
    pub language_code: String,
    /// The text.
    pub text: Option<String>,
}

read_object!(LocalizedText {
    language_code = "languageCode",
    text = "text"
});

/// `accessPackageAnswerString`: several choices are joined by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// How to show the answer.
    pub display_value: Option<String>,
    /// The answer: typed text, or the `actualValue` of a choice.
    pub value: Option<String>,
    /// Which question it answers.
    pub answered_question: AnsweredQuestion,
}

read_object!(Answer {
    display_value = "displayValue",
    value = "value",
    answered_question = "answeredQuestion"
});

/// The question that an answer names: its id and, when known, its concrete type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AnsweredQuestion {
    /// Such as `#microsoft.graph.accessPackageTextInputQuestion`.
    #[serde(rename = "@odata.type", skip_serializing_if = "Option::is_none")]
    pub odata_type: Option<String>,
    /// The question's id.
    pub id: String,
    /// The question's text in the reader's language, as far as the server tells it with the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

read_object!(AnsweredQuestion {
    odata_type = "@odata.type",
    id = "id",
    text = "text"
});

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(4))?;
        map.serialize_entry(ODATA_TYPE, "#microsoft.graph.accessPackageAnswerString")?;
        map.serialize_entry("answeredQuestion", &self.answered_question)?;
        map.serialize_entry("displayValue", &self.display_value)?;
        map.serialize_entry("value", &self.value)?;
        map.end()
    }
}

impl Question {
    /// The concrete type's short name.
    pub fn type_name(&self) -> &str {
        match &self.kind {
            QuestionKind::Text { .. } => "accessPackageTextInputQuestion",
            QuestionKind::Choice { .. } => "accessPackageMultipleChoiceQuestion",
            QuestionKind::Other(map) => of(map),
        }
    }
}

impl Serialize for Question {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = match &self.kind {
            QuestionKind::Other(kept) => kept.clone(),
            _ => object(self.type_name()),
        };
        let json = |value| serde_json::to_value(value).map_err(serde::ser::Error::custom);
        map.insert("id".to_owned(), Value::String(self.id.clone()));
        map.insert(
            "isAnswerEditable".to_owned(),
            self.is_answer_editable.into(),
        );
        map.insert("isRequired".to_owned(), self.is_required.into());
        map.insert("localizations".to_owned(), json(&self.localizations)?);
        map.insert("sequence".to_owned(), self.sequence.into());
        map.insert("text".to_owned(), or_null(self.text.as_ref()));
        match &self.kind {
            QuestionKind::Text {
                is_single_line,
                regex_pattern,
            } => {
                map.insert(
                    "isSingleLineQuestion".to_owned(),
                    Value::Bool(*is_single_line),
                );
                map.insert("regexPattern".to_owned(), or_null(regex_pattern.as_ref()));
            }
            QuestionKind::Choice {
                choices,
                is_multiple,
            } => {
                let choices = serde_json::to_value(choices).map_err(serde::ser::Error::custom)?;
                map.insert("choices".to_owned(), choices);
                map.insert(
                    "isMultipleSelectionAllowed".to_owned(),
                    Value::Bool(*is_multiple),
                );
            }
            QuestionKind::Other(_) => {}
        }
        map.serialize(s)
    }
}

impl FromJson for Question {
    fn blank() -> Self {
        Self {
            id: String::new(),
            is_answer_editable: None,
            is_required: None,
            localizations: Vec::new(),
            sequence: None,
            text: None,
            kind: QuestionKind::Other(Map::new()),
        }
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let map = json::object(value)?;
        if !map.contains_key(ODATA_TYPE) {
            return Err(Fault::new("has no @odata.type"));
        }
        list(&map, "localizations", &mut self.localizations)?;
        self.id = text(&map, "id").unwrap_or_default();
        self.is_answer_editable = flag(&map, "isAnswerEditable");
        self.is_required = flag(&map, "isRequired");
        self.sequence = int(&map, "sequence");
        self.text = text(&map, "text");
        self.kind = match of(&map) {
            "accessPackageTextInputQuestion" => QuestionKind::Text {
                is_single_line: flag(&map, "isSingleLineQuestion").unwrap_or(false),
                regex_pattern: text(&map, "regexPattern").filter(|p| !p.is_empty()),
            },
            "accessPackageMultipleChoiceQuestion" => {
                let mut choices = Vec::new();
                list(&map, "choices", &mut choices)?;
                QuestionKind::Choice {
                    choices,
                    is_multiple: flag(&map, "isMultipleSelectionAllowed").unwrap_or(false),
                }
            }
            _ => {
                let mut kept = map;
                kept.retain(|name, _| !COMMON.contains(&name.as_str()));
                QuestionKind::Other(kept)
            }
        };
        Ok(())
    }
}
json::deserialize_from_json!(Question);

/// What every question has, whatever its type.
const COMMON: [&str; 6] = [
    "id",
    "isAnswerEditable",
    "isRequired",
    "localizations",
    "sequence",
    "text",
];

fn list(map: &Map<String, Value>, name: &str, place: &mut dyn FromJson) -> Result<(), Fault> {
    match map.get(name) {
        None | Some(Value::Null) => Ok(()),
        Some(value) => place.read(value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_question_goes_there_and_back() {
        let json = serde_json::json!({
            "@odata.type": "#microsoft.graph.accessPackageMultipleChoiceQuestion", "id": "q", "isAnswerEditable": null,
            "isRequired": true, "localizations": [], "sequence": 1, "text": "Which arm?",
            "choices": [{"actualValue": "r4", "localizations": [{"languageCode": "de", "text": "R4-Arm"}], "text": "R4"}],
            "isMultipleSelectionAllowed": true,
        });
        let read: Question = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), json);
    }

    #[test]
    fn a_question_of_an_unknown_type_keeps_what_is_its_own() {
        let json = serde_json::json!({"@odata.type": "#microsoft.graph.later", "id": "q", "isRequired": true, "scale": 5});
        let read: Question = serde_json::from_value(json).unwrap();
        let again: Question = serde_json::from_value(serde_json::to_value(&read).unwrap()).unwrap();
        assert_eq!(again, read);
        assert_eq!(serde_json::to_value(read).unwrap()["scale"], 5);
    }

    #[test]
    fn an_answer_carries_its_type() {
        let answer = Answer {
            value: Some("CHG-20391".to_owned()),
            answered_question: AnsweredQuestion {
                odata_type: None,
                id: "q".to_owned(),
                text: None,
            },
            ..Answer::default()
        };
        let json = serde_json::to_value(&answer).unwrap();
        assert_eq!(
            json["@odata.type"],
            "#microsoft.graph.accessPackageAnswerString"
        );
        assert_eq!(serde_json::from_value::<Answer>(json).unwrap(), answer);
    }
}
