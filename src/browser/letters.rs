//! Letters without regard to case, by the browser's own tables: those of the standard library are seven kilobytes.

use std::borrow::Cow;

/// The text in small letters.
pub fn small(text: &str) -> Cow<'_, str> {
    fold(
        text,
        u8::is_ascii_uppercase,
        str::make_ascii_lowercase,
        lower,
    )
}

/// The text in capital letters.
pub fn capital(text: &str) -> Cow<'_, str> {
    fold(
        text,
        u8::is_ascii_lowercase,
        str::make_ascii_uppercase,
        upper,
    )
}

/// Most texts need no table.
fn fold(
    text: &str,
    changes: fn(&u8) -> bool,
    ascii: fn(&mut str),
    any: fn(&str) -> String,
) -> Cow<'_, str> {
    if !text.is_ascii() {
        Cow::Owned(any(text))
    } else if text.as_bytes().iter().any(changes) {
        let mut text = text.to_owned();
        ascii(&mut text);
        Cow::Owned(text)
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(target_arch = "wasm32")]
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

#[cfg(target_arch = "wasm32")]
fn upper(text: &str) -> String {
    js_sys::JsString::from(text).to_upper_case().into()
}

#[cfg(not(target_arch = "wasm32"))]
fn lower(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(not(target_arch = "wasm32"))]
fn upper(text: &str) -> String {
    text.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_kind_are_folded() {
        assert_eq!(
            (small("Øst"), capital("øst 7")),
            ("øst".into(), "ØST 7".into())
        );
        assert_eq!((small("ABC"), small("abc")), ("abc".into(), "abc".into()));
    }
}
