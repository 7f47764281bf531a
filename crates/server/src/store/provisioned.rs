//! What SCIM knows of users and groups beyond Graph: the other side's ids, dates, and who was deleted.

use super::Value;

pub mod groups;
pub mod users;

/// Which rows are meant, over `u` (users) or `g` (groups); its placeholders begin with `$1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Text of the program, never of a person.
    pub text: String,
    /// What the placeholders stand for.
    pub values: Vec<Value>,
}

impl Condition {
    /// All of them.
    pub fn always() -> Self {
        Self {
            text: "1 = 1".to_owned(),
            values: Vec::new(),
        }
    }
}
