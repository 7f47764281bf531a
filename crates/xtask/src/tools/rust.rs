//! The toolchain of `rust-toolchain.toml`, with the wasm target and the components that the tests use.

use anyhow::{Context, Result};
use std::path::Path;
use xshell::cmd;

use crate::project::Project;

const TARGET: &str = "wasm32-unknown-unknown";

pub fn ready(project: &Project) -> Result<String> {
    let sh = &project.shell;
    let sysroot = cmd!(sh, "rustc --print sysroot").quiet().read()?;
    let sysroot = Path::new(&sysroot);
    if !sysroot.join("lib/rustlib").join(TARGET).is_dir() {
        cmd!(sh, "rustup target add {TARGET}")
            .run()
            .with_context(|| {
                format!(
                    "the target {TARGET} is missing; install it with: rustup target add {TARGET}"
                )
            })?;
    }
    for (component, binary) in [("clippy", "cargo-clippy"), ("rustfmt", "cargo-fmt")] {
        if !sysroot.join("bin").join(binary).exists() {
            cmd!(sh, "rustup component add {component}")
                .run()
                .with_context(|| {
                    format!(
                        "{component} is missing; install it with: rustup component add {component}"
                    )
                })?;
        }
    }
    let version = cmd!(sh, "rustc --version").quiet().read()?;
    Ok(format!("{version}, {TARGET}"))
}
