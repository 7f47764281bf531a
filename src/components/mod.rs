//! Pieces that know the router, the API or the catalogue.

pub mod access_row;
pub mod account_menu;
pub mod arrival;
pub mod crumb;
pub mod draft_row;
pub mod failure;
pub mod here;
pub mod layout;
pub mod loaded;
pub mod matched;
pub mod navigation;
pub mod package_row;
pub mod person;
pub mod porch;
pub mod reader;
pub mod refusal;
pub mod request_row;
pub mod resource_row;
pub mod shell;
pub mod stages;
pub mod starting;
pub mod titled;
