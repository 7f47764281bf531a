//! What the browser keeps. Every call copes with a browser that keeps nothing.

use super::window;
use web_sys::Storage;

/// Reads from what is kept for good.
pub fn read(key: &str) -> Option<String> {
    kept()?.get_item(key).ok().flatten()
}

/// Keeps a text for good; false when there is no room or no permission.
pub fn write(key: &str, value: &str) -> bool {
    kept().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets a text.
pub fn forget(key: &str) {
    if let Some(storage) = kept() {
        // Nothing to do about a browser that refuses to forget.
        let _ = storage.remove_item(key);
    }
}

/// The keys kept for good that begin so.
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = kept() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or_default();
    (0..count)
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}

fn kept() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
