//! Every reader of what others send, as a function of any bytes: it must come back, and what it promises must hold. A broken promise
//! panics.
//!
//! `fuzz/` feeds them by the hour with what libFuzzer finds. The test beside this feeds them on every change: with all cases that are
//! kept, and with changes to them.
#![allow(
    clippy::panic,
    reason = "a trial that fails panics: that is what whoever runs it looks for"
)]

mod body;
mod link;
mod organisation;
mod path;
#[path = "../../../src/percent.rs"]
mod percent;
mod query;
#[path = "../../../src/route/mod.rs"]
#[cfg_attr(
    not(test),
    expect(
        unused_imports,
        reason = "the portal names more of it than a trial does"
    )
)]
mod route;
mod rule;
mod scim_filter;
mod scim_patch;
mod skip_token;
mod time;
mod wire;

/// One reader on trial.
#[derive(Clone, Copy)]
pub struct Trial {
    /// Names its folder in `fuzz/cases` and its program in `fuzz/targets`.
    pub name: &'static str,
    /// Panics when a promise is broken.
    pub run: fn(&[u8]),
}

/// All of them.
pub const TRIALS: &[Trial] = &[
    Trial {
        name: "query",
        run: query::run,
    },
    Trial {
        name: "path",
        run: path::run,
    },
    Trial {
        name: "time",
        run: time::run,
    },
    Trial {
        name: "wire",
        run: wire::run,
    },
    Trial {
        name: "body",
        run: body::run,
    },
    Trial {
        name: "organisation",
        run: organisation::run,
    },
    Trial {
        name: "rule",
        run: rule::run,
    },
    Trial {
        name: "scimfilter",
        run: scim_filter::run,
    },
    Trial {
        name: "scimpatch",
        run: scim_patch::run,
    },
    Trial {
        name: "skiptoken",
        run: skip_token::run,
    },
    Trial {
        name: "link",
        run: link::run,
    },
];

/// Runs a trial by its name.
pub fn run(name: &str, input: &[u8]) {
    match TRIALS.iter().find(|trial| trial.name == name) {
        Some(trial) => (trial.run)(input),
        None => panic!("there is no trial {name}"),
    }
}

/// Most readers are given text.
fn text(input: &[u8]) -> &str {
    std::str::from_utf8(input).unwrap_or_default()
}
