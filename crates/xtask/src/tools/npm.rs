//! Node packages of `tests/e2e/package-lock.json`: Playwright, axe, TypeScript, and binaryen's wasm-opt.
//!
//! They are installed once for each lock file into the cache; `tests/e2e/node_modules` is a link to them.

use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use xshell::cmd;

use crate::fingerprint::Fingerprint;
use crate::project::Project;

const OLDEST_NODE: u32 = 20;

/// The folder of installed packages, whether it exists yet or not.
pub fn modules(project: &Project) -> Result<PathBuf> {
    Ok(folder(project)?.join("node_modules"))
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
    let folder = folder(project)?;
    if !folder.is_dir() {
        install(project, &folder)?;
    }
    link(project)?;
    let wasm_opt = cmd!(sh, "wasm-opt --version").quiet().read()?;
    Ok(format!("{node}, {wasm_opt}"))
}

fn folder(project: &Project) -> Result<PathBuf> {
    let lock = project.read("tests/e2e/package-lock.json")?;
    Ok(project
        .tools
        .join(format!("node-{}", Fingerprint::of(lock.as_bytes()))))
}

fn install(project: &Project, folder: &PathBuf) -> Result<()> {
    let sh = &project.shell;
    let part = folder.with_extension("part");
    sh.remove_path(&part)?;
    sh.create_dir(&part)?;
    for file in ["package.json", "package-lock.json"] {
        sh.copy_file(project.root.join("tests/e2e").join(file), part.join(file))?;
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
fn link(project: &Project) -> Result<()> {
    let link = project.root.join("tests/e2e/node_modules");
    let wanted = modules(project)?;
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
