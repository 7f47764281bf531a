//! A temporary PostgreSQL, when the machine has one installed: durable as a real one, without a network, gone with this process
//! however it ends.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::server::Place;

/// Runs until its standard input closes. Commits reach the disk: durable submissions are what is measured.
const KEEPER: &str = r#"
set -e
bin=$1
dir=$(mktemp -d /tmp/portico-bench-pg-XXXXXX)
trap 'rm -rf "$dir"' EXIT
"$bin/initdb" -D "$dir/data" -U portico -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1
"$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c shared_buffers=256MB >>"$dir/log" 2>&1 &
server=$!
until "$bin/pg_isready" -q -h "$dir" -U portico; do kill -0 $server; sleep 0.05; done
echo "$dir"
cat >/dev/null
kill -INT $server
wait $server || true
"#;

/// The running server; it ends when this is dropped.
pub struct Cluster {
    folder: String,
    keeper: Child,
    programs: String,
}

impl Cluster {
    /// Starts one with the programs of a folder.
    pub fn start(programs: &Path) -> Result<Self> {
        let root = std::fs::metadata("/proc/self")
            .is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
        let mut command = if root {
            // The server refuses to run as root.
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        let mut keeper = command
            .args(["-c", KEEPER, "keeper"])
            .arg(programs)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut folder = String::new();
        let out = keeper.stdout.take().context("it has no output")?;
        BufReader::new(out).read_line(&mut folder)?;
        ensure!(!folder.is_empty(), "PostgreSQL does not start");
        Ok(Self {
            folder: folder.trim().to_owned(),
            keeper,
            programs: programs.display().to_string(),
        })
    }

    /// An empty database.
    pub fn database(&self, name: &str) -> Result<Place> {
        let name = database(name);
        self.ask("postgres", &format!("CREATE DATABASE {name}"))?;
        let folder = &self.folder;
        Ok(Place::Database(format!(
            "postgres://portico@localhost/{name}?host={folder}"
        )))
    }

    /// The size of a database in bytes.
    pub fn bytes(&self, name: &str) -> Option<u64> {
        let name = database(name);
        let text = self.ask("postgres", &format!("SELECT pg_database_size('{name}')"));
        text.ok()?.trim().parse().ok()
    }

    /// Does what a server does by itself in the minutes after an import: the planner's statistics, and everything into its tables. Else
    /// that happens in the middle of some measure.
    pub fn settle(&self, name: &str) -> Result<()> {
        self.ask(&database(name), "VACUUM ANALYZE")?;
        self.ask(&database(name), "CHECKPOINT").map(drop)
    }

    fn ask(&self, database: &str, sql: &str) -> Result<String> {
        let output = Command::new(format!("{}/psql", self.programs))
            .args([
                "-h",
                &self.folder,
                "-U",
                "portico",
                "-d",
                database,
                "-qtAc",
                sql,
            ])
            .output()?;
        let problem = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{sql}: {problem}");
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Names of organisations are words of SQL, too.
fn database(name: &str) -> String {
    format!("organisation_{name}")
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        drop(self.keeper.wait());
    }
}
