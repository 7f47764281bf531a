//! The lists of "mine" in a small and a large organisation, call by call in turn: both servers stand on the same machine at the same
//! moment, so that its good and bad minutes fall out of the ratio.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::calls::{Callers, MINE};
use crate::client::{Ask, Connection};
use crate::figures::Figures;
use crate::load::{ENCODING, Plan};
use crate::people::sign_in;
use crate::run::Report;
use crate::server::Server;
use crate::stopwatch::Stopwatch;

/// Calls of each list in each organisation: enough for the processor time, which the system tells in hundredths of a second.
const CALLS: usize = 1_000;
/// What a list of "mine" may take of the database in the larger organisation, against the smaller. People's own numbers differ a little.
const MOST_WORK: f64 = 1.1;
/// How many people are signed in.
const PEOPLE: usize = 200;

/// All lists, the small organisation first, after both were measured by themselves: what was submitted then and not decided waits in both.
pub async fn mine(
    binary: &Path,
    small: &Report,
    large: &Report,
) -> Result<Vec<(Figures, Figures)>> {
    let mut small = Side::start(binary, small).await?;
    let mut large = Side::start(binary, large).await?;
    let mut pairs = Vec::new();
    for (one, other) in small.plans().iter().zip(&large.plans()) {
        // The first calls fill the caches.
        in_turn(&mut small, one, &mut large, other, CALLS / 10).await?;
        pairs.push(in_turn(&mut small, one, &mut large, other, CALLS).await?);
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

async fn in_turn(
    small: &mut Side,
    one: &Plan,
    large: &mut Side,
    other: &Plan,
    calls: usize,
) -> Result<(Figures, Figures)> {
    let before = (small.server.busy(), large.server.busy());
    let steps = (small.steps().await?, large.steps().await?);
    let (mut fast, mut slow) = (Vec::new(), Vec::new());
    for (ask, counterpart) in one.asks.iter().zip(&other.asks).cycle().take(calls) {
        fast.push(small.call(ask, one.wanted).await?);
        slow.push(large.call(counterpart, other.wanted).await?);
    }
    let small = Figures {
        busy: small.server.busy() - before.0,
        steps: small.steps().await? - steps.0,
        ..Figures::new(one.name, 0, fast)
    };
    let large = Figures {
        busy: large.server.busy() - before.1,
        steps: large.steps().await? - steps.1,
        ..Figures::new(other.name, 0, slow)
    };
    Ok((small, large))
}

/// A server with the people who call it.
struct Side {
    server: Server,
    connection: Connection,
    cookies: Vec<String>,
}

impl Side {
    async fn start(binary: &Path, report: &Report) -> Result<Self> {
        let server = Server::start(binary, &report.place).await?;
        let cookies = sign_in(&server.address, PEOPLE.min(report.scale.people)).await?;
        server.rest().await;
        Ok(Self {
            connection: Connection::new(&server.address, ENCODING),
            server,
            cookies,
        })
    }

    fn plans(&self) -> Vec<Plan> {
        let callers = Callers {
            cookies: &self.cookies,
        };
        let plans = callers.reads().into_iter().chain(callers.approver_reads());
        plans.filter(|plan| MINE.contains(&plan.name)).collect()
    }

    async fn steps(&self) -> Result<u64> {
        Ok(self.server.steps().await?.unwrap_or_default())
    }

    /// How long the answer took, in microseconds.
    async fn call(&mut self, ask: &Ask, wanted: u16) -> Result<u64> {
        let watch = Stopwatch::start();
        let answer = self.connection.send(ask).await?;
        let took = watch.elapsed();
        ensure!(answer.status == wanted, "{} {}", answer.status, ask.path);
        Ok(u64::try_from(took.as_micros())?)
    }
}
