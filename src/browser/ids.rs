//! Fresh ids, from the browser's own random source.

use super::window;

/// A new random UUID.
pub fn new_id() -> String {
    // `crypto` is missing only where no secure context is; loopback and HTTPS both are.
    window()
        .crypto()
        .map(|crypto| crypto.random_uuid())
        .unwrap_or_default()
}
