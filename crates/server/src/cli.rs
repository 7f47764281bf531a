//! The command line: what may be said, and which command it means. The commands themselves are elsewhere.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::{Secret, Spoken, extensions, mail, scim};

/// The front door to access in an organisation.
#[derive(Debug, Parser)]
#[command(name = "portico", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API and the portal.
    Serve(Serve),
    /// Read an organisation file into the database; all of it or nothing.
    Import {
        /// The organisation, as JSON; or a folder of its pieces.
        file: PathBuf,
        #[command(flatten)]
        place: PlaceArgs,
    },
    /// Print a bearer token of the demo's own key.
    Token(Token),
    /// The log of changes.
    Audit {
        /// What to do with it.
        #[command(subcommand)]
        command: Audit,
    },
    /// Check a configuration file and print every problem.
    CheckConfig {
        /// The file.
        #[arg(env = "PORTICO_CONFIG", default_value = "portico.toml")]
        file: PathBuf,
        #[command(flatten)]
        said: Said,
    },
}

/// `portico serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// Run a demo: sign in as anybody, mail stays in memory, the clock can be moved. Loopback only.
    #[arg(long)]
    pub demo: bool,
    /// The demo's organisation, without a history, instead of the built-in one with its; read only into an empty database.
    #[arg(long, value_name = "FILE", requires = "demo")]
    pub organisation: Option<PathBuf>,
    #[command(flatten)]
    pub said: Said,
    /// Settings as TOML.
    #[arg(long, value_name = "FILE", env = "PORTICO_CONFIG")]
    pub config: Option<PathBuf>,
}

/// Settings that need no file.
#[derive(Clone, Debug, Default, Args)]
pub struct Said {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDR", env = "PORTICO_LISTEN")]
    pub listen: Option<String>,
    /// Address the service is reached at from outside.
    #[arg(long, value_name = "URL", env = "PORTICO_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Address and port of /metrics; port 0 takes a free one [default: none].
    #[arg(long, value_name = "ADDR", env = "PORTICO_METRICS_LISTEN")]
    pub metrics_listen: Option<String>,
    #[command(flatten)]
    pub place: PlaceArgs,
}

impl Said {
    /// As settings of a server or a demo.
    pub fn spoken(self, demo: bool) -> Spoken {
        Spoken {
            public_url: self.public_url,
            listen: self.listen,
            data: self.place.data,
            database: self.place.database,
            metrics_listen: self.metrics_listen,
            demo,
            smtp_password: Secret::from_environment(mail::PASSWORD_VARIABLE),
            extensions_secret: Secret::from_environment(extensions::SECRET_VARIABLE),
            scim_token: Secret::from_environment(scim::TOKEN_VARIABLE),
        }
    }
}

/// `portico token`
#[derive(Debug, Args)]
pub struct Token {
    /// Who: a user principal name, or with --application the name of an application.
    pub principal: String,
    /// Permissions, separated by spaces [default: all a person may delegate].
    #[arg(long)]
    pub scope: Option<String>,
    /// A token for an application instead of a person.
    #[arg(long)]
    pub application: bool,
    #[command(flatten)]
    pub place: PlaceArgs,
}

/// `portico audit …`
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Walk the chain and report the first break, or that there is none.
    Verify {
        #[command(flatten)]
        place: PlaceArgs,
    },
}

/// Where the data is.
#[derive(Clone, Debug, Default, Args)]
pub struct PlaceArgs {
    /// Folder of the SQLite database.
    #[arg(
        long,
        value_name = "DIR",
        env = "PORTICO_DATA",
        conflicts_with = "database"
    )]
    pub data: Option<PathBuf>,
    /// PostgreSQL address.
    #[arg(
        long,
        value_name = "URL",
        env = "PORTICO_DATABASE",
        hide_env_values = true
    )]
    pub database: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn one_place_only() {
        let said = [
            "portico",
            "audit",
            "verify",
            "--data",
            "d",
            "--database",
            "x",
        ];
        assert!(Cli::try_parse_from(said).is_err());
    }

    #[test]
    fn an_organisation_needs_the_demo() {
        assert!(Cli::try_parse_from(["portico", "serve", "--organisation", "o.json"]).is_err());
        assert!(
            Cli::try_parse_from(["portico", "serve", "--demo", "--organisation", "o.json"]).is_ok()
        );
    }
}
