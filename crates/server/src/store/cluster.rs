//! A temporary PostgreSQL for tests, when the machine has one installed: started once a test process, without a network,
//! gone with the process however that ends.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::Database;

/// Runs beside the tests until its standard input closes, which the system does for every process that ends.
const KEEPER: &str = r#"
set -e
bin=$1
dir=$(mktemp -d /tmp/portico-pg-XXXXXX)
trap 'rm -rf "$dir"' EXIT
"$bin/initdb" -D "$dir/data" -U portico -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1
"$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c max_connections=300 >>"$dir/log" 2>&1 &
server=$!
until "$bin/pg_isready" -q -h "$dir" -U portico; do kill -0 $server; sleep 0.05; done
echo "$dir"
cat >/dev/null
kill -INT $server
wait $server || true
"#;

/// The running server.
pub struct Cluster {
    folder: PathBuf,
    made: AtomicU32,
    /// Its standard input stays open as long as this process lives.
    _keeper: Child,
}

/// The cluster of this process; `None`, said once in a line, when PostgreSQL is not installed.
pub fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER.get_or_init(start).as_ref()
}

/// A fresh database: a file in `folder`, or with `PORTICO_TEST_ENGINE=postgres` one of the cluster, so that every test can
/// be run on both engines.
pub async fn chosen(folder: &Path) -> Database {
    if std::env::var("PORTICO_TEST_ENGINE").is_ok_and(|engine| engine == "postgres") {
        let cluster = cluster().expect("PostgreSQL is installed");
        return cluster.database().await;
    }
    Database::in_folder(folder)
}

fn start() -> Option<Cluster> {
    let Some(programs) = programs() else {
        println!("PostgreSQL is not installed: its tests are left out");
        return None;
    };
    let mut command = if is_root() {
        // The server refuses to run as root.
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    let mut keeper = command
        .args(["-c", KEEPER, "keeper"])
        .arg(&programs)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut folder = String::new();
    let told = keeper.stdout.take().unwrap();
    BufReader::new(told).read_line(&mut folder).unwrap();
    assert!(
        !folder.is_empty(),
        "PostgreSQL is installed and does not start"
    );
    Some(Cluster {
        folder: folder.trim().into(),
        made: AtomicU32::new(0),
        _keeper: keeper,
    })
}

/// Debian keeps the server's programs out of the path, a folder a version; the newest is taken.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            let folder = entry.path().join("bin");
            folder.join("initdb").is_file().then_some((version, folder))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, folder)| folder)
}

fn is_root() -> bool {
    std::fs::metadata(Path::new("/proc/self"))
        .is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

impl Cluster {
    /// An empty database of its own.
    pub async fn database(&self) -> Database {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{number}");
        let mut connection = self
            .address("postgres")
            .parse::<PgConnectOptions>()
            .unwrap()
            .connect()
            .await
            .unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        Database::Server(self.address(&name))
    }

    fn address(&self, database: &str) -> String {
        let folder = self.folder.display();
        format!("postgres://portico@localhost/{database}?host={folder}")
    }
}
