//! The clipboard.

use super::window;
use wasm_bindgen_futures::JsFuture;

/// Copies a text; false when the browser refuses.
pub async fn copy(text: &str) -> bool {
    JsFuture::from(window().navigator().clipboard().write_text(text))
        .await
        .is_ok()
}
