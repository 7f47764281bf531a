//! `@odata.context`: says what an answer holds. Clients must not read it, but some log it.

use std::fmt::Write;

use crate::options::{Address, Options};

/// The context of an answer. `base` is the version root without a trailing slash, `set` the path
/// below it.
pub fn context(base: &str, set: &str, options: &Options, address: Address) -> String {
    let mut text = format!("{base}/$metadata#{set}");
    let mut inside: Vec<&str> = Vec::new();
    if let Some(select) = &options.select {
        inside.extend(select.iter().map(|property| property.name));
    }
    let expanded: Vec<String> = options
        .expand
        .iter()
        .map(|item| format!("{}()", item.navigation.name))
        .collect();
    inside.extend(expanded.iter().map(String::as_str));
    if !inside.is_empty() {
        // Writing into a String cannot fail.
        let _ = write!(text, "({})", inside.join(","));
    }
    if matches!(address, Address::Entity | Address::ExpandedOne) {
        text.push_str("/$entity");
    }
    text
}
