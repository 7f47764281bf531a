//! `[mail]`: how letters leave the house.

use std::fmt;
use std::path::PathBuf;

use lettre::message::Mailbox;
use serde::Deserialize;

use super::Secret;

mod relay;

pub use relay::{Encryption, Relay};

/// The environment variable that holds the password of the mail server.
pub const PASSWORD_VARIABLE: &str = "PORTICO_SMTP_PASSWORD";
/// The section as it is written. Words are checked later, so that one wrong word does not hide the others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// `smtp`, `folder` or `none`. Default `none`: letters are kept and not sent.
    pub transport: Option<String>,
    /// Who writes: `Portico <access@harbour.example>`.
    pub from: Option<String>,
    /// The mail server.
    pub host: Option<String>,
    /// Its port. Default 465, 587 or 25, by encryption.
    pub port: Option<u16>,
    /// `tls` (from the first byte, the default), `starttls` or, on this machine only, `none`.
    pub encryption: Option<String>,
    /// The account, when the server wants one.
    pub username: Option<String>,
    /// A file that holds the account's password, for who does not put it into [`PASSWORD_VARIABLE`].
    pub password_file: Option<PathBuf>,
    /// PEM certificates to trust instead of the public ones.
    pub ca_file: Option<PathBuf>,
    /// Seconds for one letter.
    pub timeout: Option<u16>,
    /// The folder that letters are written to.
    pub folder: Option<PathBuf>,
}

/// Checked: letters are sent, by this writer and on this way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Who writes.
    pub from: Mailbox,
    /// Which way they go.
    pub way: Way,
}

/// The ways of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// To a mail server.
    Smtp(Relay),
    /// Into a folder, a file each.
    Folder(PathBuf),
}

impl fmt::Display for Way {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Smtp(relay) => write!(out, "sent through {relay}"),
            Self::Folder(folder) => write!(out, "written to {}", folder.display()),
        }
    }
}

/// Checks the section; `None`: letters are kept. What is wrong is added to `problems`.
pub fn settle(
    section: Section,
    password: Option<Secret>,
    problems: &mut Vec<String>,
) -> Option<Outgoing> {
    let way: fn(Section, Option<Secret>, &mut Vec<String>) -> Option<Way> =
        match section.transport.as_deref() {
            // Everything else may stay in the file while mail is switched off.
            Some("none") => return None,
            Some("smtp") => smtp,
            Some("folder") => |section, _, problems| folder(section, problems),
            Some(word) => {
                problems.push(format!(
                    "[mail] transport = \"{word}\" is none of smtp, folder, none"
                ));
                return None;
            }
            None => {
                if !said(&section).is_empty() || section.from.is_some() {
                    problems.push(
                        "[mail] transport is missing: smtp, folder, or none to keep letters".into(),
                    );
                }
                return None;
            }
        };
    let from = from(section.from.as_deref())
        .map_err(|problem| problems.push(problem))
        .ok();
    let way = way(section, password, problems);
    Some(Outgoing {
        from: from?,
        way: way?,
    })
}

fn from(said: Option<&str>) -> Result<Mailbox, String> {
    let said =
        said.ok_or("[mail] from is missing: who writes, like Portico <access@harbour.example>")?;
    said.parse().map_err(|_| {
        format!("[mail] from = \"{said}\" is not like Portico <access@harbour.example>")
    })
}

fn folder(section: Section, problems: &mut Vec<String>) -> Option<Way> {
    for key in said(&section).into_iter().filter(|key| *key != "folder") {
        problems.push(format!(
            "[mail] {key} means nothing with transport = \"folder\""
        ));
    }
    let Some(folder) = section.folder else {
        problems.push("[mail] folder is missing: where letters are written to".into());
        return None;
    };
    if folder.exists() && !folder.is_dir() {
        problems.push(format!(
            "[mail] folder = {} is not a folder",
            folder.display()
        ));
    }
    Some(Way::Folder(folder))
}

fn smtp(section: Section, password: Option<Secret>, problems: &mut Vec<String>) -> Option<Way> {
    if section.folder.is_some() {
        problems.push("[mail] folder means nothing with transport = \"smtp\"".into());
    }
    relay::settle(section, password, problems).map(Way::Smtp)
}

/// The keys that are said, but for `transport` and `from`.
fn said(section: &Section) -> Vec<&'static str> {
    [
        ("host", section.host.is_some()),
        ("port", section.port.is_some()),
        ("encryption", section.encryption.is_some()),
        ("username", section.username.is_some()),
        ("password_file", section.password_file.is_some()),
        ("ca_file", section.ca_file.is_some()),
        ("timeout", section.timeout.is_some()),
        ("folder", section.folder.is_some()),
    ]
    .into_iter()
    .filter_map(|(key, is_said)| is_said.then_some(key))
    .collect()
}

#[cfg(test)]
mod tests;
