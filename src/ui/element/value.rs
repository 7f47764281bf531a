//! Values of attributes and properties.

use super::Place;
use leptos::tachys::renderer::Rndr;
use std::borrow::Cow;
use wasm_bindgen::JsValue;

/// A value that stands as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plain {
    /// The attribute is not there.
    Absent,
    /// An attribute without value that is there or not; a property that is true or false.
    Flag(bool),
    Text(Cow<'static, str>),
}

/// A value, or what tells it again whenever it changes.
pub enum Value {
    Plain(Plain),
    Live(Box<dyn Fn() -> Plain + Send>),
}

impl Plain {
    pub(super) fn apply(&self, place: Place, name: &str, element: &web_sys::Element) {
        match (place, self) {
            (Place::Attribute, Self::Text(text)) => Rndr::set_attribute(element, name, text),
            (Place::Attribute, Self::Flag(true)) => Rndr::set_attribute(element, name, ""),
            (Place::Attribute, Self::Flag(false) | Self::Absent) => {
                Rndr::remove_attribute(element, name);
            }
            (Place::Property, value) => {
                let value = match value {
                    Self::Text(text) => JsValue::from_str(text),
                    Self::Flag(flag) => JsValue::from_bool(*flag),
                    Self::Absent => JsValue::UNDEFINED,
                };
                Rndr::set_property(element, name, &value);
            }
        }
    }
}

/// What can stand behind the `=` of an attribute or a property.
pub trait IntoValue {
    fn into_value(self) -> Value;
}

/// What a closure may tell.
pub trait IntoPlain {
    fn into_plain(self) -> Plain;
}

impl IntoPlain for bool {
    fn into_plain(self) -> Plain {
        Plain::Flag(self)
    }
}

impl IntoPlain for &'static str {
    fn into_plain(self) -> Plain {
        Plain::Text(Cow::Borrowed(self))
    }
}

impl IntoPlain for String {
    fn into_plain(self) -> Plain {
        Plain::Text(Cow::Owned(self))
    }
}

impl<V: IntoPlain> IntoPlain for Option<V> {
    fn into_plain(self) -> Plain {
        self.map_or(Plain::Absent, IntoPlain::into_plain)
    }
}

macro_rules! plain_values {
    ($($kind:ty),+) => {$(
        impl IntoValue for $kind {
            fn into_value(self) -> Value {
                Value::Plain(self.into_plain())
            }
        }
    )+};
}
plain_values!(bool, &'static str, String);

impl<V: IntoPlain> IntoValue for Option<V> {
    fn into_value(self) -> Value {
        Value::Plain(self.into_plain())
    }
}

impl<F, V> IntoValue for F
where
    F: Fn() -> V + Send + 'static,
    V: IntoPlain,
{
    fn into_value(self) -> Value {
        Value::Live(Box::new(move || self().into_plain()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(value: impl IntoValue) -> Plain {
        match value.into_value() {
            Value::Plain(plain) => plain,
            Value::Live(tell) => tell(),
        }
    }

    #[test]
    fn what_is_not_given_is_absent_and_what_is_told_is_the_same_as_what_is_given() {
        assert_eq!(plain(None::<String>), Plain::Absent);
        assert_eq!(plain(Some("a")), plain(String::from("a")));
        assert_eq!(plain(|| Some(true)), Plain::Flag(true));
        assert_eq!(plain(|| "a"), plain("a"));
    }
}
