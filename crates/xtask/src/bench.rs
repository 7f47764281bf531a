//! The figures the project steers by. The measuring itself is a program of its own, so that this one stays quick to build.

mod against;
mod portal;

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::project::Project;
use crate::tools;

/// Builds the released server and the measuring program, and runs it.
pub fn run(project: &Project, words: &[String]) -> Result<()> {
    match words.split_first() {
        Some((what, options)) if what == "server" => server(project, options, None),
        Some((what, options)) if what == "against" => {
            let (revision, options) = options.split_first().context("against which revision?")?;
            server(project, options, Some(revision))
        }
        Some((what, options)) if what == "portal" => portal::run(project, options),
        _ => bail!(
            "what? There is `cargo xtask bench server [--quick] [--sqlite] [--people N] [--scale full|tenth|fortieth]`, \
             `cargo xtask bench against REVISION [--sqlite] [--scale full|tenth|fortieth]` and `cargo xtask bench portal [--packages N]`"
        ),
    }
}

fn server(project: &Project, options: &[String], against: Option<&str>) -> Result<()> {
    let sh = &project.shell;
    let before = against
        .map(|revision| against::build(project, revision))
        .transpose()?;
    cmd!(
        sh,
        "cargo build --locked --release --package portico-server --package portico-bench"
    )
    .run()?;
    let folder = project.target()?.join("release");
    let (bench, binary) = (folder.join("portico-bench"), folder.join("portico"));
    let mut command = cmd!(sh, "{bench} --binary {binary}").args(options);
    let said = |word: &str| options.iter().any(|option| option == word);
    if let Some(before) = &before {
        command = command.arg("--before").arg(before);
    }
    let is_whole = against.is_none() && options.iter().all(|option| option == "--sqlite");
    if is_whole {
        // Anything less is not what the curves stand for.
        command = command.args(["--plots", "docs/performance"]);
    }
    let programs = tools::initdb();
    match programs.as_deref().and_then(std::path::Path::parent) {
        // A quick look is one at the default database.
        _ if said("--quick") || said("--sqlite") => {}
        Some(programs) => command = command.arg("--postgres").arg(programs),
        None => println!("PostgreSQL is absent: measured on SQLite only"),
    }
    command.run()?;
    Ok(())
}
