//! Letters to people: what is said to whom, in text and HTML. Texts are data (`notify/letters`); the first line of a letter is its
//! subject, blank lines separate its paragraphs. Names and reasons are text in both forms: the HTML is escaped by the template engine.

mod letter;
mod moment;
pub mod outgoing;

pub use letter::{Letter, Matter, one_line, render};
pub use moment::moment;
