//! `portico check-config`: every problem of a configuration file, before a server is started with it.

use std::path::Path;
use std::process::ExitCode;

use crate::config::{self, Spoken};

/// Prints the problems, one a line, or that there are none.
pub fn run(path: &Path) -> ExitCode {
    let problems = match config::read(path) {
        Err(problem) => vec![problem],
        Ok(file) => config::settle(file, Spoken::default())
            .err()
            .unwrap_or_default(),
    };
    if problems.is_empty() {
        println!("{}: no problem found", path.display());
        return ExitCode::SUCCESS;
    }
    for problem in &problems {
        eprintln!("{problem}");
    }
    ExitCode::FAILURE
}
