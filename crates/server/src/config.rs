//! Settings: what the operator says in a TOML file, in the environment and on the command line, in rising order of
//! weight, checked as a whole before anything is opened. Every problem is reported, not only the first.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;

mod api;
pub mod extensions;
pub mod mail;
mod operating;
mod problems;
mod public_url;
pub mod scim;
mod secret;

pub use api::Api;
pub use extensions::Extensions;
pub use operating::Operating;
pub use problems::{Problem, check};
pub use public_url::{PublicUrl, is_loopback_host};
pub use secret::Secret;

/// The configuration file. Unknown keys are refused, so that a misspelt one is noticed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Address the service is reached at from outside, for example `https://access.example`. Makes links, redirects
    /// and the kind of cookie. Needed unless the server listens on loopback.
    pub public_url: Option<String>,
    /// Address and port to listen on; port 0 takes a free one. Default `127.0.0.1:8080`.
    pub listen: Option<String>,
    /// Folder of the SQLite database.
    pub data: Option<PathBuf>,
    /// PostgreSQL address, `postgres://…`. Instead of `data`.
    pub database: Option<String>,
    /// Address and port of `/metrics`; port 0 takes a free one. Off unless said.
    pub metrics_listen: Option<String>,
    /// How many seconds the end of the process waits for what was begun. Default 30.
    pub drain_seconds: Option<u32>,
    /// Background work.
    #[serde(default)]
    pub jobs: Jobs,
    /// Who may call from other pages, and how often anybody may.
    #[serde(default)]
    pub api: api::Section,
    /// How letters leave the house.
    #[serde(default)]
    pub mail: mail::Section,
    /// Whom policies may have called.
    #[serde(default)]
    pub extensions: extensions::Section,
    /// Who may keep the directory.
    #[serde(default)]
    pub scim: scim::Section,
}

/// `[jobs]`: deliveries, mail, deadlines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    /// This process only answers calls and leaves background work to others. Default false.
    #[serde(default)]
    pub paused: bool,
}

/// The same settings from the command line or the environment; what is said here wins over the file.
#[derive(Clone, Default)]
pub struct Spoken {
    /// See [`File::public_url`].
    pub public_url: Option<String>,
    /// See [`File::listen`].
    pub listen: Option<String>,
    /// See [`File::data`].
    pub data: Option<PathBuf>,
    /// See [`File::database`].
    pub database: Option<String>,
    /// See [`File::metrics_listen`].
    pub metrics_listen: Option<String>,
    /// Runs the demo organisation, on loopback only.
    pub demo: bool,
    /// The password of the mail server, from [`mail::PASSWORD_VARIABLE`].
    pub smtp_password: Option<Secret>,
    /// What calls to extensions are signed with, from [`extensions::SECRET_VARIABLE`].
    pub extensions_secret: Option<Secret>,
    /// What whoever keeps the directory shows, from [`scim::TOKEN_VARIABLE`].
    pub scim_token: Option<Secret>,
}

/// Checked settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where it is reached; absent means the address it listens on.
    pub public_url: Option<PublicUrl>,
    /// Where data is kept.
    pub place: Place,
    /// Demo mode.
    pub demo: bool,
    /// Background work.
    pub jobs: Jobs,
    /// Who may call from other pages, and how often anybody may.
    pub api: Api,
    /// For whoever watches and stops the process.
    pub operating: Operating,
    /// How letters leave the house; `None`: they are kept.
    pub mail: Option<mail::Outgoing>,
    /// Whom policies may have called; `None`: nobody.
    pub extensions: Option<Extensions>,
    /// Who may keep the directory; `None`: nobody.
    pub scim: Option<scim::Scim>,
}

/// Where data is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder that is removed when the server ends (demo only).
    Temporary,
    /// A folder with a SQLite database.
    Folder(PathBuf),
    /// A PostgreSQL database.
    PostgreSql(String),
}

impl std::fmt::Debug for Place {
    /// Never shows the address of a database server: it may hold a password.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Temporary => out.write_str("Temporary"),
            Self::Folder(path) => write!(out, "Folder({})", path.display()),
            Self::PostgreSql(_) => out.write_str("PostgreSql(…)"),
        }
    }
}

/// Reads a configuration file. The error names the file and, line by line, every problem of its text.
pub fn read(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|problem| format!("{} cannot be read: {problem}", path.display()))?;
    problems::parse(&text).map_err(|problems| {
        let lines: Vec<_> = problems
            .iter()
            .map(|problem| format!("{}: {problem}", path.display()))
            .collect();
        lines.join("\n")
    })
}

/// Puts file and spoken settings together and checks them; the error lists every problem, one a line.
pub fn settle(file: File, spoken: Spoken) -> Result<Settings, Vec<String>> {
    let mut problems = Vec::new();
    // A place named on the command line replaces the file's, whichever kind it is.
    let (data, database) = if spoken.data.is_some() || spoken.database.is_some() {
        (spoken.data, spoken.database)
    } else {
        (file.data, file.database)
    };
    let place = place(data, database, spoken.demo).unwrap_or_else(|problem| {
        problems.push(problem);
        Place::Temporary
    });
    let listen = listen(spoken.listen.or(file.listen)).unwrap_or_else(|problem| {
        problems.push(problem);
        default_listen()
    });
    let metrics_listen = spoken.metrics_listen.or(file.metrics_listen);
    let operating = operating::settle(metrics_listen, file.drain_seconds, listen, &mut problems);
    let public_url = match spoken.public_url.or(file.public_url).map(|url| url.parse()) {
        None => None,
        Some(Ok(url)) => Some(url),
        Some(Err(problem)) => {
            problems.push(problem);
            None
        }
    };
    if spoken.demo {
        check_demo(listen, public_url.as_ref(), &mut problems);
    } else if public_url.is_none() && !listen.ip().is_loopback() {
        problems.push(format!(
            "listen = {listen} is reachable from other machines: public_url must say under which address"
        ));
    }
    let api = api::settle(file.api, &mut problems);
    let mail = mail::settle(file.mail, spoken.smtp_password, &mut problems);
    let extensions = extensions::settle(file.extensions, spoken.extensions_secret, &mut problems);
    let scim = scim::settle(file.scim, spoken.scim_token, &mut problems);
    if problems.is_empty() {
        Ok(Settings {
            listen,
            public_url,
            place,
            demo: spoken.demo,
            jobs: file.jobs,
            api,
            operating,
            mail,
            extensions,
            scim,
        })
    } else {
        Err(problems)
    }
}

/// Everybody can sign in as anybody in a demo, so nobody from outside may reach it.
fn check_demo(listen: SocketAddr, public_url: Option<&PublicUrl>, problems: &mut Vec<String>) {
    if !listen.ip().is_loopback() {
        problems.push(format!(
            "--demo listens on loopback only (127.0.0.1 or [::1]), not on {listen}"
        ));
    }
    if let Some(url) = public_url.filter(|url| !url.is_loopback()) {
        problems.push(format!(
            "--demo is reached on loopback only, not at public_url = {url}"
        ));
    }
}

fn place(data: Option<PathBuf>, database: Option<String>, demo: bool) -> Result<Place, String> {
    match (data, database) {
        (Some(_), Some(_)) => Err("data and database exclude each other: name one".into()),
        (Some(folder), None) => Ok(Place::Folder(folder)),
        (None, Some(url)) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Ok(Place::PostgreSql(url))
        }
        (None, Some(_)) => Err("database must start with postgres://".into()),
        (None, None) if demo => Ok(Place::Temporary),
        (None, None) => {
            Err("where is the data? Name a folder (--data) or a database (--database)".into())
        }
    }
}

fn listen(asked: Option<String>) -> Result<SocketAddr, String> {
    asked.map_or_else(
        || Ok(default_listen()),
        |text| {
            text.parse().map_err(|_| {
                format!("listen = \"{text}\" is not an address with a port, like 127.0.0.1:8080")
            })
        },
    )
}

fn default_listen() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 8080).into()
}

#[cfg(test)]
mod tests;
