//! Life cycles end to end: people ask and decide, the worker works, the clock is moved by hand.

mod asking;
mod automatic;
mod changing;
mod deciding;
mod delivering;
mod extending;
mod repairing;
mod sending;
mod sequences;
mod telling;
