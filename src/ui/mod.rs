//! The pieces that pages are made of. They know neither router nor API nor catalogue of one page: words come in as arguments.
//! Each file matches one file of `style/parts/`.

pub mod blank;
pub mod bones;
pub mod button;
pub mod colonnade;
pub mod dialog;
pub mod element;
pub mod facts;
pub mod field;
pub mod icon;
pub mod live;
pub mod mark;
pub mod more;
pub mod notice;
pub mod problems;
pub mod rows;
pub mod search;
pub mod sentence;
pub mod span;
pub mod state;
pub mod tabs;
pub mod timeline;
pub mod tint;
pub mod toast;
pub mod tone;

pub use element::{Child, Element};
pub use icon::{Icon, icon, icon_small, icon_small_flip};
pub use state::state;
pub use tone::Tone;
