//! An address that leads nowhere. The same words for what is hidden and for what is unknown.

use crate::api::{ApiError, Refusal};
use crate::components::{arrival, failure::failure, layout};
use crate::words::text;
use leptos::prelude::*;

/// The page of an unknown address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    arrival::title(text::error::not_found_title);
    layout::narrow();
    failure(
        1,
        &ApiError::NotFound(Box::new(Refusal {
            status: 404,
            ..Refusal::default()
        })),
        || (),
    )
}
