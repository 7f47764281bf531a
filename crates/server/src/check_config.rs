//! `portico check-config`: every problem of a configuration file, before a server is started with it.

use std::path::Path;
use std::process::ExitCode;

use crate::cli::Said;
use crate::config;

/// Prints the problems and the warnings, one a line, or that there are none. Only problems make it fail. What the command line and the
/// environment say counts as it would for `serve`.
pub fn run(path: &Path, said: Said) -> ExitCode {
    let name = path.display();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(problem) => {
            eprintln!("{name}: cannot be read: {problem}");
            return ExitCode::FAILURE;
        }
    };
    let (problems, warnings) = config::check(&text, &said.spoken(false));
    for problem in &problems {
        eprintln!("{name}: {problem}");
    }
    for warning in &warnings {
        eprintln!("{name}: warning: {warning}");
    }
    if !problems.is_empty() {
        return ExitCode::FAILURE;
    }
    println!("{name}: no problem found");
    ExitCode::SUCCESS
}
