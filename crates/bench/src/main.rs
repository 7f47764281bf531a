//! `portico-bench`: the figures the project steers by, measured from outside against the released server.
//!
//!     portico-bench --binary target/release/portico [--quick] [--people N] [--postgres FOLDER] [--plots FOLDER]
//!     portico-bench --binary target/release/portico --before ANOTHER [--scale NAME] [--postgres FOLDER]
//!     portico-bench generate full FILE

mod administration;
mod against;
mod calls;
mod client;
mod cluster;
mod figures;
mod load;
mod organisation;
mod pairs;
mod people;
mod plot;
mod random;
mod run;
mod scale;
mod server;
mod stopwatch;
mod table;
mod turns;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use against::Against;
use cluster::Cluster;
use run::{Effort, Report, Run};
use scale::Scale;
use server::Place;
use stopwatch::Stopwatch;

/// What was asked for.
#[derive(Default)]
struct Wish {
    binary: PathBuf,
    /// The server of an earlier revision.
    before: Option<PathBuf>,
    quick: bool,
    people: Option<usize>,
    postgres: Option<PathBuf>,
    plots: Option<PathBuf>,
    scale: Option<Scale>,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("portico-bench: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<()> {
    if let [generate, scale, file] = words
        && generate == "generate"
    {
        let scale = Scale::named(scale).context("there are the scales full, tenth, fortieth")?;
        return organisation::write(&scale, Path::new(file));
    }
    let wish = Wish::read(words)?;
    let folder = Temporary::new()?;
    // Two threads leave the rest of a small machine to the server.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(measure(&wish, &folder.0))
}

async fn measure(wish: &Wish, folder: &Path) -> Result<()> {
    let watch = Stopwatch::start();
    let (large, small, effort) = if wish.quick {
        (Scale::TENTH, Scale::FORTIETH, Effort::QUICK)
    } else {
        (Scale::FULL, Scale::TENTH, Effort::FULL)
    };
    let large = wish.scale.unwrap_or(large);
    let large = wish
        .people
        .map_or(large, |people| large.with_people(people));
    let scales: Vec<_> = if large == small {
        vec![large]
    } else {
        vec![large, small]
    };
    let cluster = wish.postgres.as_deref().map(Cluster::start).transpose()?;
    println!("{}", machine());
    if let Some(before) = &wish.before {
        return against(wish, before, large, folder, cluster.as_ref()).await;
    }
    let mut all = Vec::new();
    for scale in scales {
        let file = folder.join(format!("{}.json", scale.name));
        organisation::write(&scale, &file)?;
        let run = Run {
            binary: &wish.binary,
            file: &file,
            scale,
            effort,
        };
        all.push(on_sqlite(&run, folder).await?);
        if let Some(cluster) = &cluster {
            all.push(on_postgres(&run, cluster).await?);
        }
        std::fs::remove_file(&file)?;
    }
    let mut grown = Ok(());
    for engine in ["SQLite", "PostgreSQL"] {
        let reports: Vec<_> = all
            .iter()
            .filter(|report| report.engine == engine)
            .collect();
        if let [large, small] = reports[..] {
            println!("{}", table::ratios(large, small));
            // Those who decide have less behind them in the smallest organisation, so there is nothing to compare.
            if !wish.quick {
                let pairs = pairs::mine(&wish.binary, small, large).await?;
                println!("{}", table::in_turn(engine, &pairs));
                grown = grown.and(pairs::check(&pairs));
            }
        }
        if let (Some(folder), "SQLite") = (&wish.plots, engine) {
            plot::write(folder, &reports)?;
        }
    }
    println!("Everything took {:.0} s.", watch.elapsed().as_secs_f64());
    grown
}

async fn against(
    wish: &Wish,
    before: &Path,
    scale: Scale,
    folder: &Path,
    cluster: Option<&Cluster>,
) -> Result<()> {
    let file = folder.join("organisation.json");
    organisation::write(&scale, &file)?;
    let against = Against {
        before,
        after: &wish.binary,
        file: &file,
        scale,
    };
    against.compare(folder, cluster).await
}

async fn on_sqlite(run: &Run<'_>, folder: &Path) -> Result<Report> {
    let data = folder.join(format!("data-{}", run.scale.name));
    std::fs::create_dir(&data)?;
    let place = Place::Folder(data);
    let bytes = || place.bytes().context("there is no database");
    let report = run.all("SQLite", place.clone(), bytes).await?;
    println!("{}", table::report(&report));
    Ok(report)
}

async fn on_postgres(run: &Run<'_>, cluster: &Cluster) -> Result<Report> {
    let name = run.scale.name;
    let place = cluster.database(name)?;
    let bytes = || {
        cluster.settle(name)?;
        cluster.bytes(name).context("there is no database")
    };
    let report = run.all("PostgreSQL", place, bytes).await?;
    println!("{}", table::report(&report));
    Ok(report)
}

/// Cores and memory, and nothing else about whose machine it is.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes: u64 = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or_default();
    format!(
        "{cores} cores, {} GB of memory, shared by the load and the server. Others kept {} processes busy when it began.",
        kilobytes / 1_000_000,
        busy()
    )
}

/// How many processes wanted to run during the last minute: figures of a machine that works for others, too, are no good.
fn busy() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

impl Wish {
    fn read(words: &[String]) -> Result<Self> {
        let mut wish = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .with_context(|| format!("{word} needs a value"))
            };
            match word.as_str() {
                "--quick" => wish.quick = true,
                // Said to whoever chooses the databases; without an address of programs there is only this one.
                "--sqlite" => wish.postgres = None,
                "--binary" => wish.binary = value()?.into(),
                "--before" => wish.before = Some(value()?.into()),
                "--postgres" => wish.postgres = Some(value()?.into()),
                "--plots" => wish.plots = Some(value()?.into()),
                "--people" => wish.people = Some(people(value()?)?),
                "--scale" => {
                    let name = value()?;
                    let scale = Scale::named(name);
                    wish.scale = Some(scale.with_context(|| format!("there is no scale {name}"))?);
                }
                _ => bail!("there is no option {word}"),
            }
        }
        Ok(wish)
    }
}

fn people(text: &str) -> Result<usize> {
    let count = text.parse()?;
    if !(250..=100_000).contains(&count) {
        bail!("--people goes from 250 to 100000");
    }
    Ok(count)
}

/// A folder that is removed at the end.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("portico-bench-{}", std::process::id()));
        std::fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_others_refused() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let wish = Wish::read(&words("--quick --binary b --people 20000")).unwrap();
        assert!(wish.quick);
        assert_eq!(wish.people, Some(20_000));
        assert!(Wish::read(&words("--people 3")).is_err());
        assert!(Wish::read(&words("--fast")).is_err());
        assert!(Wish::read(&words("--binary")).is_err());
    }
}
