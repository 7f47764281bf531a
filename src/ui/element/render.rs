//! How Leptos draws an [`Element`], and draws it again.

use super::listener::Listener;
use super::{Element, Place, Plain, Value};
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::{Rndr, types};
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::{prelude::RenderEffect, tachys::no_attrs};

const SEPARATOR: char = '\u{1f}';
const SVG: &str = "http://www.w3.org/2000/svg";

/// The elements of pictures that the portal draws.
fn is_drawn(tag: &str) -> bool {
    matches!(
        tag,
        "svg" | "path" | "use" | "rect" | "circle" | "line" | "g"
    )
}

/// An element in the document.
pub struct ElementState {
    node: web_sys::Element,
    fixed: &'static str,
    shown: Vec<(Place, &'static str, Shown)>,
    listeners: Vec<Listener>,
    children: Vec<AnyViewState>,
}

/// A value in the document.
enum Shown {
    Plain(Plain),
    /// Sets the value whenever it changes, until it is dropped.
    Live(#[expect(dead_code, reason = "works as long as it is held")] RenderEffect<Plain>),
}

impl Shown {
    fn new(node: &web_sys::Element, place: Place, name: &'static str, value: Value) -> Self {
        match value {
            Value::Plain(plain) => {
                // What a new element has not is not taken away.
                if plain != Plain::Absent && plain != Plain::Flag(false) || place == Place::Property
                {
                    plain.apply(place, name, node);
                }
                Self::Plain(plain)
            }
            Value::Live(tell) => {
                let node = node.clone();
                Self::Live(RenderEffect::new(move |before| {
                    let now = tell();
                    if before.as_ref() != Some(&now) {
                        now.apply(place, name, &node);
                    }
                    now
                }))
            }
        }
    }

    fn change(&mut self, node: &web_sys::Element, place: Place, name: &'static str, value: Value) {
        match (&mut *self, value) {
            (Self::Plain(before), Value::Plain(now)) => {
                if *before != now {
                    now.apply(place, name, node);
                    *before = now;
                }
            }
            (_, value) => *self = Self::new(node, place, name, value),
        }
    }
}

impl Render for Element {
    type State = ElementState;

    fn build(self) -> ElementState {
        let mut parts = self.fixed.split(SEPARATOR);
        let tag = parts.next().unwrap_or_default();
        let node = Rndr::create_element(tag, is_drawn(tag).then_some(SVG));
        while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
            Rndr::set_attribute(&node, name, value);
        }
        let mut children: Vec<AnyViewState> = Vec::with_capacity(self.children.len());
        for child in self.children {
            let mut child = child.build();
            child.mount(&node, None);
            children.push(child);
        }
        // After the children: a choice is made among options that are there.
        let mut shown = Vec::with_capacity(self.values.len());
        for (place, name, value) in self.values {
            shown.push((place, name, Shown::new(&node, place, name, value)));
        }
        let handlers = self.handlers.take();
        let listeners = listeners(&node, handlers);
        if let Some(reference) = self.reference {
            reference.take()(&node);
        }
        ElementState {
            node,
            fixed: self.fixed,
            shown,
            listeners,
            children,
        }
    }

    fn rebuild(self, state: &mut ElementState) {
        if !state.fits(&self) {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        for ((place, name, value), (_, _, shown)) in self.values.into_iter().zip(&mut state.shown) {
            shown.change(&state.node, place, name, value);
        }
        for (child, state) in self.children.into_iter().zip(&mut state.children) {
            child.rebuild(state);
        }
        state.listeners.clear();
        state.listeners = listeners(&state.node, self.handlers.take());
        if let Some(reference) = self.reference {
            reference.take()(&state.node);
        }
    }
}

fn listeners(
    node: &web_sys::Element,
    handlers: Vec<(&'static str, super::Handler)>,
) -> Vec<Listener> {
    handlers
        .into_iter()
        .map(|(event, handler)| Listener::new(node, event, handler))
        .collect()
}

impl ElementState {
    /// Whether the element in the document only needs other values to become this one.
    fn fits(&self, element: &Element) -> bool {
        let same = |(place, name, _): &(Place, &str, Shown), (new_place, new, _): &(_, _, _)| {
            place == new_place && name == new
        };
        self.fixed == element.fixed
            && self.children.len() == element.children.len()
            && self.shown.len() == element.values.len()
            && self
                .shown
                .iter()
                .zip(&element.values)
                .all(|(shown, value)| same(shown, value))
    }
}

impl Mountable for ElementState {
    fn unmount(&mut self) {
        self.node.remove();
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        Rndr::insert_node(parent, &self.node, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = self.node.parent_element() else {
            return false;
        };
        child.mount(&parent, Some(&self.node));
        true
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.node.clone()]
    }
}

no_attrs!(Element);

/// Asked for by Leptos of everything that is drawn. The portal is drawn in browsers alone, so no text is ever made of it, and taking over
/// what a server has drawn means to draw it.
impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        _cursor: &Cursor,
        _position: &PositionState,
    ) -> ElementState {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
