//! The table at the end, and the plain line that closes it.

use std::fmt;
use std::time::Duration;

use super::count::Count;
use crate::stopwatch::words;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    Failed,
    NotRun,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Passed => "passed",
            Self::Failed => "FAILED",
            Self::NotRun => "not run",
        })
    }
}

pub struct Line {
    pub name: &'static str,
    pub verdict: Verdict,
    pub count: Count,
    pub time: Duration,
}

impl Line {
    /// Whether this is the step of that name, and it did not pass.
    pub fn broke(&self, name: &str) -> bool {
        self.name == name && self.verdict != Verdict::Passed
    }
}

/// Prints the table and `N passed, N failed`, and returns the sum.
pub fn print(lines: &[Line]) -> Count {
    let mut sum = Count::default();
    let mut time = Duration::ZERO;
    println!(
        "\n{:<13}{:<9}{:>7}{:>7}{:>9}{:>15}",
        "step", "", "passed", "failed", "skipped", "time"
    );
    for line in lines {
        println!(
            "{:<13}{:<9}{:>7}{:>7}{:>9}{:>15}",
            line.name,
            line.verdict,
            line.count.passed,
            line.count.failed,
            line.count.skipped,
            words(line.time)
        );
        sum.add(line.count);
        time += line.time;
    }
    println!("{:<52}{:>8}", "together", words(time));
    println!("{}", closing(sum));
    sum
}

fn closing(sum: Count) -> String {
    let line = format!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.skipped == 0 {
        line
    } else {
        format!("{line}, {} skipped", sum.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_names_skipped_tests_only_when_there_are_some() {
        let mut sum = Count {
            passed: 7,
            failed: 0,
            skipped: 0,
        };
        assert_eq!(closing(sum), "7 passed, 0 failed");
        sum.skipped = 2;
        assert_eq!(closing(sum), "7 passed, 0 failed, 2 skipped");
    }
}
