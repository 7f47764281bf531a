//! The decision about a request: refuse always with a reason, approve with one where the policy asks for it.

use portico_graph::{StageDecision, review_result};

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Approve,
    Refuse,
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub words: String,
}

/// The same without blanks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trimmed {
    words: String,
}

/// A reason is asked for and none is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoReason;

/// What may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valid(StageDecision);

impl Draft {
    pub fn trimmed(&self) -> Trimmed {
        Trimmed {
            words: self.words.trim().to_owned(),
        }
    }
}

impl Trimmed {
    /// Checks a decision; `reason_required` is what the policy says about approving. Where nobody tells (`None`), the server is asked.
    pub fn validate(&self, way: Way, reason_required: Option<bool>) -> Result<Valid, NoReason> {
        let required = way == Way::Refuse || reason_required == Some(true);
        if required && self.words.is_empty() {
            return Err(NoReason);
        }
        let review_result = match way {
            Way::Approve => review_result::APPROVE,
            Way::Refuse => review_result::DENY,
        };
        Ok(Valid(StageDecision {
            review_result: review_result.to_owned(),
            justification: Some(self.words.clone()),
        }))
    }
}

impl Valid {
    /// The body of the decision.
    pub fn body(&self) -> &StageDecision {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &str) -> Trimmed {
        Draft {
            words: words.into(),
        }
        .trimmed()
    }

    #[test]
    fn refusing_always_needs_words() {
        for policy in [None, Some(false), Some(true)] {
            assert_eq!(typed(" \n").validate(Way::Refuse, policy), Err(NoReason));
        }
        let valid = typed(" Not yet. ").validate(Way::Refuse, None).unwrap();
        assert_eq!(valid.body().review_result, "Deny");
        assert_eq!(valid.body().justification.as_deref(), Some("Not yet."));
    }

    #[test]
    fn approving_needs_them_where_the_policy_says_so() {
        assert_eq!(typed("").validate(Way::Approve, Some(true)), Err(NoReason));
        let valid = typed("").validate(Way::Approve, Some(false)).unwrap();
        assert_eq!(valid.body().review_result, "Approve");
        assert!(typed("").validate(Way::Approve, None).is_ok());
    }
}
