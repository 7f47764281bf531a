//! `portico check-config`: every problem of a configuration file, before a server is started with it.

use std::path::Path;
use std::process::ExitCode;

use crate::config::{self, Secret, Spoken, mail};

/// Prints the problems, one a line, or that there are none.
pub fn run(path: &Path) -> ExitCode {
    let problems = match config::read(path) {
        Err(problem) => vec![problem],
        Ok(file) => {
            let spoken = Spoken {
                smtp_password: Secret::from_environment(mail::PASSWORD_VARIABLE),
                ..Spoken::default()
            };
            config::settle(file, spoken).err().unwrap_or_default()
        }
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
