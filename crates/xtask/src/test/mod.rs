//! Every test, a step at a time. A failing step does not stop the next, so that one run shows all there is to repair.

pub mod count;
mod steps;
mod summary;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::stopwatch::{Stopwatch, words};
use count::Count;
use summary::{Line, Verdict};

/// Runs all steps, those of the inner loop (`fast`), or the named ones.
pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let chosen = steps::choose(arguments)?;
    let mut lines: Vec<Line> = Vec::new();
    for step in chosen {
        println!("\n== {}: {}", step.name, step.what);
        let broken = step
            .after
            .iter()
            .find(|before| lines.iter().any(|line| line.broke(before)));
        let watch = Stopwatch::start();
        let (verdict, count) = if let Some(before) = broken {
            println!("not run: {before} failed");
            (Verdict::NotRun, Count::default())
        } else {
            judge((step.run)(project))
        };
        let time = watch.elapsed();
        println!("== {}: {verdict} ({})", step.name, words(time));
        lines.push(Line {
            name: step.name,
            verdict,
            count,
            time,
        });
    }
    let sum = summary::print(&lines);
    if sum.failed > 0 {
        bail!("not everything passed");
    }
    Ok(())
}

/// A step that broke off counts as one failure, a step without tests of its own as one test.
fn judge(result: Result<Count>) -> (Verdict, Count) {
    match result {
        Ok(count) if count.failed == 0 => (Verdict::Passed, count),
        Ok(count) => (Verdict::Failed, count),
        Err(problem) => {
            println!("{problem:#}");
            (Verdict::Failed, Count::FAILED)
        }
    }
}
