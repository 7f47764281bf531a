//! The browser's own regular expressions: a hint while a form is filled in. The server's linear-time engine is the verdict.

#[cfg(target_arch = "wasm32")]
use {
    js_sys::{Array, Function, Reflect, RegExp},
    wasm_bindgen::{JsCast, JsValue},
};

/// Whether the whole value fits a pattern. A pattern that this browser cannot read refuses nothing.
#[cfg(target_arch = "wasm32")]
pub fn fits(pattern: &str, value: &str) -> bool {
    let whole = JsValue::from_str(&format!("^(?:{pattern})$"));
    // Not `RegExp::new`, which throws on a pattern that it cannot read.
    let constructor = Reflect::get(&js_sys::global(), &JsValue::from_str("RegExp"));
    let expression = constructor
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|constructor| {
            Reflect::construct(&constructor, &Array::of2(&whole, &JsValue::from_str("u")))
        });
    expression.map_or(true, |expression| {
        JsCast::unchecked_into::<RegExp>(expression).test(value)
    })
}

/// On the host there is no browser to ask, so nothing is refused.
#[cfg(not(target_arch = "wasm32"))]
pub fn fits(_pattern: &str, _value: &str) -> bool {
    true
}
