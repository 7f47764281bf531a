//! Calls of several servers by turns: all stand on the same machine at the same moment, so that its good and bad minutes fall out of the
//! ratios.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::client::{Ask, Connection};
use crate::figures::Figures;
use crate::load::{ENCODING, Plan};
use crate::people::sign_in;
use crate::server::{Place, Server};
use crate::stopwatch::Stopwatch;

/// How many people are signed in.
pub const PEOPLE: usize = 200;

/// Calls of one turn. Were it one call, what is measured would be how fast a server fills the processor's caches with its program again.
const AT_ONCE: usize = 50;

/// A server with the people who call it.
pub struct Side {
    /// The process.
    pub server: Server,
    connection: Connection,
    /// A session of each person.
    pub cookies: Vec<String>,
}

impl Side {
    /// Starts a server on its data, and signs people in.
    pub async fn start(binary: &Path, place: &Place) -> Result<Self> {
        let server = Server::start(binary, place).await?;
        let cookies = sign_in(&server.address, PEOPLE).await?;
        server.rest().await;
        Ok(Self {
            connection: Connection::new(&server.address, ENCODING),
            server,
            cookies,
        })
    }

    /// The status it answers with.
    pub async fn status(&mut self, ask: &Ask) -> Result<u16> {
        Ok(self.connection.send(ask).await?.status)
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

/// A side, what it is asked, and what it took.
struct Turn<'a> {
    side: &'a mut Side,
    plan: &'a Plan,
    figures: Figures,
}

impl Turn<'_> {
    async fn begin(&mut self) -> Result<()> {
        self.figures.steps = self.side.steps().await?;
        self.figures.busy = self.side.server.busy();
        Ok(())
    }

    async fn call(&mut self, count: usize) -> Result<u64> {
        let asks = &self.plan.asks;
        let ask = asks.get(count % asks.len().max(1));
        let ask = ask.context("there is nothing to ask")?;
        self.side.call(ask, self.plan.wanted).await
    }

    async fn end(&mut self, latencies: Vec<u64>) -> Result<()> {
        self.figures = Figures {
            busy: self.side.server.busy() - self.figures.busy,
            steps: self.side.steps().await? - self.figures.steps,
            ..Figures::new(self.plan.name, 0, latencies)
        };
        Ok(())
    }
}

/// So many calls of its plan at each side, from the beginning again when the plan has fewer; the figures in the order of the sides.
pub async fn in_turn<const N: usize>(
    sides: [(&mut Side, &Plan); N],
    calls: usize,
) -> Result<[Figures; N]> {
    let mut turns = sides.map(|(side, plan)| Turn {
        side,
        plan,
        figures: Figures::default(),
    });
    for turn in &mut turns {
        turn.begin().await?;
    }
    let mut latencies = [(); N].map(|()| Vec::with_capacity(calls));
    for (round, from) in (0..calls).step_by(AT_ONCE).enumerate() {
        // Whoever comes first finds the machine as the last left it: each does, by turns.
        let mut order: Vec<_> = turns.iter_mut().zip(&mut latencies).collect();
        order.rotate_left(round % N);
        for (turn, latencies) in order {
            for call in from..calls.min(from + AT_ONCE) {
                latencies.push(turn.call(call).await?);
            }
        }
    }
    for (turn, latencies) in turns.iter_mut().zip(latencies) {
        turn.end(latencies).await?;
    }
    Ok(turns.map(|turn| turn.figures))
}
