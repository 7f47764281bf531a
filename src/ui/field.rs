//! A field of a form: label above, hint under it, error between hint and input.

use super::{Icon, icon_small};
use leptos::prelude::*;
use portico_view::view;

/// The ids that belong to a field, made of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldIds {
    pub field: String,
    pub hint: String,
    pub error: String,
}

impl FieldIds {
    pub fn new(field: &str) -> Self {
        Self {
            field: field.to_owned(),
            hint: format!("{field}-hint"),
            error: format!("{field}-error"),
        }
    }

    /// The value of `aria-describedby`: the hint and the error, as far as they are there.
    pub fn described_by(&self, has_hint: bool, has_error: bool) -> Option<String> {
        match (has_hint, has_error) {
            (true, true) => Some(format!("{} {}", self.hint, self.error)),
            (true, false) => Some(self.hint.clone()),
            (false, true) => Some(self.error.clone()),
            (false, false) => None,
        }
    }
}

/// The words of an error, beside its field.
pub fn oops(id: String, error: Signal<Option<String>>) -> impl IntoView {
    move || {
        let id = id.clone();
        error.get().map(|words| view! { <p class="oops" id=id>{icon_small(Icon::Warn)}<span>{words}</span></p> })
    }
}

#[cfg(test)]
mod tests {
    use super::FieldIds;

    #[test]
    fn a_field_is_described_by_what_is_there() {
        let ids = FieldIds::new("mail");
        assert_eq!(
            ids.described_by(true, true).as_deref(),
            Some("mail-hint mail-error")
        );
        assert_eq!(ids.described_by(false, true).as_deref(), Some("mail-error"));
        assert_eq!(ids.described_by(false, false), None);
    }
}
