//! Whether somebody decides, or has decided, a request.

use super::case::Case;
use super::facts::Facts;
use crate::signin::person::Person;
use crate::store::{StoreError, Tx};

/// Whether the person may decide any stage of it by the directory of today, or has decided one. Never true for requestor and target.
pub async fn is_of(tx: &mut Tx, case: &Case, person: &Person) -> Result<bool, StoreError> {
    if case.is_party(&person.subject_id) {
        return Ok(false);
    }
    let mut facts = Facts::default();
    for stage in &case.stages {
        let reviewed = stage
            .review
            .as_ref()
            .is_some_and(|review| review.subject_id == person.subject_id);
        if reviewed
            || case
                .panel(tx, &mut facts, stage)
                .await?
                .seat(&person.user_id)
                .is_some()
        {
            return Ok(true);
        }
    }
    Ok(false)
}
