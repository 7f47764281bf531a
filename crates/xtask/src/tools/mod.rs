//! What the commands need on a machine: found, or installed, or named with the line that installs it.
//!
//! User-local tools go to [`Project::tools`] in folders named by version, so a second clone pays nothing. System packages are
//! installed by apt when we are root; otherwise the one line to type is printed.

mod apt;
mod browser;
mod crates;
mod faketime;
mod npm;
mod postgres;
mod python;
mod rust;

use anyhow::{Context, Result};
use std::io::Write as _;
use std::path::PathBuf;

use crate::project::Project;
use crate::stopwatch::{Stopwatch, words};

pub use browser::chromium;
pub use crates::{TRUNK, cargo_fuzz, locked_wasm_bindgen};
pub use npm::{lab_ready, modules as node_modules};
pub use postgres::initdb;
pub use python::interpreter as python;

/// One thing that has to be there. `ready` makes it so and says what it found, in a few words.
pub struct Tool {
    name: &'static str,
    ready: fn(&Project) -> Result<String>,
}

const RUST: Tool = Tool {
    name: "rust",
    ready: rust::ready,
};
const TRUNK_TOOL: Tool = Tool {
    name: "trunk",
    ready: crates::trunk,
};
const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen",
    ready: crates::wasm_bindgen,
};
const NODE: Tool = Tool {
    name: "node",
    ready: npm::ready,
};
const CHROMIUM: Tool = Tool {
    name: "chromium",
    ready: browser::ready,
};
pub const PYTHON: Tool = Tool {
    name: "python",
    ready: python::ready,
};
pub const POSTGRES: Tool = Tool {
    name: "postgresql",
    ready: postgres::ready,
};
pub const FAKETIME: Tool = Tool {
    name: "faketime",
    ready: faketime::ready,
};

/// For a development build of the portal and the server.
pub const DEVELOPMENT: &[Tool] = &[RUST, TRUNK_TOOL, WASM_BINDGEN];
/// For the release build: Node carries wasm-opt.
pub const RELEASE: &[Tool] = &[RUST, TRUNK_TOOL, WASM_BINDGEN, NODE];
/// For everything.
pub const ALL: &[Tool] = &[
    RUST,
    TRUNK_TOOL,
    WASM_BINDGEN,
    NODE,
    CHROMIUM,
    PYTHON,
    POSTGRES,
    FAKETIME,
];

/// Makes every tool ready, a line and a time for each; stops at the first that cannot be had.
pub fn ready(project: &Project, tools: &[Tool]) -> Result<()> {
    for tool in tools {
        let watch = Stopwatch::start();
        let found = (tool.ready)(project).with_context(|| format!("{} is not ready", tool.name))?;
        let time = words(watch.elapsed());
        let mut out = std::io::stdout().lock();
        writeln!(out, "  ready  {:<13} {found} ({time})", tool.name)?;
    }
    Ok(())
}

/// The folders that go first on `PATH`, whether they exist yet or not.
pub fn folders(project: &Project) -> Result<Vec<PathBuf>> {
    Ok(vec![
        crates::folder(project, "trunk", TRUNK).join("bin"),
        crates::folder(project, "wasm-bindgen", &locked_wasm_bindgen(project)?).join("bin"),
        npm::modules(project)?.join(".bin"),
    ])
}
