//! Waiting.

use super::window;
use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Waits for a number of milliseconds.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |done, _| {
        // Without a timer the wait ends at once, which is the best that is left.
        if window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds)
            .is_err()
        {
            let _ = done.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }
    });
    // The promise is never rejected.
    let _ = JsFuture::from(promise).await;
}
