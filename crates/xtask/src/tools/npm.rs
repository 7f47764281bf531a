//! Node packages: of `tests/e2e` (Playwright, axe, TypeScript, and binaryen's wasm-opt), and of `tests/lab` (Lighthouse) for whoever measures.
//!
//! They are installed once for each lock file into the cache; `node_modules` beside the lock file is a link to them.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use xshell::cmd;

use crate::fingerprint::Fingerprint;
use crate::project::Project;

const OLDEST_NODE: u32 = 20;
const TESTS: &str = "tests/e2e";
const LAB: &str = "tests/lab";

/// The folder of the tests' installed packages, whether it exists yet or not.
pub fn modules(project: &Project) -> Result<PathBuf> {
    Ok(folder(project, TESTS)?.join("node_modules"))
}

/// Makes the lab's packages ready, beside those of the tests.
pub fn lab_ready(project: &Project) -> Result<()> {
    there(project, LAB)
}

pub fn ready(project: &Project) -> Result<String> {
    let sh = &project.shell;
    let node = cmd!(sh, "node --version").quiet().read().context(
        "Node is missing; install version 20 or newer, for instance: sudo apt-get install -y nodejs npm",
    )?;
    let major = major(&node).with_context(|| format!("`node --version` says {node}"))?;
    ensure!(
        major >= OLDEST_NODE,
        "node {node} is too old; install version {OLDEST_NODE} or newer"
    );
    there(project, TESTS)?;
    let wasm_opt = cmd!(sh, "wasm-opt --version").quiet().read()?;
    Ok(format!("{node}, {wasm_opt}"))
}

/// Installs the packages of a folder, unless they are.
fn there(project: &Project, of: &str) -> Result<()> {
    let folder = folder(project, of)?;
    if !folder.is_dir() {
        install(project, of, &folder)?;
    }
    link(project, of, &folder)
}

fn folder(project: &Project, of: &str) -> Result<PathBuf> {
    let lock = project.read(format!("{of}/package-lock.json"))?;
    Ok(project
        .tools
        .join(format!("node-{}", Fingerprint::of(lock.as_bytes()))))
}

fn install(project: &Project, of: &str, folder: &PathBuf) -> Result<()> {
    let sh = &project.shell;
    let part = folder.with_extension("part");
    sh.remove_path(&part)?;
    sh.create_dir(&part)?;
    for file in ["package.json", "package-lock.json"] {
        sh.copy_file(project.root.join(of).join(file), part.join(file))?;
    }
    {
        let _there = sh.push_dir(&part);
        cmd!(
            sh,
            "npm ci --no-audit --no-fund --ignore-scripts --loglevel error"
        )
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .run()?;
    }
    if !folder.exists() {
        std::fs::rename(&part, folder)?;
    }
    sh.remove_path(&part)?;
    Ok(())
}

/// Node looks for packages beside the file that imports them.
fn link(project: &Project, of: &str, folder: &Path) -> Result<()> {
    let link = project.root.join(of).join("node_modules");
    let wanted = folder.join("node_modules");
    if std::fs::read_link(&link).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    if link.is_symlink() {
        std::fs::remove_file(&link)?;
    } else if link.is_dir() {
        // Left by a plain `npm install`.
        std::fs::remove_dir_all(&link)?;
    }
    std::os::unix::fs::symlink(&wanted, &link)?;
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
    }
}
