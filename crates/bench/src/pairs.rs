//! The lists of "mine" in a small and a large organisation, call by call in turn.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::calls::{Callers, MINE};
use crate::figures::Figures;
use crate::load::Plan;
use crate::run::Report;
use crate::turns::{Side, in_turn};

/// Calls of each list in each organisation: enough for the processor time, which the system tells in hundredths of a second.
const CALLS: usize = 1_000;
/// What a list of "mine" may take of the database in the larger organisation, against the smaller. People's own numbers differ a little.
const MOST_WORK: f64 = 1.1;

/// All lists, the small organisation first, after both were measured by themselves: what was submitted then and not decided waits in both.
pub async fn mine(
    binary: &Path,
    small: &Report,
    large: &Report,
) -> Result<Vec<(Figures, Figures)>> {
    let mut small = Side::start(binary, &small.place).await?;
    let mut large = Side::start(binary, &large.place).await?;
    let mut pairs = Vec::new();
    for (one, other) in lists(&small).iter().zip(&lists(&large)) {
        // The first calls fill the caches.
        in_turn([(&mut small, one), (&mut large, other)], CALLS / 10).await?;
        pairs.push(
            in_turn([(&mut small, one), (&mut large, other)], CALLS)
                .await?
                .into(),
        );
    }
    Ok(pairs)
}

/// Fails when the database does more for one of the lists in the larger organisation; times are printed and pass.
pub fn check(pairs: &[(Figures, Figures)]) -> Result<()> {
    for (small, large) in pairs {
        let ratio = large.work() / small.work().max(0.001);
        ensure!(
            small.steps == 0 || ratio <= MOST_WORK,
            "{}: {ratio:.2} times the work in the larger organisation",
            large.name
        );
    }
    Ok(())
}

fn lists(side: &Side) -> Vec<Plan> {
    let callers = Callers {
        cookies: &side.cookies,
    };
    let plans = callers.reads().into_iter().chain(callers.approver_reads());
    plans.filter(|plan| MINE.contains(&plan.name)).collect()
}
