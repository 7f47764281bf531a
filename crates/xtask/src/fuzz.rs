//! `cargo xtask fuzz [SECONDS [TARGET…]]`: libFuzzer on every trial of `crates/trial`, or on those named, each for so long. Needs a nightly compiler, which nothing else
//! does; the trials themselves are also held by `cargo test`, with kept cases and changes to them.
//!
//! `fuzz/cases` holds where each target starts from, and what was once found and must not come back. What is learnt on the way stays in
//! cargo's target folder.

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::project::Project;
use crate::tools;

const TARGETS: &[&str] = &[
    "query",
    "path",
    "time",
    "wire",
    "body",
    "organisation",
    "rule",
    "scimfilter",
    "scimpatch",
    "skiptoken",
    "link",
];
const USUAL: u64 = 60;
/// Nothing longer than this is tried; the server takes no longer address, and no parser behaves otherwise on more of the same.
const LONGEST: u32 = 4096;

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let (seconds, named) = match arguments.split_first() {
        None => (USUAL, &[][..]),
        Some((seconds, named)) => {
            let seconds = seconds.parse();
            (seconds.context("how many seconds for each target?")?, named)
        }
    };
    if let Some(unknown) = named.iter().find(|name| !TARGETS.contains(&name.as_str())) {
        bail!(
            "there is no target '{unknown}'; there are {}",
            TARGETS.join(", ")
        );
    }
    let sh = &project.shell;
    cmd!(sh, "cargo +nightly --version").quiet().ignore_stdout().run().context(
        "there is no nightly compiler; install it with: rustup toolchain install nightly --profile minimal",
    )?;
    let fuzz = tools::cargo_fuzz(project)?;
    // Our code has no `unsafe`, so there is nothing for a sanitizer of addresses to find in it; without one, twice as much is tried.
    let learnt = project.target()?.join("fuzz-corpus");
    let build = project.target()?.join("fuzz");
    let is_meant = |target: &str| named.is_empty() || named.iter().any(|name| name == target);
    for target in TARGETS.iter().filter(|target| is_meant(target)) {
        println!("== fuzz {target}, {seconds} s");
        let corpus = learnt.join(target);
        sh.create_dir(&corpus)?;
        let cases = project.root.join("fuzz/cases").join(target);
        let time = format!("-max_total_time={seconds}");
        let length = format!("-max_len={LONGEST}");
        cmd!(
            sh,
            "{fuzz} fuzz run --sanitizer none {target} {corpus} {cases} -- {time} {length} -rss_limit_mb=2048 -timeout=10 -print_final_stats=1"
        )
        .env("RUSTUP_TOOLCHAIN", "nightly")
        .env("CARGO_TARGET_DIR", &build)
        .run()
        .with_context(|| format!("{target} found something: keep it in fuzz/cases/{target} with its fix"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::TARGETS;
    use crate::project::Project;

    #[test]
    fn every_target_has_a_program_and_cases_to_start_from() {
        let project = Project::find().unwrap();
        let manifest = project.read("fuzz/Cargo.toml").unwrap();
        assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
        for target in TARGETS {
            assert!(
                manifest.contains(&format!("path = \"targets/{target}.rs\"")),
                "{target}"
            );
            let cases = std::fs::read_dir(project.root.join("fuzz/cases").join(target));
            assert!(cases.unwrap().count() > 0, "{target}");
        }
    }
}
