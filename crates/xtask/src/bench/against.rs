//! `cargo xtask bench against REVISION`: whether a call became slower since then. The released server of that revision is built beside this
//! one, by the same compiler, and both are called by turns.

use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::project::Project;

/// The server of a revision, built in a folder of its own below cargo's target folder.
pub fn build(project: &Project, revision: &str) -> Result<PathBuf> {
    let sh = &project.shell;
    let commit = format!("{revision}^{{commit}}");
    let commit = cmd!(sh, "git rev-parse --verify --short {commit}")
        .read()
        .with_context(|| format!("there is no revision {revision}"))?;
    let folder = project.target()?.join("against").join(commit);
    let (source, target) = (folder.join("source"), folder.join("target"));
    sh.create_dir(&source)?;
    let archive = folder.join("source.tar");
    cmd!(sh, "git archive --output {archive} {revision}").run()?;
    cmd!(sh, "tar -xf {archive} -C {source}").run()?;
    sh.remove_path(&archive)?;
    let _there = sh.push_dir(&source);
    cmd!(
        sh,
        "cargo build --locked --release --package portico-server"
    )
    .env("CARGO_TARGET_DIR", &target)
    .run()?;
    Ok(target.join("release/portico"))
}
