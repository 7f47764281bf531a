//! Questions of a policy.

use super::ENTITY;
use super::shape::{EntityType, Kind, Property};

/// The abstract question.
pub static QUESTION: EntityType = EntityType {
    name: "accessPackageQuestion",
    base: Some(&ENTITY),
    properties: &[
        Property::new("isAnswerEditable", Kind::Boolean),
        Property::new("isRequired", Kind::Boolean).filter(),
        Property::new(
            "localizations",
            Kind::Collection(&Kind::Complex("accessPackageLocalizedText")),
        ),
        Property::new("sequence", Kind::Int32).filter(),
        Property::new("text", Kind::String).search(),
    ],
    navigations: &[],
};

/// A question answered by choosing.
pub static MULTIPLE_CHOICE_QUESTION: EntityType = EntityType {
    name: "accessPackageMultipleChoiceQuestion",
    base: Some(&QUESTION),
    properties: &[
        Property::new(
            "choices",
            Kind::Collection(&Kind::Complex("accessPackageAnswerChoice")),
        ),
        Property::new("isMultipleSelectionAllowed", Kind::Boolean),
    ],
    navigations: &[],
};

/// A question answered by writing.
pub static TEXT_INPUT_QUESTION: EntityType = EntityType {
    name: "accessPackageTextInputQuestion",
    base: Some(&QUESTION),
    properties: &[
        Property::new("isSingleLineQuestion", Kind::Boolean),
        Property::new("regexPattern", Kind::String),
    ],
    navigations: &[],
};
