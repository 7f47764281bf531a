//! Chromium: the one named by `PORTICO_CHROMIUM`, or the system's.

use anyhow::{Context, Result};
use std::path::PathBuf;
use xshell::cmd;

use super::apt;
use crate::project::Project;

const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// The browser that the tests start.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("PORTICO_CHROMIUM").filter(|value| !value.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| NAMES.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file())
}

pub fn ready(project: &Project) -> Result<String> {
    if chromium().is_none() {
        apt::install(project, &["chromium", "fonts-liberation"])
            .context("no Chromium found (PORTICO_CHROMIUM may name one)")?;
    }
    let binary = chromium().context("Chromium is still missing after its installation")?;
    let version = cmd!(project.shell, "{binary} --version")
        .quiet()
        .ignore_stderr()
        .read()
        .with_context(|| format!("{} does not start", binary.display()))?;
    Ok(format!("{}, {}", version.trim(), binary.display()))
}
