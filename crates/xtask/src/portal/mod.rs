//! The portal: built by Trunk, then compressed ahead of time, weighed and held against its budget.

mod lean;
mod script;
mod siblings;
mod stylesheet;
mod weight;

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use xshell::cmd;

use crate::fingerprint::Fingerprint;
use crate::project::Project;

/// Builds the portal for release into `dist/` and finishes it.
pub fn release(project: &Project) -> Result<()> {
    trunk(project, &["--release"], None)?;
    finish(project, &dist(project))
}

/// Builds the portal for development into `dist/`: fast to compile, large to load.
pub fn development(project: &Project) -> Result<()> {
    let target = project.target()?.join("portal-dev");
    trunk(project, &[], Some(&target))
}

/// Joins the styles, makes scripts and styles lean, writes the compressed siblings, prints what a first visit loads, and fails above the budget.
pub fn finish(project: &Project, dist: &Path) -> Result<()> {
    stylesheet::join(dist)?;
    script::finish(dist)?;
    let files = files(dist)?;
    let compressed = siblings::write(dist, &files)?;
    let record = project.target()?.join("portal-weight.txt");
    weight::check(&compressed, &record)
}

/// Where Trunk left its work: its staging folder while it runs a hook, `dist/` otherwise.
pub fn staged(project: &Project) -> PathBuf {
    std::env::var_os("TRUNK_STAGING_DIR").map_or_else(|| dist(project), PathBuf::from)
}

/// A short name for the portal in `dist/`, which changes when any of its files does.
pub fn fingerprint(project: &Project) -> Result<String> {
    let dist = dist(project);
    let mut name = Fingerprint::EMPTY;
    for file in files(&dist)? {
        name = name
            .and(file.as_os_str().as_encoded_bytes())
            .and(&std::fs::read(dist.join(&file))?);
    }
    Ok(name.to_string())
}

pub fn dist(project: &Project) -> PathBuf {
    project.root.join("dist")
}

fn trunk(project: &Project, arguments: &[&str], development: Option<&Path>) -> Result<()> {
    let sh = &project.shell;
    // Trunk works offline, so what it compiles has to be there.
    cmd!(sh, "cargo fetch --quiet --locked").run()?;
    let mut trunk = cmd!(sh, "trunk build {arguments...}")
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk understands only true and false here and stops at the customary 1.
        .env_remove("NO_COLOR")
        .env("CARGO_ENCODED_RUSTFLAGS", flags(development.is_none()));
    if let Some(target) = development {
        trunk = trunk.env("CARGO_TARGET_DIR", target);
    }
    trunk.run().context("the portal does not build")
}

/// The compiler's flags for the portal, as `CARGO_ENCODED_RUSTFLAGS` wants them.
///
/// Components are of one type: faster to compile, and less to download. A release inlines only what gets smaller by it, which the
/// compiler's own setting for small code does not keep to, and does not tell where the crates lie on this machine.
fn flags(release: bool) -> String {
    let mut flags = vec!["--cfg".to_owned(), "erase_components".to_owned()];
    if release {
        flags.push("-Cllvm-args=-inline-threshold=0".to_owned());
        let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
        let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
        if let Some(home) = home {
            let crates = home.join("registry").join("src");
            flags.push(format!("--remap-path-prefix={}=crates", crates.display()));
        }
    }
    flags.join("\u{1f}")
}

/// Every file of the portal itself, without the siblings, sorted, named from `dist`.
fn files(dist: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("no portal in {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if !siblings::is_sibling(&path) {
                found.push(path.strip_prefix(dist)?.to_path_buf());
            }
        }
    }
    found.sort();
    Ok(found)
}
