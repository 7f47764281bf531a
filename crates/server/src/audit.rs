//! The log of changes. An entry is written in the transaction of its change; a sealer links entries into a chain of hashes within a
//! second, one process at a time; `verify` walks the chain.
//!
//! What a link covers is a hash of the entry's canonical JSON. Personal text (names, reasons, answers) stands in a column beside it and
//! is covered by a salted hash only, so that it can be erased without breaking the chain.

mod canonical;
mod command;
mod entry;
mod seal;
#[cfg(test)]
mod tests;
mod verify;

pub use command::run;
pub use entry::{Entry, append};
pub use seal::{keep_sealing, seal, unsealed};
pub use verify::{Fault, Verdict, verify};
