//! Calls of two servers by turns: both stand on the same machine at the same moment, so that its good and bad minutes fall out of the
//! ratio.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::client::{Ask, Connection};
use crate::figures::Figures;
use crate::load::{ENCODING, Plan};
use crate::people::sign_in;
use crate::server::{Place, Server};
use crate::stopwatch::Stopwatch;

/// How many people are signed in.
pub const PEOPLE: usize = 200;

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

/// So many calls of a plan at each side, from the beginning again when the plan has fewer.
pub async fn in_turn(
    (left, one): (&mut Side, &Plan),
    (right, other): (&mut Side, &Plan),
    calls: usize,
) -> Result<(Figures, Figures)> {
    let before = (left.server.busy(), right.server.busy());
    let steps = (left.steps().await?, right.steps().await?);
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    let asks = one.asks.iter().zip(&other.asks).cycle().take(calls);
    for (place, (ask, counterpart)) in asks.enumerate() {
        // Whoever comes first finds the processor's caches as the other left them.
        if place % 2 == 0 {
            lefts.push(left.call(ask, one.wanted).await?);
            rights.push(right.call(counterpart, other.wanted).await?);
        } else {
            rights.push(right.call(counterpart, other.wanted).await?);
            lefts.push(left.call(ask, one.wanted).await?);
        }
    }
    let lefts = Figures {
        busy: left.server.busy() - before.0,
        steps: left.steps().await? - steps.0,
        ..Figures::new(one.name, 0, lefts)
    };
    let rights = Figures {
        busy: right.server.busy() - before.1,
        steps: right.steps().await? - steps.1,
        ..Figures::new(other.name, 0, rights)
    };
    Ok((lefts, rights))
}
