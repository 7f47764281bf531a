//! Handlers of events.

use leptos::ev::Event;
use leptos::prelude::Owner;
use wasm_bindgen::{JsCast, closure::Closure};

/// What is done when an event comes.
pub type Handler = Box<dyn FnMut(Event)>;

/// A handler at its element, taken away when it is dropped.
pub struct Listener {
    element: web_sys::Element,
    event: &'static str,
    handler: Closure<dyn FnMut(Event)>,
}

impl Listener {
    pub fn new(element: &web_sys::Element, event: &'static str, mut handler: Handler) -> Self {
        // What a handler asks its surroundings for is what surrounds the element.
        let owner = Owner::current().unwrap_or_default();
        let handler: Handler = Box::new(move |event| owner.with(|| handler(event)));
        let handler = Closure::wrap(handler);
        // Refused only to what is no function.
        let _ = element.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
        Self {
            element: element.clone(),
            event,
            handler,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let handler = self.handler.as_ref().unchecked_ref();
        let _ = self
            .element
            .remove_event_listener_with_callback(self.event, handler);
    }
}
