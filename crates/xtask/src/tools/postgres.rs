//! PostgreSQL is optional: the store's tests start a cluster of their own when `initdb` is there.

use anyhow::Result;
use std::path::PathBuf;
use xshell::cmd;

use super::apt;
use crate::project::Project;

pub fn ready(project: &Project) -> Result<String> {
    if initdb().is_none() && apt::is_root(project) {
        // Its absence is no failure; the line below tells.
        let _ = apt::install(project, &["postgresql"]);
    }
    let Some(initdb) = initdb() else {
        return Ok(
            "absent: the store is tested on SQLite only (sudo apt-get install -y postgresql)"
                .to_owned(),
        );
    };
    Ok(cmd!(project.shell, "{initdb} --version").quiet().read()?)
}

/// Debian keeps the server's programs off the path, in a folder a version.
pub fn initdb() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"));
    std::env::split_paths(&path)
        .chain(debian)
        .map(|folder| folder.join("initdb"))
        .find(|file| file.is_file())
        // A link to it stands alone; its folder has the other programs.
        .and_then(|file| file.canonicalize().ok())
}
