//! Every kept case of `fuzz/cases`, and a bounded number of changes to them, the same on every run.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use portico_trial::{TRIALS, Trial};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Changed inputs for each trial. `PORTICO_TRIALS` names another number.
const USUAL: u32 = 2_000;
/// Imports of whole organisations write to a disk.
const SLOW: u32 = 300;
const SEED: u64 = 20_261_126;

/// One change to an input.
#[derive(Clone, Debug)]
enum Change {
    Replace(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    /// Repeats a part: nesting, long lists, the same key twice.
    Repeat(Index, usize, usize),
    /// Puts a part of another case in.
    Splice(Index, Index, Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let word = prop_oneof![
        Just(b"\0".to_vec()),
        Just(b"null".to_vec()),
        Just(b"-1".to_vec()),
        Just(b"99999999999999999999".to_vec()),
        Just(b"1e400".to_vec()),
        Just(b"\"\"".to_vec()),
        Just("é\u{301}\u{202e}\u{feff}".as_bytes().to_vec()),
        Just(b"%00".to_vec()),
        Just(b"%25%32%66".to_vec()),
        Just(b"//".to_vec()),
        Just(b"'".to_vec()),
        Just(b"((((".to_vec()),
        Just(b"[[{".to_vec()),
        prop::collection::vec(any::<u8>(), 1..4),
    ];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Replace(at, byte)),
        (any::<Index>(), word).prop_map(|(at, word)| Change::Insert(at, word)),
        (any::<Index>(), 1_usize..40).prop_map(|(at, length)| Change::Remove(at, length)),
        (any::<Index>(), 1_usize..30, 1_usize..60)
            .prop_map(|(at, length, times)| Change::Repeat(at, length, times)),
        (any::<Index>(), any::<Index>(), any::<Index>(), 1_usize..60)
            .prop_map(|(at, case, from, length)| Change::Splice(at, case, from, length)),
    ]
}

fn apply(input: &mut Vec<u8>, change: &Change, cases: &[Vec<u8>]) {
    match change {
        Change::Replace(at, byte) if !input.is_empty() => {
            let at = at.index(input.len());
            input[at] = *byte;
        }
        Change::Replace(..) => {}
        Change::Insert(at, word) => {
            let at = at.index(input.len() + 1);
            input.splice(at..at, word.iter().copied());
        }
        Change::Remove(at, length) => {
            let at = at.index(input.len() + 1);
            let end = (at + length).min(input.len());
            input.drain(at..end);
        }
        Change::Repeat(at, length, times) => {
            let at = at.index(input.len() + 1);
            let part = input[at..(at + length).min(input.len())].repeat(*times);
            input.splice(at..at, part);
        }
        Change::Splice(at, case, from, length) => {
            let other = case.get(cases);
            let from = from.index(other.len() + 1);
            let part = other[from..(from + length).min(other.len())].to_vec();
            let at = at.index(input.len() + 1);
            input.splice(at..at, part);
        }
    }
}

fn folder(trial: &Trial) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/cases")
        .join(trial.name)
}

fn kept(trial: &Trial) -> Vec<Vec<u8>> {
    let mut files: Vec<_> = std::fs::read_dir(folder(trial))
        .unwrap_or_else(|_| panic!("fuzz/cases/{} is missing", trial.name))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{}", trial.name);
    files
        .iter()
        .map(|file| std::fs::read(file).unwrap())
        .collect()
}

fn hold(name: &str, usual: u32) {
    let trial = TRIALS.iter().find(|trial| trial.name == name).unwrap();
    let cases = kept(trial);
    for case in &cases {
        (trial.run)(case);
    }
    let wanted = std::env::var("PORTICO_TRIALS").ok();
    let mut runner = TestRunner::new(Config {
        cases: wanted.and_then(|text| text.parse().ok()).unwrap_or(usual),
        rng_seed: RngSeed::Fixed(SEED),
        failure_persistence: None,
        ..Config::default()
    });
    let inputs =
        (any::<Index>(), prop::collection::vec(change(), 1..6)).prop_map(|(case, changes)| {
            let mut input = case.get(&cases).clone();
            for change in &changes {
                apply(&mut input, change, &cases);
            }
            input
        });
    let outcome = runner.run(&inputs, |input| {
        (trial.run)(&input);
        Ok(())
    });
    if let Err(problem) = outcome {
        panic!("{name}: {problem}");
    }
}

macro_rules! trials {
    ($($name:ident: $usual:expr),* $(,)?) => {
        $(#[test] fn $name() { hold(stringify!($name), $usual); })*

        #[test]
        fn every_trial_is_held() {
            let held = [$(stringify!($name)),*];
            let all: Vec<_> = TRIALS.iter().map(|trial| trial.name).collect();
            assert_eq!(held.as_slice(), all.as_slice());
        }
    };
}

trials! {
    query: USUAL,
    path: USUAL,
    time: USUAL,
    wire: USUAL,
    body: USUAL,
    organisation: SLOW,
    rule: USUAL,
    scimfilter: USUAL,
    scimpatch: USUAL,
    skiptoken: USUAL,
    link: USUAL,
}
