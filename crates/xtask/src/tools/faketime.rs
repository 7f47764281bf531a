//! libfaketime is optional: the fault tests set a server's clock with it when it is there.

use anyhow::Result;
use std::path::PathBuf;

use super::apt;
use crate::project::Project;

#[expect(
    clippy::unnecessary_wraps,
    reason = "every tool is asked in the same way, and most can fail"
)]
pub fn ready(project: &Project) -> Result<String> {
    if library().is_none() && apt::is_root(project) {
        // Its absence is no failure; the line below tells.
        let _ = apt::install(project, &["faketime"]);
    }
    Ok(match library() {
        Some(library) => library.display().to_string(),
        None => "absent: clocks are not set in tests (sudo apt-get install -y faketime)".to_owned(),
    })
}

/// The library for programs with threads; Debian keeps it in a folder of each architecture.
fn library() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").ok()?.flatten();
    folders
        .map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"))
        .find(|file| file.is_file())
}
