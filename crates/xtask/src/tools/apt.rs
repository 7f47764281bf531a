//! System packages: installed when we are root, named otherwise.

use anyhow::{Result, bail};
use xshell::cmd;

use crate::project::Project;

/// Installs Debian packages, or stops with the line that does.
pub fn install(project: &Project, packages: &[&str]) -> Result<()> {
    let sh = &project.shell;
    let line = format!("apt-get install -y {}", packages.join(" "));
    if !is_root(project)
        || cmd!(sh, "apt-get --version")
            .quiet()
            .ignore_stdout()
            .run()
            .is_err()
    {
        bail!("install it with: sudo {line}");
    }
    let _quiet = sh.push_env("DEBIAN_FRONTEND", "noninteractive");
    let install = || {
        cmd!(
            sh,
            "apt-get install -y --no-install-recommends {packages...}"
        )
        .run()
    };
    // A fresh machine has no package lists yet.
    if install().is_err() {
        cmd!(sh, "apt-get update").run()?;
        if install().is_err() {
            bail!("apt could not install it; try: {line}");
        }
    }
    Ok(())
}

pub fn is_root(project: &Project) -> bool {
    cmd!(project.shell, "id -u")
        .quiet()
        .read()
        .is_ok_and(|id| id == "0")
}
