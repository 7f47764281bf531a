//! An element as a value: what `view!` makes of markup.
//!
//! Leptos gives every tag, every attribute and every closure a type of its own, and its renderer is compiled once for each
//! combination. Here the tag and its fixed attributes are one text, what changes is behind a box, and everybody downloads one renderer;
//! docs/decisions/2026-11-25-markup.md has the figures.

mod child;
mod listener;
mod render;
mod value;

pub use child::Child;
pub use value::{IntoValue, Plain, Value};

use leptos::prelude::*;
use leptos::tachys::html::{element::ElementType, node_ref::NodeRefContainer};
use listener::Handler;
use send_wrapper::SendWrapper;

/// Where a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Attribute,
    /// Of the DOM object.
    Property,
}

/// An element that is not in the document yet.
pub struct Element {
    /// The tag, then names and values of the fixed attributes, with U+001F between them.
    fixed: &'static str,
    values: Vec<(Place, &'static str, Value)>,
    handlers: SendWrapper<Vec<(&'static str, Handler)>>,
    reference: Option<SendWrapper<Reference>>,
    children: Vec<AnyView>,
}

type Reference = Box<dyn FnOnce(&web_sys::Element)>;

impl Element {
    pub fn new(fixed: &'static str) -> Self {
        Self {
            fixed,
            values: Vec::new(),
            handlers: SendWrapper::new(Vec::new()),
            reference: None,
            children: Vec::new(),
        }
    }

    pub fn attribute(&mut self, name: &'static str, value: impl IntoValue) {
        self.set(Place::Attribute, name, value.into_value());
    }

    pub fn property(&mut self, name: &'static str, value: impl IntoValue) {
        self.set(Place::Property, name, value.into_value());
    }

    pub fn child(&mut self, child: impl Child) {
        self.push(child.into_child());
    }

    /// Handles an event at this element.
    pub fn on(&mut self, event: &'static str, handler: Handler) {
        self.handlers.push((event, handler));
    }

    /// Fills a reference with the element as soon as it is made.
    pub fn reference<E: ElementType + 'static>(&mut self, reference: NodeRef<E>)
    where
        NodeRef<E>: NodeRefContainer<E>,
    {
        self.reference = Some(SendWrapper::new(Box::new(move |element| {
            reference.load(element);
        })));
    }

    #[inline(never)]
    fn set(&mut self, place: Place, name: &'static str, value: Value) {
        self.values.push((place, name, value));
    }

    #[inline(never)]
    fn push(&mut self, child: AnyView) {
        self.children.push(child);
    }
}
