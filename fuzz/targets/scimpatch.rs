//! libFuzzer on the trial of this name in `crates/trial`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| portico_trial::run("scimpatch", input));
