//! The server there was and the server there is, each on data of its own from the same file, call by call in turn. Whether a change made
//! something slower cannot be told from two runs: the machine is another one in each hour.

use std::path::Path;

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

/// Calls of each kind at each side.
const CALLS: usize = 1_000;

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
        let [before, after] = ["before", "after"].map(|name| folder.join(name));
        std::fs::create_dir(&before)?;
        std::fs::create_dir(&after)?;
        self.on(
            "SQLite",
            &Place::Folder(before),
            &Place::Folder(after),
            || Ok(()),
        )
        .await?;
        if let Some(cluster) = cluster {
            let before = cluster.database("before")?;
            let after = cluster.database("after")?;
            let settle = || {
                cluster
                    .settle("before")
                    .and_then(|()| cluster.settle("after"))
            };
            self.on("PostgreSQL", &before, &after, settle).await?;
        }
        Ok(())
    }

    async fn on(
        &self,
        engine: &str,
        before: &Place,
        after: &Place,
        imported: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        server::import(self.before, self.file, before)?;
        server::import(self.after, self.file, after)?;
        imported()?;
        let sides = Sides {
            before: Side::start(self.before, before).await?,
            after: Side::start(self.after, after).await?,
            pairs: Vec::new(),
            new: Vec::new(),
        };
        let (pairs, new) = sides.all(self.scale).await?;
        println!("{}", table::against(engine, &pairs));
        if !new.is_empty() {
            println!("Not answered before: {}.", new.join("; "));
        }
        Ok(())
    }
}

struct Sides {
    before: Side,
    after: Side,
    pairs: Vec<(Figures, Figures)>,
    new: Vec<&'static str>,
}

impl Sides {
    /// Every call, in the order of a whole run; and the names of those that the server of before does not answer.
    async fn all(mut self, scale: Scale) -> Result<(Vec<(Figures, Figures)>, Vec<&'static str>)> {
        let (before, after) = (self.before.cookies.clone(), self.after.cookies.clone());
        let [earlier, later] = [&before, &after].map(|cookies| Callers { cookies });
        for (one, other) in earlier.reads().iter().zip(&later.reads()) {
            self.reads(one, other).await?;
        }
        let one = earlier.submissions(0, CALLS)?;
        self.writes(one, later.submissions(0, CALLS)?).await?;
        let reads = (earlier.approver_reads(), later.approver_reads());
        for (one, other) in reads.0.iter().zip(&reads.1) {
            self.reads(one, other).await?;
        }
        let addresses = [&self.before, &self.after].map(|side| side.server.address.clone());
        let one = earlier.decisions(&addresses[0], CALLS).await?;
        let other = later.decisions(&addresses[1], CALLS).await?;
        self.writes(one, other).await?;
        let [earlier_admin, later_admin] = [&before, &after].map(|cookies| Administrator {
            cookie: cookies.first().map_or("", String::as_str),
            scale,
        });
        for (one, other) in earlier_admin.reads().iter().zip(&later_admin.reads()) {
            // An address that does not exist answers 404, too.
            if one.wanted == 200 {
                self.reads(one, other).await?;
            }
        }
        let one = earlier.gifts(CALLS, CALLS)?;
        self.writes(one, later.gifts(CALLS, CALLS)?).await?;
        let writes = later_admin.writes(CALLS);
        for (one, other) in earlier_admin.writes(CALLS).into_iter().zip(writes) {
            self.writes(one, other).await?;
        }
        Ok((self.pairs, self.new))
    }

    async fn reads(&mut self, one: &Plan, other: &Plan) -> Result<()> {
        if !self.knows(one).await? {
            return Ok(());
        }
        // The first calls fill the caches.
        self.turn(one, other, CALLS / 10).await?;
        let pair = self.turn(one, other, CALLS).await?;
        self.pairs.push(pair);
        Ok(())
    }

    /// Each only once. The work that they leave behind is theirs, and not that of the calls after them.
    async fn writes(&mut self, mut one: Plan, mut other: Plan) -> Result<()> {
        if !self.knows(&one).await? {
            return Ok(());
        }
        one.asks.remove(0);
        other.asks.remove(0);
        let count = one.asks.len().min(other.asks.len());
        let pair = self.turn(&one, &other, count).await?;
        self.before.server.rest().await;
        self.after.server.rest().await;
        self.pairs.push(pair);
        Ok(())
    }

    async fn turn(&mut self, one: &Plan, other: &Plan, calls: usize) -> Result<(Figures, Figures)> {
        in_turn((&mut self.before, one), (&mut self.after, other), calls).await
    }

    /// Whether the server of before answers it. A call that is only new is no failure.
    async fn knows(&mut self, plan: &Plan) -> Result<bool> {
        let Some(ask) = plan.asks.first() else {
            return Ok(false);
        };
        let knows = self.before.status(ask).await? == plan.wanted;
        if !knows {
            self.new.push(plan.name);
        }
        Ok(knows)
    }
}
