//! The files of the repository, as git sees them: tracked, or new and not ignored.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use xshell::cmd;

use crate::project::Project;

pub struct File {
    /// Named from the root of the repository.
    pub path: PathBuf,
    pub bytes: Vec<u8>,
}

impl File {
    /// The text, or nothing for pictures and the like.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        self.path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| extensions.contains(&extension))
    }
}

pub struct Tree {
    pub files: Vec<File>,
}

impl Tree {
    pub fn read(project: &Project) -> Result<Self> {
        let listed = cmd!(
            project.shell,
            "git ls-files -z --cached --others --exclude-standard"
        )
        .quiet()
        .read()
        .context("tidy reads the list of files from git")?;
        let files = listed
            .split('\0')
            .map(Path::new)
            // A file that was removed but not yet committed is still listed.
            .filter(|path| project.root.join(path).is_file())
            .map(|path| {
                Ok(File {
                    path: path.to_path_buf(),
                    bytes: std::fs::read(project.root.join(path))?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Self { files })
    }

    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| File {
                path: PathBuf::from(path),
                bytes: text.as_bytes().to_vec(),
            })
            .collect();
        Self { files }
    }

    pub fn holds(&self, path: &Path) -> bool {
        self.files
            .iter()
            .any(|file| file.path == path || file.path.starts_with(path))
    }
}
