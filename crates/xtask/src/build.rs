//! The product: one binary with the portal inside.

use anyhow::Result;
use std::path::PathBuf;
use xshell::cmd;

use crate::project::Project;
use crate::stopwatch::{Stopwatch, words};
use crate::{portal, tools};

/// Portal, then server; the binary ends at `target/release/portico`, wherever cargo builds.
pub fn release(project: &Project) -> Result<()> {
    tools::ready(project, tools::RELEASE)?;
    timed("portal", || portal::release(project))?;
    timed("server", || server(project))?;
    println!("  built  {}", binary(project).display());
    Ok(())
}

/// The released server. Tests start it from here.
pub fn binary(project: &Project) -> PathBuf {
    project.root.join("target/release/portico")
}

fn server(project: &Project) -> Result<()> {
    let sh = &project.shell;
    cmd!(
        sh,
        "cargo build --locked --release --package portico-server"
    )
    // Files that cargo has not seen before do not make it build again; a changed name for the whole does.
    .env("PORTICO_PORTAL", portal::fingerprint(project)?)
    .run()?;
    let built = project.target()?.join("release/portico");
    let wanted = binary(project);
    if built != wanted {
        // Moved into place, so that a server that still runs keeps its own file.
        let part = wanted.with_extension("part");
        sh.create_dir(project.root.join("target/release"))?;
        sh.copy_file(&built, &part)?;
        std::fs::rename(&part, &wanted)?;
    }
    Ok(())
}

fn timed(name: &str, step: impl FnOnce() -> Result<()>) -> Result<()> {
    let watch = Stopwatch::start();
    step()?;
    println!("  done   {name} ({})", words(watch.elapsed()));
    Ok(())
}
