//! What the portal says. Every text a person reads comes from the catalogue in `locales/`; see [`text`].

pub mod calendar;
pub mod error;
pub mod fill;
pub mod line;
pub mod list;
pub mod local;
pub mod locale;
pub mod period;
pub mod plan;
pub mod state;
pub mod ways;
pub mod when;
pub mod wrong;

/// The catalogue: one function a key, made from `locales/en/*.json` by `build.rs`. `text::home::needs_you()` is a
/// `String` in the language of [`locale::current`]; a text with `<1>…</1>` gives [`fill::Part`]s instead.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}
