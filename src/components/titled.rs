//! What a tab is called while its page has nothing to show.

use crate::api::fetch::{Reading, State};
use crate::words::error;

/// The words for loading, or why nothing came.
pub fn unread(reading: Reading, loading: String) -> String {
    match reading.state() {
        State::Failed(problem) => error::say(&problem).title,
        _ => loading,
    }
}
