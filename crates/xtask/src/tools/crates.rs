//! Tools built from crates: Trunk, and the wasm-bindgen command of exactly the version in `Cargo.lock`.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use xshell::cmd;

use crate::project::Project;

/// The last Trunk that the pinned Rust compiles.
pub const TRUNK: &str = "0.21.14";

pub fn trunk(project: &Project) -> Result<String> {
    ready(project, "trunk", "trunk", TRUNK, "ten to fifteen minutes")
}

pub fn wasm_bindgen(project: &Project) -> Result<String> {
    let version = locked_wasm_bindgen(project)?;
    ready(
        project,
        "wasm-bindgen",
        "wasm-bindgen-cli",
        &version,
        "about five minutes",
    )
}

/// Drives libFuzzer; only for `cargo xtask fuzz`.
const CARGO_FUZZ: &str = "0.13.2";

pub fn cargo_fuzz(project: &Project) -> Result<PathBuf> {
    ready(
        project,
        "cargo-fuzz",
        "cargo-fuzz",
        CARGO_FUZZ,
        "two minutes",
    )?;
    Ok(folder(project, "cargo-fuzz", CARGO_FUZZ).join("bin/cargo-fuzz"))
}

/// The version of the wasm-bindgen library: the command must be equal to it.
pub fn locked_wasm_bindgen(project: &Project) -> Result<String> {
    locked_version(&project.read("Cargo.lock")?, "wasm-bindgen")
        .context("Cargo.lock names no wasm-bindgen")
}

pub fn folder(project: &Project, name: &str, version: &str) -> PathBuf {
    project.tools.join(format!("{name}-{version}"))
}

fn locked_version(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == wanted)?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

fn ready(
    project: &Project,
    name: &str,
    package: &str,
    version: &str,
    patience: &str,
) -> Result<String> {
    let folder = folder(project, name, version);
    let binary = folder.join("bin").join(name);
    if !binary.is_file() {
        println!("  building {package} {version} into the cache: {patience}, once a machine");
        install(project, package, version, &folder)?;
    }
    let answer = cmd!(project.shell, "{binary} --version").quiet().read()?;
    if answer.split(' ').nth(1) != Some(version) {
        bail!(
            "{} answers `{answer}` instead of version {version}; remove {} and try again",
            binary.display(),
            folder.display()
        );
    }
    Ok(answer)
}

/// Builds beside the final folder and moves at the end, so that an interrupted build never looks finished. What was compiled
/// stays until then, and the next try goes on from there.
fn install(project: &Project, package: &str, version: &str, folder: &Path) -> Result<()> {
    let sh = &project.shell;
    let part = project.tools.join(format!(".{package}-{version}.part"));
    let build = project.tools.join(format!(".{package}-{version}.build"));
    sh.create_dir(&project.tools)?;
    let cargo = |locked: Option<&str>| {
        cmd!(
            sh,
            "cargo install {package} --version ={version} {locked...} --root {part} --force"
        )
        .env("CARGO_TARGET_DIR", &build)
        .env_remove("RUSTFLAGS")
        .run()
    };
    // The lock file of a release may name a crate that the registry no longer offers.
    if cargo(Some("--locked")).is_err() {
        println!("  {package} {version} does not build with its own lock file; trying without");
        cargo(None).with_context(|| {
            format!(
                "try by hand: cargo install {package} --version {version} --root {}",
                folder.display()
            )
        })?;
    }
    if !folder.exists() {
        std::fs::rename(&part, folder)?;
    }
    sh.remove_path(&part)?;
    sh.remove_path(&build)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(
            locked_version(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(locked_version(lock, "trunk"), None);
    }
}
