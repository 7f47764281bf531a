//! The released binary as a process: importing, serving, and what it costs.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::client::{Ask, Connection};
use crate::stopwatch::Stopwatch;

/// By which whoever keeps the directory is known to the servers here.
pub const SCIM_TOKEN: &str = "measured-by-nobody-but-the-bench-0123456789";

/// Where a server keeps its data.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder, for SQLite.
    Folder(PathBuf),
    /// The address of a PostgreSQL database.
    Database(String),
}

impl Place {
    fn arguments(&self) -> [String; 2] {
        match self {
            Self::Folder(folder) => ["--data".into(), folder.display().to_string()],
            Self::Database(address) => ["--database".into(), address.clone()],
        }
    }

    /// What the data takes on the disk of a folder, in bytes.
    pub fn bytes(&self) -> Option<u64> {
        let Self::Folder(folder) = self else {
            return None;
        };
        let files = std::fs::read_dir(folder).ok()?;
        let sizes = files.flatten().filter_map(|file| file.metadata().ok());
        Some(sizes.map(|metadata| metadata.len()).sum())
    }
}

/// Imports a file; answers how long it took. Its progress goes to standard error, as it does for a person.
pub fn import(binary: &Path, file: &Path, place: &Place) -> Result<Duration> {
    let watch = Stopwatch::start();
    let status = Command::new(binary)
        .arg("import")
        .arg(file)
        .args(place.arguments())
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("{} cannot be started", binary.display()))?;
    ensure!(status.success(), "the import failed");
    Ok(watch.elapsed())
}

/// A running server. It is stopped when it is dropped.
pub struct Server {
    child: Child,
    /// Like `127.0.0.1:8080`.
    pub address: String,
    measures: String,
    /// From the start of the process to its first good answer.
    pub started_in: Duration,
}

impl Server {
    /// Starts it as a demo on a free port of loopback, so that anybody can be signed in.
    pub async fn start(binary: &Path, place: &Place) -> Result<Self> {
        // Free a moment ago: the server does not say which one it takes.
        let measures = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let watch = Stopwatch::start();
        let mut child = Command::new(binary)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
            .args(["--metrics-listen", &measures])
            .args(place.arguments())
            .env("PORTICO_LOG", "error")
            .env("PORTICO_SCIM_TOKEN", SCIM_TOKEN)
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", binary.display()))?;
        let mut line = String::new();
        let out = child.stdout.take().context("it has no output")?;
        // Later lines are few and fit into the pipe.
        let mut out = BufReader::new(out);
        out.read_line(&mut line)?;
        let address = line
            .trim()
            .rsplit_once("http://")
            .map(|(_, address)| address.to_owned())
            .with_context(|| format!("the server said: {line}"))?;
        // Kept open: a program that writes to a closed pipe stops.
        std::thread::spawn(move || out.lines().for_each(drop));
        let mut server = Self {
            child,
            address,
            measures,
            started_in: Duration::ZERO,
        };
        let mut connection = Connection::new(&server.address, None);
        let answer = connection.send(&Ask::get("/readyz", "")).await?;
        ensure!(answer.status == 200, "the server is not ready");
        server.started_in = watch.elapsed();
        Ok(server)
    }

    /// What SQLite has done for it so far, in instructions of its machine; `None` for another database.
    pub async fn steps(&self) -> Result<Option<u64>> {
        let mut connection = Connection::new(&self.measures, None);
        let answer = connection.send(&Ask::get("/metrics", "")).await?;
        ensure!(answer.status == 200, "the server tells no measures");
        let text = String::from_utf8_lossy(&answer.body);
        let mut lines = text.lines();
        let steps = lines.find_map(|line| line.strip_prefix("portico_sqlite_steps_total "));
        Ok(steps.map(str::parse).transpose()?)
    }

    /// Resident memory in bytes, as the system counts it.
    pub fn resident(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let kilobytes = text
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|number| number.parse::<u64>().ok());
        kilobytes.unwrap_or_default() * 1024
    }

    /// Waits until the server has nothing more to do, five minutes at the most: in a slow hour thousands of deliveries take that long.
    pub async fn rest(&self) {
        for _ in 0..600 {
            let before = self.busy();
            tokio::time::sleep(Duration::from_millis(500)).await;
            if self.busy() - before < 0.03 {
                return;
            }
        }
    }

    /// Processor time used so far, in seconds.
    pub fn busy(&self) -> f64 {
        let path = format!("/proc/{}/stat", self.child.id());
        let text = std::fs::read_to_string(path).unwrap_or_default();
        // Behind the name, which may hold spaces; ticks of a hundredth of a second.
        let fields = text
            .rsplit_once(')')
            .map(|(_, rest)| rest)
            .unwrap_or_default();
        let ticks = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|ticks| ticks.parse::<u32>().ok());
        ticks.map(f64::from).sum::<f64>() / 100.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let told = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        if told.is_err() {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}
