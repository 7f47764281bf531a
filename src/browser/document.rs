//! The document as a whole: title, language, theme, address.

use super::window;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlTemplateElement;

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Sets an attribute of the root element, or takes it away.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        // Neither call fails for the constant names used here.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// The query of the address, with its `?`.
pub fn search() -> String {
    window().location().search().unwrap_or_default()
}

/// The whole address.
pub fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// Loads the page again.
pub fn reload() {
    // A refusal would only mean that the page is going away already.
    let _ = window().location().reload();
}

/// Puts the content of a template of `index.html` in place of an element.
pub fn replace_by_template(id: &str, template: &str) {
    let template = document()
        .get_element_by_id(template)
        .and_then(|found| found.dyn_into::<HtmlTemplateElement>().ok());
    if let (Some(old), Some(template)) = (document().get_element_by_id(id), template) {
        old.set_text_content(None);
        // Both are in the document, so this does not fail.
        let _ = old.append_child(&template.content());
    }
}
