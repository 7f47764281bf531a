//! Where things are: the repository, the cache of tools, cargo's target folder, and a shell that finds our tools first.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

use crate::tools;

pub struct Project {
    /// The repository.
    pub root: PathBuf,
    /// `$XDG_CACHE_HOME/portico/tools`: tools by name and version, shared by every clone.
    pub tools: PathBuf,
    /// Stands in the repository, with our tools first on `PATH`.
    pub shell: Shell,
}

impl Project {
    pub fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .ancestors()
            .nth(2)
            .context("xtask is expected in crates/xtask")?
            .to_path_buf();
        ensure!(
            root.join("Trunk.toml").is_file(),
            "no Portico repository at {}",
            root.display()
        );
        let tools = cache()?.join("tools");
        let shell = Shell::new()?;
        shell.change_dir(&root);
        let project = Self { root, tools, shell };
        project.put_tools_on_path()?;
        Ok(project)
    }

    /// Cargo's target folder, wherever the environment or a cargo configuration put it.
    pub fn target(&self) -> Result<PathBuf> {
        let metadata = self.metadata()?;
        let folder = metadata["target_directory"]
            .as_str()
            .context("cargo metadata names no target_directory")?;
        Ok(PathBuf::from(folder))
    }

    /// What `cargo metadata` says of the workspace's own packages.
    pub fn metadata(&self) -> Result<serde_json::Value> {
        let text = cmd!(
            self.shell,
            "cargo metadata --format-version 1 --no-deps --offline"
        )
        .quiet()
        .read()?;
        Ok(serde_json::from_str(&text)?)
    }

    /// The text of a file, named from the root of the repository.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<String> {
        let path = self.root.join(path);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    fn put_tools_on_path(&self) -> Result<()> {
        let old = std::env::var_os("PATH").unwrap_or_default();
        let folders = tools::folders(self)?
            .into_iter()
            .chain(std::env::split_paths(&old));
        self.shell.set_var("PATH", std::env::join_paths(folders)?);
        Ok(())
    }
}

fn cache() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
        return Ok(PathBuf::from(folder).join("portico"));
    }
    let home = std::env::var_os("HOME").context("neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(PathBuf::from(home).join(".cache/portico"))
}
