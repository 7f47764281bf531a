//! Who is calling: cookie sessions for the portal, bearer tokens for scripts and SDKs.

pub mod cookie;
pub mod demo_key;
pub mod own_pages;
pub mod permission;
pub mod person;
pub mod session;
pub mod session_token;
