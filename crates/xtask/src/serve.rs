//! The demo on this machine, in a development build: same origin and same policy as in production.

use anyhow::{Result, anyhow};
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use xshell::cmd;

use crate::project::Project;
use crate::stopwatch::{Stopwatch, words};
use crate::{portal, tools};

/// Sets up, builds, and becomes `portico serve --demo`, so that signals reach the server and nothing stands between.
pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let arguments = arguments
        .strip_prefix(&["--".to_owned()][..])
        .unwrap_or(arguments);
    tools::ready(project, tools::DEVELOPMENT)?;
    let watch = Stopwatch::start();
    portal::development(project)?;
    println!("  done   portal ({})", words(watch.elapsed()));
    let watch = Stopwatch::start();
    cmd!(
        project.shell,
        "cargo build --locked --package portico-server"
    )
    .run()?;
    println!("  done   server ({})", words(watch.elapsed()));
    let binary = project.target()?.join("debug/portico");
    let failure = Command::new(&binary)
        .args(["serve", "--demo"])
        .args(arguments)
        .current_dir(&project.root)
        .exec();
    Err(anyhow!(failure).context(format!("cannot start {}", binary.display())))
}
