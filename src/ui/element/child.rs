//! What can stand between the tags of an element.

use super::Element;
use crate::ui::live::live;
use leptos::prelude::*;

/// A child, or several.
pub trait Child {
    fn into_child(self) -> AnyView;
}

impl Child for AnyView {
    fn into_child(self) -> AnyView {
        self
    }
}

impl Child for Element {
    fn into_child(self) -> AnyView {
        self.into_any()
    }
}

impl Child for String {
    fn into_child(self) -> AnyView {
        self.into_any()
    }
}

impl Child for &'static str {
    fn into_child(self) -> AnyView {
        self.into_any()
    }
}

impl Child for () {
    fn into_child(self) -> AnyView {
        self.into_any()
    }
}

impl<C: Child> Child for Option<C> {
    fn into_child(self) -> AnyView {
        self.map_or_else(|| ().into_any(), Child::into_child)
    }
}

impl<C: Child> Child for Vec<C> {
    fn into_child(self) -> AnyView {
        let children: Vec<AnyView> = self.into_iter().map(Child::into_child).collect();
        children.into_any()
    }
}

/// Drawn again whenever what it read has changed.
impl<F, C> Child for F
where
    F: Fn() -> C + Send + 'static,
    C: Child,
{
    fn into_child(self) -> AnyView {
        live(move || self().into_child())
    }
}
