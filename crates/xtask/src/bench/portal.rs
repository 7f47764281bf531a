//! `cargo xtask bench portal`: the portal on a slow phone, with as many packages as Entra allows. The work is done in `tests/lab`.

use anyhow::{Context, Result};
use xshell::cmd;

use crate::project::Project;
use crate::{build, tools};

/// Builds the release and measures it; options go to the lab, such as `--packages 400`.
pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    tools::ready(project, tools::ALL)?;
    tools::lab_ready(project)?;
    build::release(project)?;
    let chromium = tools::chromium().context("no Chromium found")?;
    let binary = project.root.join("target/release/portico");
    cmd!(
        project.shell,
        "node tests/lab/lab.mjs --binary {binary} --chromium {chromium} {arguments...}"
    )
    .run()?;
    Ok(())
}
