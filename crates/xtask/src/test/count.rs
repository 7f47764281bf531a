//! How many tests passed, read from what the test runners print.

use anyhow::{Context, Result};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use xshell::Cmd;

/// Tests by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
}

impl Count {
    /// A step without tests of its own.
    pub const PASSED: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
    };
    /// A step that this machine cannot take.
    pub const SKIPPED: Self = Self {
        passed: 0,
        failed: 0,
        skipped: 1,
    };
    /// A step that broke off.
    pub const FAILED: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Who printed the lines.
#[derive(Clone, Copy)]
pub enum Runner {
    Cargo,
    Pytest,
    Playwright,
}

/// Runs a test runner, shows what it prints as it comes, and adds up its closing lines.
pub fn run(command: Cmd<'_>, runner: Runner) -> Result<Count> {
    println!("$ {command}");
    let mut child = Command::from(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let lines = child.stdout.take().context("no output to read")?;
    let mut count = Count::default();
    for line in BufReader::new(lines).split(b'\n') {
        let line = line?;
        let mut out = std::io::stdout().lock();
        out.write_all(&line)?;
        out.write_all(b"\n")?;
        count.add(closing(&String::from_utf8_lossy(&line), runner));
    }
    let status = child.wait()?;
    // Something else than a test failed: a compiler, a fixture, the runner itself.
    if !status.success() && count.failed == 0 {
        count.failed = 1;
    }
    Ok(count)
}

/// What a line counts, when it is one of the runner's closing lines.
fn closing(line: &str, runner: Runner) -> Count {
    let line = line.trim();
    let numbers = match runner {
        Runner::Cargo => line
            .strip_prefix("test result:")
            .and_then(|rest| rest.split_once('.'))
            .map(|(_, rest)| rest),
        Runner::Pytest => line
            .strip_prefix("==")
            .and_then(|rest| rest.strip_suffix("=="))
            .filter(|rest| rest.contains(" in ")),
        Runner::Playwright => line
            .split_once(' ')
            .filter(|(number, _)| number.parse::<u32>().is_ok())
            .map(|_| line),
    };
    numbers.map(pairs).unwrap_or_default()
}

/// Adds up `12 passed, 1 failed` and the like.
fn pairs(text: &str) -> Count {
    let words: Vec<&str> = text
        .split([' ', ',', ';', '='])
        .filter(|word| !word.is_empty())
        .collect();
    let mut count = Count::default();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse::<u32>() else {
            continue;
        };
        match pair[1] {
            "passed" => count.passed += number,
            "failed" | "error" | "errors" | "interrupted" | "flaky" => count.failed += number,
            "skipped" | "ignored" => count.skipped += number,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: u32, failed: u32, skipped: u32) -> Count {
        Count {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn reads_the_closing_lines_of_each_runner() {
        let cargo =
            "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out";
        assert_eq!(closing(cargo, Runner::Cargo), count(12, 2, 1));
        let pytest = "=========== 1 failed, 9 passed, 2 errors in 3.21s ===========";
        assert_eq!(closing(pytest, Runner::Pytest), count(9, 3, 0));
        assert_eq!(
            closing("  31 passed (1.2m)", Runner::Playwright),
            count(31, 0, 0)
        );
        assert_eq!(closing("  2 flaky", Runner::Playwright), count(0, 2, 0));
    }

    #[test]
    fn other_lines_count_nothing() {
        for (line, runner) in [
            ("test it::says_3_passed ... ok", Runner::Cargo),
            ("tests/api/test_sdk.py ....", Runner::Pytest),
            ("Running 12 tests using 2 workers", Runner::Playwright),
        ] {
            assert_eq!(closing(line, runner), Count::default(), "{line}");
        }
    }
}
