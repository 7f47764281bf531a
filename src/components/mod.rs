//! Pieces that know the router, the API or the catalogue.

pub mod account_menu;
pub mod arrival;
pub mod failure;
pub mod here;
pub mod layout;
pub mod loaded;
pub mod navigation;
pub mod reader;
pub mod resource_row;
pub mod shell;
pub mod starting;
