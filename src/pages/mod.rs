//! The pages: a file a route.

pub mod access;
pub mod access_item;
pub mod approval;
pub mod approvals;
pub mod ask;
pub mod home;
pub mod not_found;
pub mod package;
pub mod packages;
pub mod request;
pub mod requests;
pub mod sent;
pub mod sign_in;
