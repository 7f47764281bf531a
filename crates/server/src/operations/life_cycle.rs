//! Life cycles end to end: people ask and decide, the worker works, the clock is moved by hand.

mod asking;
mod attributes;
mod automatic;
mod changing;
mod deciding;
mod delivering;
mod ending;
mod extending;
mod guests;
mod repairing;
mod sending;
mod sequences;
mod telling;
