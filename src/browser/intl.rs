//! Numbers and plural forms, from the browser's own data. On the host, where tests run, English stands in.

#[cfg(target_arch = "wasm32")]
use crate::words::locale;
#[cfg(target_arch = "wasm32")]
use {
    js_sys::{Array, Intl, Object},
    wasm_bindgen::JsValue,
};

/// The plural category of a whole number in the current language: `one`, `few`, `other`…
#[cfg(target_arch = "wasm32")]
pub fn plural_form(n: i64) -> String {
    let rules = Intl::PluralRules::new(&languages(), &Object::new());
    rules.select(as_number(n)).as_string().unwrap_or_default()
}

/// A whole number with the grouping and digits of the current language.
#[cfg(target_arch = "wasm32")]
pub fn number(n: i64) -> String {
    let format = Intl::NumberFormat::new(&languages(), &Object::new());
    let write = format.format();
    write
        .call1(&JsValue::UNDEFINED, &JsValue::from_f64(as_number(n)))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

#[cfg(target_arch = "wasm32")]
fn languages() -> Array {
    Array::of1(&locale::current().intl_tag().into())
}

#[cfg(target_arch = "wasm32")]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of things on a page stay far below 2^53"
)]
fn as_number(n: i64) -> f64 {
    n as f64
}

/// The plural category of a whole number in English.
#[cfg(not(target_arch = "wasm32"))]
pub fn plural_form(n: i64) -> String {
    if n == 1 { "one" } else { "other" }.to_owned()
}

/// A whole number in digits.
#[cfg(not(target_arch = "wasm32"))]
pub fn number(n: i64) -> String {
    n.to_string()
}
