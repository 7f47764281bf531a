//! A Python environment with Microsoft's SDK, for `tests/api`.

use anyhow::{Context, Result};
use std::path::PathBuf;
use xshell::cmd;

use super::apt;
use crate::fingerprint::Fingerprint;
use crate::project::Project;

const REQUIREMENTS: &str = "tests/api/requirements.txt";

/// The interpreter of the environment, whether it exists yet or not.
pub fn interpreter(project: &Project) -> Result<PathBuf> {
    Ok(folder(project)?.join("bin/python"))
}

pub fn ready(project: &Project) -> Result<String> {
    let sh = &project.shell;
    let folder = folder(project)?;
    // The last thing an installation writes; without it the folder was left half filled.
    let complete = folder.join("complete");
    if !complete.is_file() {
        if cmd!(sh, "python3 -c 'import ensurepip, venv'")
            .quiet()
            .run()
            .is_err()
        {
            apt::install(project, &["python3", "python3-venv"])
                .context("Python 3 with venv is missing")?;
        }
        println!("  installing {REQUIREMENTS} into the cache: about a minute, once a machine");
        // An environment holds its own path and cannot be moved afterwards.
        sh.remove_path(&folder)?;
        sh.create_dir(&project.tools)?;
        cmd!(sh, "python3 -m venv {folder}").run()?;
        let python = interpreter(project)?;
        cmd!(
            sh,
            "{python} -m pip install --quiet --requirement {REQUIREMENTS}"
        )
        .run()?;
        sh.write_file(&complete, "")?;
    }
    let python = interpreter(project)?;
    let version = cmd!(sh, "{python} --version").quiet().read()?;
    Ok(format!(
        "{version}, {}",
        pinned(&project.read(REQUIREMENTS)?)
    ))
}

fn folder(project: &Project) -> Result<PathBuf> {
    let requirements = project.read(REQUIREMENTS)?;
    Ok(project.tools.join(format!(
        "python-{}",
        Fingerprint::of(requirements.as_bytes())
    )))
}

/// The lines worth showing.
fn pinned(requirements: &str) -> String {
    requirements
        .lines()
        .filter(|line| line.starts_with("msgraph-sdk=") || line.starts_with("pytest="))
        .collect::<Vec<_>>()
        .join(", ")
}
