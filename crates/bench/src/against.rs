//! The server there was and the server there is, each on data of its own from the same file, call by call in turn. Whether a change made
//! something slower cannot be told from two runs: the machine is another one in each hour. The server of before is there twice, because two
//! of the same differ, too.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::administration::Administrator;
use crate::calls::Callers;
use crate::cluster::Cluster;
use crate::figures::Figures;
use crate::load::Plan;
use crate::scale::Scale;
use crate::server::{self, Place};
use crate::table;
use crate::turns::{Side, in_turn};

/// Calls of each kind that reads, at each side; the system tells processor time in hundredths of a second.
const READS: usize = 3_000;
/// Calls of each kind that writes.
const WRITES: usize = 1_000;

/// Two servers, and what both import.
pub struct Against<'a> {
    /// The released server of before.
    pub before: &'a Path,
    /// And of now.
    pub after: &'a Path,
    /// The organisation file.
    pub file: &'a Path,
    /// Its size.
    pub scale: Scale,
}

impl Against<'_> {
    /// On a database of each side in a folder, and on PostgreSQL when there is one.
    pub async fn compare(&self, folder: &Path, cluster: Option<&Cluster>) -> Result<()> {
        // Processes from one file share its pages, and keep them in the processor's caches for each other; and how a file lies in memory
        // depends on when it was written. So each runs from a copy of its own, as old as the others.
        let copies = SIDES.map(|name| folder.join(format!("portico-{name}")));
        let originals = [self.before, self.before, self.after];
        for (original, copy) in originals.iter().zip(&copies) {
            std::fs::copy(original, copy)?;
        }
        let binaries = copies.each_ref().map(PathBuf::as_path);
        let folders = SIDES.map(|name| folder.join(name));
        for folder in &folders {
            std::fs::create_dir(folder)?;
        }
        let places = folders.map(Place::Folder);
        self.on("SQLite", binaries, places, || Ok(())).await?;
        if let Some(cluster) = cluster {
            let places = each(SIDES.map(|name| cluster.database(name)))?;
            let settle = || SIDES.iter().try_for_each(|name| cluster.settle(name));
            self.on("PostgreSQL", binaries, places, settle).await?;
        }
        Ok(())
    }

    async fn on(
        &self,
        engine: &str,
        binaries: [&Path; 3],
        places: [Place; 3],
        imported: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        for (binary, place) in binaries.iter().zip(&places) {
            server::import(binary, self.file, place)?;
        }
        imported()?;
        let [before, again, after] = binaries;
        let [first, second, third] = &places;
        let comparison = Comparison {
            sides: [
                Side::start(before, first).await?,
                Side::start(again, second).await?,
                Side::start(after, third).await?,
            ],
            figures: Vec::new(),
            new: Vec::new(),
        };
        let (figures, new) = comparison.all(self.scale).await?;
        println!("{}", table::against(engine, &figures));
        if !new.is_empty() {
            println!("Not answered before: {}.", new.join("; "));
        }
        Ok(())
    }
}

/// The server of before, the same on other data of the same file, and the server of now.
const SIDES: [&str; 3] = ["before", "again", "after"];

struct Comparison {
    sides: [Side; 3],
    figures: Vec<[Figures; 3]>,
    new: Vec<&'static str>,
}

impl Comparison {
    /// Every call, in the order of a whole run; and the names of those that the server of before does not answer.
    async fn all(mut self, scale: Scale) -> Result<(Vec<[Figures; 3]>, Vec<&'static str>)> {
        let cookies = self.sides.each_ref().map(|side| side.cookies.clone());
        let callers = cookies.each_ref().map(|cookies| Callers { cookies });
        let administrators = cookies.each_ref().map(|cookies| Administrator {
            cookie: cookies.first().map_or("", String::as_str),
            scale,
        });
        for plans in abreast(callers.each_ref().map(Callers::reads)) {
            self.reads(plans).await?;
        }
        let submissions = callers.each_ref().map(|one| one.submissions(0, WRITES));
        self.writes(each(submissions)?).await?;
        for plans in abreast(callers.each_ref().map(Callers::approver_reads)) {
            self.reads(plans).await?;
        }
        let decisions = self.decisions(callers.each_ref()).await?;
        self.writes(decisions).await?;
        for plans in abreast(administrators.each_ref().map(Administrator::reads)) {
            self.reads(plans).await?;
        }
        let gifts = callers.each_ref().map(|one| one.gifts(WRITES, WRITES));
        self.writes(each(gifts)?).await?;
        for plans in abreast(administrators.each_ref().map(|one| one.writes(WRITES))) {
            self.writes(plans).await?;
        }
        Ok((self.figures, self.new))
    }

    async fn decisions(&self, callers: [&Callers<'_>; 3]) -> Result<[Plan; 3]> {
        let [one, other, last] = callers;
        let [before, again, after] = self.sides.each_ref().map(|side| &side.server.address);
        Ok([
            one.decisions(before, WRITES).await?,
            other.decisions(again, WRITES).await?,
            last.decisions(after, WRITES).await?,
        ])
    }

    async fn reads(&mut self, plans: [Plan; 3]) -> Result<()> {
        // An address that does not exist answers 404, too.
        let [before, ..] = &plans;
        if before.wanted != 200 || !self.knows(before).await? {
            return Ok(());
        }
        // The first calls fill the caches.
        self.turn(&plans, READS / 10).await?;
        let figures = self.turn(&plans, READS).await?;
        self.figures.push(figures);
        Ok(())
    }

    /// Each only once. The work that they leave behind is theirs, and not that of the calls after them.
    async fn writes(&mut self, mut plans: [Plan; 3]) -> Result<()> {
        let [before, ..] = &plans;
        if !self.knows(before).await? {
            return Ok(());
        }
        for plan in &mut plans {
            plan.asks.remove(0);
        }
        let counts = plans.iter().map(|plan| plan.asks.len());
        let figures = self.turn(&plans, counts.min().unwrap_or(0)).await?;
        for side in &self.sides {
            side.server.rest().await;
        }
        self.figures.push(figures);
        Ok(())
    }

    async fn turn(&mut self, plans: &[Plan; 3], calls: usize) -> Result<[Figures; 3]> {
        let [before, again, after] = &mut self.sides;
        let [one, other, last] = plans;
        in_turn([(before, one), (again, other), (after, last)], calls).await
    }

    /// Whether the server of before answers it. A call that is only new is no failure.
    async fn knows(&mut self, plan: &Plan) -> Result<bool> {
        let Some(ask) = plan.asks.first() else {
            return Ok(false);
        };
        let [before, ..] = &mut self.sides;
        let knows = before.status(ask).await? == plan.wanted;
        if !knows {
            self.new.push(plan.name);
        }
        Ok(knows)
    }
}

/// All of them, or what went wrong.
fn each<T>([one, other, last]: [Result<T>; 3]) -> Result<[T; 3]> {
    Ok([one?, other?, last?])
}

/// The plans of each side as those of each call.
fn abreast([one, other, last]: [Vec<Plan>; 3]) -> impl Iterator<Item = [Plan; 3]> {
    let plans = one.into_iter().zip(other).zip(last);
    plans.map(|((one, other), last)| [one, other, last])
}
