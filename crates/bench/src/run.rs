//! One organisation on one database: import, start, and every call.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use crate::administration::Administrator;
use crate::calls::Callers;
use crate::figures::Figures;
use crate::load::{self, Plan, at_rate, saturate};
use crate::people::sign_in;
use crate::scale::Scale;
use crate::server::{self, Place, Server};

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Reads a second in the table of calls.
    pub read_rate: u32,
    /// How long each read is called.
    pub read_time: Duration,
    /// Rates of all reads in turn, for the curve; none without one.
    pub sweep: &'static [u32],
    /// Rates of submissions, for theirs.
    pub submit_sweep: &'static [u32],
    /// How long each of those.
    pub sweep_time: Duration,
    /// Submissions a second.
    pub submit_rate: u32,
    /// How long.
    pub submit_time: Duration,
    /// Decisions a second, about everything that was submitted.
    pub decide_rate: u32,
    /// How many people are signed in.
    pub people: usize,
}

impl Effort {
    /// The figures the project steers by.
    pub const FULL: Self = Self {
        read_rate: 200,
        read_time: Duration::from_secs(4),
        sweep: &[50, 100, 200, 400, 800, 1_200, 1_600, 2_000, 2_400],
        submit_sweep: &[25, 50, 100, 200, 300, 400, 600],
        sweep_time: Duration::from_secs(3),
        submit_rate: 300,
        submit_time: Duration::from_secs(10),
        decide_rate: 200,
        people: 1_000,
    };
    /// A look, for every change.
    pub const QUICK: Self = Self {
        read_rate: 100,
        read_time: Duration::from_secs(1),
        sweep: &[],
        submit_sweep: &[],
        sweep_time: Duration::ZERO,
        submit_rate: 100,
        submit_time: Duration::from_secs(2),
        decide_rate: 100,
        people: 200,
    };
}

/// What came out.
pub struct Report {
    /// The organisation's size.
    pub scale: Scale,
    /// `SQLite` or `PostgreSQL`.
    pub engine: &'static str,
    /// Where its data is.
    pub place: Place,
    /// How long the import took.
    pub import: Duration,
    /// The size of the database after it.
    pub bytes: u64,
    /// From the start of the process to the first answer.
    pub started_in: Duration,
    /// Resident bytes before anybody called, and after everything.
    pub resident: (u64, u64),
    /// The table of calls.
    pub calls: Vec<Figures>,
    /// Reads and submissions at several rates.
    pub sweep: Vec<Figures>,
    /// Browsing as fast as it goes: with compressed answers, and with plain ones.
    pub saturation: Vec<Figures>,
}

impl Report {
    /// The figures of a call.
    pub fn call(&self, name: &str) -> Option<&Figures> {
        self.calls.iter().find(|figures| figures.name == name)
    }
}

/// What a run needs.
pub struct Run<'a> {
    /// The released server.
    pub binary: &'a Path,
    /// The organisation file.
    pub file: &'a Path,
    /// Its size.
    pub scale: Scale,
    /// How much is measured.
    pub effort: Effort,
}

impl Run<'_> {
    /// Everything. `imported` hears when the import is over and answers the size of the database.
    pub async fn all(
        &self,
        engine: &'static str,
        place: Place,
        imported: impl FnOnce() -> Result<u64>,
    ) -> Result<Report> {
        let Effort {
            read_rate,
            read_time,
            ..
        } = self.effort;
        eprintln!("{engine}, {} organisation: import", self.scale.name);
        let import = server::import(self.binary, self.file, &place)?;
        let bytes = imported()?;
        let server = Server::start(self.binary, &place).await?;
        let idle = server.resident();
        let address = server.address.as_str();
        eprintln!("{engine}, {} organisation: calls", self.scale.name);
        let people = self.effort.people.min(self.scale.people);
        let cookies = sign_in(address, people).await?;
        let callers = Callers { cookies: &cookies };
        for plan in callers.reads() {
            at_rate(address, plan, 50, Duration::from_millis(500)).await?;
        }
        let mut calls = Vec::new();
        for plan in callers.reads() {
            calls.push(measured(&server, plan, read_rate, read_time).await?);
        }
        let mut sweep = Vec::new();
        for rate in self.effort.sweep {
            let time = self.effort.sweep_time;
            sweep.push(measured(&server, callers.all_reads(), *rate, time).await?);
            if is_behind(&sweep) {
                break;
            }
        }
        let mut saturation = Vec::new();
        for (name, encoding) in [("compressed", load::ENCODING), ("plain", None)] {
            let figures = saturate(address, callers.browse(), read_time, encoding).await?;
            saturation.push(Figures {
                name: name.to_owned(),
                ..figures
            });
        }
        let sent = self.writes(&server, &callers, &mut calls).await?;
        sweep.extend(self.submissions(&server, &callers, sent).await?);
        Ok(Report {
            scale: self.scale,
            engine,
            place,
            import,
            bytes,
            started_in: server.started_in,
            resident: (idle, server.resident()),
            calls,
            sweep,
            saturation,
        })
    }

    /// Submissions at several rates, behind those that were `sent`.
    async fn submissions(
        &self,
        server: &Server,
        callers: &Callers<'_>,
        mut sent: usize,
    ) -> Result<Vec<Figures>> {
        let mut sweep = Vec::new();
        for rate in self.effort.submit_sweep {
            let time = self.effort.sweep_time;
            let count = usize::try_from(u64::from(*rate) * time.as_secs())?;
            let plan = callers.submissions(sent, count)?;
            sent += count;
            sweep.push(measured(server, plan, *rate, time).await?);
            if is_behind(&sweep) {
                break;
            }
        }
        Ok(sweep)
    }

    /// Submissions first: they are what waits for a decision then. How many were sent.
    async fn writes(
        &self,
        server: &Server,
        callers: &Callers<'_>,
        calls: &mut Vec<Figures>,
    ) -> Result<usize> {
        let Effort {
            submit_rate,
            submit_time,
            decide_rate,
            ..
        } = self.effort;
        let count = usize::try_from(u64::from(submit_rate) * submit_time.as_secs())?;
        let plan = callers.submissions(0, count)?;
        calls.push(measured(server, plan, submit_rate, submit_time).await?);
        // The work that submissions leave behind is theirs, and not that of the reads after them.
        server.rest().await;
        for plan in callers.approver_reads() {
            let rate = self.effort.read_rate / 4;
            calls.push(measured(server, plan, rate, self.effort.read_time).await?);
        }
        let plan = callers.decisions(&server.address, count).await?;
        server.rest().await;
        let time = Duration::from_secs_f64(
            f64::from(u32::try_from(plan.asks.len())?) / f64::from(decide_rate),
        );
        calls.push(measured(server, plan, decide_rate, time).await?);
        server.rest().await;
        let Effort {
            read_rate,
            read_time,
            ..
        } = self.effort;
        let administrator = Administrator {
            cookie: callers.cookies.first().map_or("", String::as_str),
            scale: self.scale,
        };
        for plan in administrator.reads() {
            calls.push(measured(server, plan, read_rate, read_time).await?);
        }
        let plan = callers.gifts(count, count / 3)?;
        calls.push(measured(server, plan, submit_rate / 3, submit_time).await?);
        server.rest().await;
        for plan in administrator.writes(count / 3) {
            calls.push(measured(server, plan, submit_rate / 3, submit_time).await?);
            server.rest().await;
        }
        Ok(count + count / 3)
    }
}

/// Above what the server can do, a higher rate only measures how long it was tried.
fn is_behind(sweep: &[Figures]) -> bool {
    sweep
        .last()
        .is_some_and(|figures| figures.percentile(500) > 1_000.0)
}

/// Calls at a rate, with what they cost the server.
async fn measured(server: &Server, plan: Plan, rate: u32, time: Duration) -> Result<Figures> {
    let before = server.busy();
    let figures = at_rate(&server.address, plan, rate, time).await?;
    Ok(Figures {
        busy: server.busy() - before,
        ..figures
    })
}
