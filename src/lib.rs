//! The Portico portal: people find access packages, ask for them, see who decides and when, and decide themselves.
//!
//! A client-side application over the Microsoft Graph entitlement management API. `route` and `api::endpoint` hold every
//! address, `words` every text; `ui` knows neither router nor API, `components` knows both, `pages` holds a file a route.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod api;
mod app;
mod browser;
mod changes;
mod components;
mod effect;
mod forms;
mod order;
mod pages;
mod percent;
mod route;
mod session;
mod ui;
mod words;

/// Draws the portal into the document.
pub fn start() {
    app::start();
}
