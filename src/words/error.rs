//! Failures in plain words.

use super::text::error as text;
use crate::api::ApiError;

/// A failure as a heading and a sentence.
pub struct Said {
    pub title: String,
    pub words: String,
}

/// What a failure means for the reader.
pub fn say(problem: &ApiError) -> Said {
    let (title, words) = match problem {
        ApiError::Network => (text::network_title(), text::network()),
        ApiError::Unauthorized => (text::unauthorized_title(), text::unauthorized()),
        ApiError::Forbidden(_) => (text::forbidden_title(), text::forbidden()),
        ApiError::NotFound(_) => (text::not_found_title(), text::not_found()),
        ApiError::Conflict(_) => (text::conflict_title(), text::conflict()),
        ApiError::Invalid(_) => (text::invalid_title(), text::invalid()),
        ApiError::Throttled(_) => (text::busy_title(), text::busy()),
        ApiError::Server(_) => (text::server_title(), text::server()),
    };
    Said { title, words }
}
