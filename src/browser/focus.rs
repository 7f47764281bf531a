//! Where the keyboard is.

use super::task::spawn_local;
use super::timer;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, FocusOptions, HtmlElement, ScrollBehavior, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

/// A dialog has closed and given the focus back after this many milliseconds.
const CLOSING: i32 = 50;

/// The element that has the focus, if it is one a person could have chosen.
pub fn current() -> Option<HtmlElement> {
    document()
        .active_element()
        .filter(|element| element.tag_name() != "BODY")
        .and_then(|element| element.dyn_into().ok())
}

/// Whether the focus is inside the first element that fits a selector, and not on that element itself.
pub fn within(selector: &str) -> bool {
    let outer = document().query_selector(selector).ok().flatten();
    match (outer, document().active_element()) {
        (Some(outer), Some(active)) => outer != active && outer.contains(Some(&active)),
        _ => false,
    }
}

/// Takes the focus off whatever has it, before the page below it changes.
pub fn leave() {
    if let Some(element) = current() {
        // An element that cannot lose the focus does not have it.
        let _ = element.blur();
    }
}

/// Puts the focus on an element.
pub fn on(element: &HtmlElement) {
    // An element that cannot take the focus simply does not get it.
    let _ = element.focus();
}

/// What has the focus keeps it while the page around it is drawn again. Drawing takes attributes off and puts them back, and a link
/// without its address, or a heading without its `tabindex`, loses the focus in between.
pub fn keep() {
    let Some(element) = current() else { return };
    spawn_local(async move {
        timer::sleep(0).await;
        if current().is_none() && element.is_connected() {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
    });
}

/// Puts the focus on the page's heading, once a dialog that just closed has given it back to a button that is about to go.
pub async fn on_heading() {
    timer::sleep(CLOSING).await;
    on_first("main h1");
}

/// Puts the focus on the first element that fits a selector; false when there is none.
pub fn on_first(selector: &str) -> bool {
    let found = document()
        .query_selector(selector)
        .ok()
        .flatten()
        .and_then(|found| found.dyn_into::<HtmlElement>().ok());
    found.as_ref().is_some_and(|element| {
        on(element);
        true
    })
}

/// Scrolls the label of a field into view and puts the focus on the field. The label first: a browser that scrolls the
/// field alone hides the words that say what it is for.
pub fn on_field(id: &str) {
    let label = document()
        .query_selector(&format!(
            "label[for='{id}'], #{id} > legend, fieldset:has(#{id}) > legend"
        ))
        .ok()
        .flatten();
    if let Some(label) = label {
        scroll_to(&label);
    }
    if let Some(field) = document().get_element_by_id(id) {
        let inner = field
            .query_selector("input, select, textarea")
            .ok()
            .flatten();
        if let Ok(field) = inner.unwrap_or(field).dyn_into::<HtmlElement>() {
            on(&field);
        }
    }
}

fn scroll_to(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_behavior(ScrollBehavior::Auto);
    options.set_block(ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
