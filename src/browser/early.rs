//! Answers that `boot.js` asked for while the portal was on its way.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Takes the answer to an address, once. None when nobody asked, or when no answer came.
pub async fn take(address: &str) -> Option<Response> {
    let take = Reflect::get(&js_sys::global(), &"portico".into()).ok()?;
    let take = take.dyn_into::<Function>().ok()?;
    let answer = take.call1(&JsValue::NULL, &address.into()).ok()?;
    let answer = JsFuture::from(answer.dyn_into::<Promise>().ok()?).await;
    answer.ok()?.dyn_into().ok()
}
