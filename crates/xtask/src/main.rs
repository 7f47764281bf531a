//! The project's own commands. `cargo xtask` without a word prints the list.

mod bench;
mod build;
mod faults;
mod fingerprint;
mod fuzz;
mod portal;
mod project;
mod serve;
mod stopwatch;
mod test;
mod tidy;
mod tools;

use anyhow::{Result, bail};
use project::Project;
use std::process::ExitCode;

struct Command {
    name: &'static str,
    what: &'static str,
    run: fn(&Project, &[String]) -> Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "serve",
        what: "set up, build, and start the demo at http://127.0.0.1:8080; words after -- go to `portico serve`",
        run: serve::run,
    },
    Command {
        name: "test",
        what: "set up and run every test; `fast` for the inner loop, or the names of single steps",
        run: test::run,
    },
    Command {
        name: "build",
        what: "make target/release/portico with the portal inside, and print its size",
        run: |project, _| build::release(project),
    },
    Command {
        name: "bench",
        what: "`bench server` measures the released server and draws the curves (`--quick` in a minute); `bench portal` the portal on a slow phone",
        run: bench::run,
    },
    Command {
        name: "faults",
        what: "kill the server, fill its disk, take its database away, set its clock, let deciders race (`--quick` in a minute)",
        run: faults::run,
    },
    Command {
        name: "setup",
        what: "install what the other commands need, once a machine",
        run: |project, _| tools::ready(project, tools::ALL),
    },
    Command {
        name: "tidy",
        what: "check file sizes, names, marks, links, pins and who depends on whom",
        run: |project, _| tidy::run(project),
    },
    Command {
        name: "fuzz",
        what: "feed every parser with what nobody would write, for so many seconds each (60)",
        run: fuzz::run,
    },
    Command {
        name: "after-trunk",
        what: "make the compressed siblings of a portal that `trunk build --release` left in dist/",
        run: |project, _| portal::finish(project, &portal::staged(project)),
    },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        // Without a stack trace: the chain of reasons is what helps.
        Err(problem) => {
            eprintln!("xtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<()> {
    let Some((name, rest)) = words.split_first() else {
        println!("{}", list());
        return Ok(());
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        bail!("there is no `cargo xtask {name}`\n{}", list());
    };
    (command.run)(&Project::find()?, rest)
}

fn list() -> String {
    let lines: Vec<String> = COMMANDS
        .iter()
        .map(|command| format!("cargo xtask {:<12} {}", command.name, command.what))
        .collect();
    lines.join("\n")
}
