//! The steps of `cargo xtask test`, in order.

use anyhow::{Result, bail};
use xshell::cmd;

use super::count::{self, Count, Runner};
use crate::project::Project;
use crate::{build, faults, tidy, tools};

pub struct Step {
    pub name: &'static str,
    pub what: &'static str,
    /// Part of the inner loop.
    fast: bool,
    /// Steps without which this one makes no sense.
    pub after: &'static [&'static str],
    pub run: fn(&Project) -> Result<Count>,
}

const STEPS: &[Step] = &[
    Step {
        name: "setup",
        what: "tools, at their pinned versions",
        fast: false,
        after: &[],
        run: |project| tools::ready(project, tools::ALL).map(|()| Count::PASSED),
    },
    Step {
        name: "format",
        what: "cargo fmt --check",
        fast: true,
        after: &[],
        run: |project| {
            cmd!(project.shell, "cargo fmt --all --check").run()?;
            Ok(Count::PASSED)
        },
    },
    Step {
        name: "tidy",
        what: "file sizes, names, marks, links, pins, dependencies",
        fast: true,
        after: &[],
        run: |project| tidy::run(project).map(|()| Count::PASSED),
    },
    Step {
        name: "clippy",
        what: "lints of every crate, for this machine",
        fast: true,
        after: &[],
        run: |project| {
            let sh = &project.shell;
            cmd!(
                sh,
                "cargo clippy --locked --workspace --all-targets -- -D warnings"
            )
            .run()?;
            Ok(Count::PASSED)
        },
    },
    Step {
        name: "clippy-wasm",
        what: "lints of the portal, for the browser",
        fast: false,
        after: &["setup"],
        run: |project| {
            let sh = &project.shell;
            cmd!(
                sh,
                "cargo clippy --locked --package portal --target wasm32-unknown-unknown -- -D warnings"
            )
            .run()?;
            Ok(Count::PASSED)
        },
    },
    Step {
        name: "host",
        what: "cargo test of every crate, the server on SQLite",
        fast: true,
        after: &[],
        run: |project| {
            let command = cmd!(
                project.shell,
                "cargo test --locked --workspace --no-fail-fast"
            );
            count::run(command, Runner::Cargo)
        },
    },
    Step {
        name: "postgres",
        what: "the server's tests once more, on a temporary PostgreSQL",
        fast: false,
        after: &["setup"],
        run: postgres,
    },
    Step {
        name: "build",
        what: "the release with its size gate",
        fast: false,
        after: &["setup"],
        run: |project| build::release(project).map(|()| Count::PASSED),
    },
    Step {
        name: "api",
        what: "real clients against the released binary",
        fast: false,
        after: &["setup", "build"],
        run: api,
    },
    Step {
        name: "faults",
        what: "the released binary killed, cut off, out of room, raced for: the quick form",
        fast: false,
        after: &["setup", "build"],
        run: faults::quick,
    },
    Step {
        name: "browser",
        what: "Playwright in Chromium against the released binary",
        fast: false,
        after: &["setup", "build"],
        run: browser,
    },
];

/// No word means all of them.
pub fn choose(words: &[String]) -> Result<Vec<&'static Step>> {
    match words {
        [] => return Ok(STEPS.iter().collect()),
        [word] if word == "fast" => return Ok(STEPS.iter().filter(|step| step.fast).collect()),
        _ => {}
    }
    for word in words {
        if !STEPS.iter().any(|step| step.name == word) {
            let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
            bail!("no step `{word}`; there are: fast, {}", names.join(", "));
        }
    }
    Ok(STEPS
        .iter()
        .filter(|step| words.iter().any(|word| word == step.name))
        .collect())
}

fn postgres(project: &Project) -> Result<Count> {
    if tools::initdb().is_none() {
        println!("skipped: no initdb here; apt-get install postgresql brings it");
        return Ok(Count::SKIPPED);
    }
    let command = cmd!(
        project.shell,
        "cargo test --locked --package portico-server --lib"
    )
    .env("PORTICO_TEST_ENGINE", "postgres");
    count::run(command, Runner::Cargo)
}

fn api(project: &Project) -> Result<Count> {
    let python = tools::python(project)?;
    let command = cmd!(
        project.shell,
        "{python} -B -m pytest -p no:cacheprovider --color=no tests/api"
    )
    .env("PORTICO_BINARY", build::binary(project));
    count::run(command, Runner::Pytest)
}

fn browser(project: &Project) -> Result<Count> {
    let sh = &project.shell;
    let modules = tools::node_modules(project)?;
    let playwright = modules.join("@playwright/test/cli.js");
    let tsc = modules.join("typescript/bin/tsc");
    let _there = sh.push_dir(project.root.join("tests/e2e"));
    cmd!(sh, "node {tsc} --noEmit").run()?;
    let mut command = cmd!(sh, "node {playwright} test")
        .env("PORTICO_BINARY", build::binary(project))
        .env("FORCE_COLOR", "0");
    if let Some(chromium) = tools::chromium() {
        command = command.env("PORTICO_CHROMIUM", chromium);
    }
    count::run(command, Runner::Playwright)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Vec<&'static str> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        choose(&words)
            .unwrap()
            .iter()
            .map(|step| step.name)
            .collect()
    }

    #[test]
    fn no_word_runs_everything_and_fast_the_inner_loop() {
        assert_eq!(names(&[]).len(), STEPS.len());
        assert_eq!(names(&["fast"]), ["format", "tidy", "clippy", "host"]);
    }

    #[test]
    fn named_steps_keep_their_order_and_unknown_ones_are_refused() {
        assert_eq!(names(&["host", "tidy"]), ["tidy", "host"]);
        assert!(choose(&["everything".to_owned()]).is_err());
    }

    #[test]
    fn a_step_comes_after_those_it_needs() {
        for (place, step) in STEPS.iter().enumerate() {
            for before in step.after {
                assert!(
                    STEPS[..place].iter().any(|other| other.name == *before),
                    "{} needs {before}",
                    step.name
                );
            }
        }
    }
}
